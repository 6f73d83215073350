"""The digit reader's networks: a convolution, then three stages, each with a step of two and one or two short cuts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import torch
from torch import Tensor, nn

from formkit.media.scan.cells.pictures import SIZE, TYPES

OUTPUTS = len(TYPES) + 11 + 11
_WIDTHS = (16, 32, 64, 96)
_SQUEEZED, _HIDDEN = 48, 112


def _block(inside: int, outside: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inside, outside, 3, stride, 1, bias=False), nn.BatchNorm2d(outside), nn.ReLU(inplace=True)
    )


class _Residual(nn.Module):
    """Two convolutions whose outcome is added to what came in; nothing is, before training."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.a = _block(width, width)
        self.c = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        self.b = nn.BatchNorm2d(width)
        nn.init.zeros_(self.b.weight)

    def forward(self, x: Tensor) -> Tensor:
        return torch.relu(x + self.b(self.c(self.a(x))))


class BoxNet(nn.Module):
    """(n, 2, 40, 40) in 0 to 1 → (n, 29) logits: types, tens, ones."""

    def __init__(self, short_cuts: int = 1) -> None:
        super().__init__()
        layers: list[nn.Module] = [_block(2, _WIDTHS[0])]
        for inside, outside in pairwise(_WIDTHS):
            layers += [_block(inside, outside, 2), *(_Residual(outside) for _ in range(short_cuts))]
        side = SIZE // 8
        self.layers = nn.Sequential(*layers)
        self.sq = nn.Sequential(
            nn.Conv2d(_WIDTHS[-1], _SQUEEZED, 1, bias=False), nn.BatchNorm2d(_SQUEEZED), nn.ReLU(inplace=True)
        )
        self.hidden = nn.Sequential(
            nn.Flatten(), nn.Dropout(0.25), nn.Linear(_SQUEEZED * side * side, _HIDDEN), nn.ReLU()
        )
        self.out = nn.Linear(_HIDDEN, OUTPUTS)

    def forward(self, pictures: Tensor) -> Tensor:
        """Return the logits."""
        found: Tensor = self.out(self.hidden(self.sq(self.layers(pictures))))
        return found


def split(logits: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Return the logits of types, tens and ones."""
    kinds, tens, ones = logits.split([len(TYPES), 11, 11], dim=1)
    return kinds, tens, ones


def write_onnx(net: nn.Module, target: Path) -> None:
    """Write the network for any number of boxes."""
    net.eval()
    free = {"pictures": {0: "n"}, "logits": {0: "n"}}
    torch.onnx.export(
        net, (torch.zeros(1, 2, SIZE, SIZE),), str(target), input_names=["pictures"], output_names=["logits"],
        dynamic_axes=free, opset_version=17, dynamo=False,
    )
