"""The two networks, and how they are written as ONNX. torch is needed here and nowhere else in formkit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

STATES, SHAPES = 3, 4
_BINS = 10 * 7
_SECTORS, _LEVELS = 14, 4
_END = 6
"""Columns of the last layer that go round each end of an option."""


def _separable(channels: int, dilation: int) -> nn.Sequential:
    """Return a convolution by channel and one across channels."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, 3, padding=dilation, dilation=dilation, groups=channels, bias=False),
        nn.Conv2d(channels, channels, 1, bias=False), nn.BatchNorm2d(channels),
    )


class CropNet(nn.Module):
    """Reader of crops: convolutions at true scale, then bins."""

    unit = 1 / 255

    def __init__(self, first: int = 16, width: int = 32, hidden: int = 64) -> None:
        """Make the layers."""
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(4, first, 3, 2, 1, bias=False), nn.BatchNorm2d(first), nn.ReLU())
        self.body = nn.Sequential(nn.Conv2d(first, width, 3, 2, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.near, self.far = _separable(width, 1), _separable(width, 2)
        self.hidden = nn.Sequential(nn.Flatten(), nn.Dropout(0.2), nn.Linear(width * _BINS, hidden), nn.ReLU())
        self.state, self.shape = nn.Linear(hidden, STATES), nn.Linear(hidden, SHAPES)

    def forward(self, pictures: Tensor, across: Tensor, down: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log-probabilities of states and shapes."""
        x = self.body(self.stem(pictures.float() * self.unit if self.unit else pictures.float()))
        x = x + torch.relu(self.near(x))
        x = torch.relu(x + self.far(x))
        x = torch.matmul(down.unsqueeze(1), torch.matmul(x, across.unsqueeze(1)))
        h = self.hidden(x)
        return torch.log_softmax(self.state(h), 1), torch.log_softmax(self.shape(h), 1)


class UnrolledNet(nn.Module):
    """Reader of unrolled surroundings: periodic convolutions, then sectors."""

    unit = 1 / 255

    def __init__(self, first: int = 16, width: int = 32, hidden: int = 64) -> None:
        """Make the layers."""
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(4, first, 3, 2, bias=False), nn.BatchNorm2d(first), nn.ReLU())
        self.body = nn.Sequential(nn.Conv2d(first, width, 3, 2, bias=False), nn.BatchNorm2d(width), nn.ReLU())
        self.near, self.far = _separable(width, 1), _separable(width, 2)
        self.across = nn.Sequential(
            nn.Conv2d(width, width, (8, 3), groups=width, bias=False), nn.Conv2d(width, width, 1, bias=False),
            nn.BatchNorm2d(width), nn.ReLU(),
        )
        self.hidden = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.2), nn.Linear(width * _SECTORS * (_LEVELS + 1), hidden), nn.ReLU())
        self.state, self.shape = nn.Linear(hidden, STATES), nn.Linear(hidden, SHAPES)

    def forward(self, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """Return the log-probabilities of states and shapes."""
        pictures = _round(pictures, 1, 0).float()
        x = self.stem(pictures * self.unit if self.unit else pictures)
        x = self.body(_round(x, 1, 0))
        x = x + torch.relu(self.near(_round(x, 1, 1, rows=0))[..., 1:-1])
        x = torch.relu(x + self.far(_round(x, 2, 2, rows=0))[..., 2:-2])
        along = self.across(_round(x, 1, 1, rows=0))
        x = torch.cat((_levels(x), along), 2)
        h = self.hidden(_sectors(x))
        return torch.log_softmax(self.state(h), 1), torch.log_softmax(self.shape(h), 1)


def _round(x: Tensor, before: int, after: int, rows: int = 1) -> Tensor:
    """Pad a periodic picture: in x with its other end, in y with nothing."""
    parts = [x[..., -before:], x] + ([x[..., :after]] if after else [])
    x = torch.cat(parts, 3)
    return nn.functional.pad(x, (0, 0, rows, rows if after else 0)) if rows else x


def _levels(x: Tensor) -> Tensor:
    return nn.functional.avg_pool2d(x, (2, 1))


def _sectors(x: Tensor) -> Tensor:
    """Return three sectors of each end and four of each side."""
    side = x.shape[3] // 2 - _END
    ends = torch.cat((x[..., :_END], x[..., _END + side : 2 * _END + side]), 3)
    sides = torch.cat((x[..., _END : _END + side], x[..., 2 * _END + side :]), 3)
    b, c, rows = x.shape[0], x.shape[1], x.shape[2]
    return torch.cat((ends.reshape(b, c, rows, 6, 2).mean(4), sides.reshape(b, c, rows, 8, -1).mean(4)), 3)


def _fold_unit(net: CropNet | UnrolledNet) -> None:
    """Let the first layer take greys from 0 to 255."""
    if net.unit:
        net.stem[0].weight.data *= net.unit
        net.unit = 0.0


def write_onnx(net: CropNet | UnrolledNet, example: tuple[Tensor, ...], path: Path) -> None:
    """Write a network with sizes left open."""
    names = ["pictures", "across", "down"][: len(example)]
    axes: dict[str, Any] = {"pictures": {0: "n", 2: "height", 3: "width"}}
    if len(example) > 1:
        axes |= {"across": {0: "n", 1: "columns"}, "down": {0: "n", 2: "rows"}}
    else:
        axes = {"pictures": {0: "n", 3: "directions"}}
    axes |= {"state": {0: "n"}, "shape": {0: "n"}}
    net.eval()
    _fold_unit(net)
    torch.onnx.export(
        net, example, str(path), dynamo=False, opset_version=17, input_names=names, output_names=["state", "shape"],
        dynamic_axes=axes,
    )


def restored(net: CropNet | UnrolledNet, path: Path) -> CropNet | UnrolledNet:
    """Return a network with the weights of one that was written as ONNX; its normalisations are in the convolutions."""
    graph = onnx.load(str(path)).graph
    stored = {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in graph.initializer}
    written = [node for node in graph.node if node.op_type == "Conv"]
    norms = (layer for layer in net.modules() if isinstance(layer, nn.BatchNorm2d))
    convolutions = [layer for layer in net.modules() if isinstance(layer, nn.Conv2d)]
    for node, layer in zip(written, convolutions, strict=True):
        layer.weight.data = stored[node.input[1]]
        if len(node.input) > 2:
            norm = next(norms)
            norm.weight.data.fill_(1.0)
            norm.bias.data = stored[node.input[2]]
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
    net.stem[0].weight.data /= net.unit
    linear = [node for node in graph.node if node.op_type == "Gemm"]
    for node, layer in zip(linear, (net.hidden[2], net.state, net.shape), strict=True):
        layer.weight.data, layer.bias.data = stored[node.input[1]], stored[node.input[2]]
    return net


def blended(net: CropNet | UnrolledNet, tuned: Sequence[Mapping[str, Tensor]], share: float) -> dict[str, Tensor]:
    """Return weights between a network's own and the mean of those that it was tuned to, ``share`` of the way.

    There lies a network that keeps what the first knew of common pages (M. Wortsman and others, Robust fine-tuning
    of zero-shot models, 2022).
    """
    return {
        name: old + share * (torch.stack([each[name] for each in tuned]).mean(0) - old) if old.is_floating_point()
        else old for name, old in net.state_dict().items()
    }
