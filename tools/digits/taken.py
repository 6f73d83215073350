"""A start for training: the weights of a network that was written as ONNX, also of a shallower one."""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import Tensor, nn

from tools.digits.residual import BoxNet

_Pair = tuple[nn.Conv2d, nn.BatchNorm2d]


def take(net: BoxNet, source: Path, pictures: Tensor) -> None:
    """Give ``net`` the weights of ``source``, so that it says the same of ``pictures`` (n, 2, size, size).

    In the file, convolutions have swallowed their normalisation. It is given back as what ``pictures`` show: training
    goes on from there. Where the file has one pair of convolutions a stage less, the second pair stays as it is.
    """
    convolutions, linear = _written(source)
    pairs = _pairs(net)
    known = [pair for number, pair in enumerate(pairs) if len(convolutions) == len(pairs) or not _second(number, pairs)]
    with torch.no_grad():
        for (convolution, norm), (weights, bias) in zip(known, convolutions, strict=True):
            convolution.weight.copy_(weights)
            norm.weight.fill_((1 + norm.eps) ** 0.5)
            norm.bias.copy_(bias)
        layers = [net.hidden[2], net.out]
        for layer, (weights, bias) in zip(layers, linear, strict=True):
            layer.weight.copy_(weights)
            layer.bias.copy_(bias)
        _normalise(net, pairs, pictures)


def _written(source: Path) -> tuple[list[tuple[Tensor, Tensor]], list[tuple[Tensor, Tensor]]]:
    """Return weights and biases of convolutions and of linear layers, first to last."""
    graph = onnx.load(source).graph
    known = {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in graph.initializer}
    found: dict[str, list[tuple[Tensor, Tensor]]] = {"Conv": [], "Gemm": []}
    for node in graph.node:
        if node.op_type in found:
            found[node.op_type].append((known[node.input[1]], known[node.input[2]]))
    return found["Conv"], found["Gemm"]


def _pairs(net: BoxNet) -> list[_Pair]:
    """Return every convolution with its normalisation, in order."""
    convolutions = [each for each in net.modules() if isinstance(each, nn.Conv2d)]
    norms = [each for each in net.modules() if isinstance(each, nn.BatchNorm2d)]
    return list(zip(convolutions, norms, strict=True))


def _second(number: int, pairs: list[_Pair]) -> bool:
    """Tell whether the convolution belongs to the second short cut of its stage of five."""
    return 0 < number < len(pairs) - 1 and (number - 1) % 5 > 2


def _normalise(net: BoxNet, pairs: list[_Pair], pictures: Tensor) -> None:
    """Let every normalisation know mean and variance of what it gets, and leave what it gives as it was."""
    net.eval()
    got: dict[nn.Module, tuple[Tensor, Tensor]] = {}

    def keep(norm: nn.Module, given: tuple[Tensor, ...]) -> None:
        got[norm] = (given[0].mean(dim=(0, 2, 3)), given[0].var(dim=(0, 2, 3)))

    hooks = [norm.register_forward_pre_hook(keep) for _, norm in pairs]
    net(pictures)
    for hook in hooks:
        hook.remove()
    for _, norm in pairs:
        mean, variance = got[norm]
        scale = norm.weight / (1 + norm.eps) ** 0.5
        norm.bias.add_(scale * mean)
        norm.weight.copy_(scale * (variance + norm.eps) ** 0.5)
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
