"""The training loop of the digit reader."""

from __future__ import annotations

import copy
import math
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from formkit.media.scan.cells.pictures import SIZE
from tools.digits.residual import BoxNet, split, write_onnx
from tools.digits.sets import Boxes, load
from tools.digits.taken import take

BATCH = 160
_NUMBER = 1
_KEPT = 0.998
_WARM_UP = 20_000
_REPORT_EVERY = 60_000
_MEASURED = 3000
_HALVES = "AVX512" in torch.backends.cpu.get_cpu_capability()
"""Whether numbers of 16 bits are quicker: processors without such instructions take nine times as long with them."""


def fit(
    files: list[Path], checkpoint: Path, count: int, rate: float, start: Path | None = None, seed: int = 1,
    short_cuts: int = 1,
) -> None:
    """Train on ``count`` boxes, those of ``files`` again and again, and write the averaged weights.

    ``start`` is a checkpoint or an ONNX file to go on from, ``short_cuts`` how many each stage of the network has.
    """
    torch.set_num_threads(1)
    torch.manual_seed(seed)
    boxes, seen, since = load(files), 0, time.time()
    net = BoxNet(short_cuts).to(memory_format=torch.channels_last)
    if start is not None and start.suffix == ".onnx":
        some = np.random.default_rng(seed).choice(len(boxes.truth), _MEASURED)
        take(net, start, changed(torch.from_numpy(boxes.pictures[some]).float() / 255))
    elif start is not None:
        net.load_state_dict(torch.load(start))
    mean = copy.deepcopy(net)
    optimizer = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=2e-3)
    while seen < count:
        order = np.random.default_rng([seed, seen]).permutation(len(boxes.truth))
        for first in range(0, len(order) - BATCH + 1, BATCH):
            _set_rate(optimizer, rate, seen, count)
            loss = _step(net, optimizer, boxes, order[first : first + BATCH])
            seen += BATCH
            _average(mean, net, seen // BATCH)
            if seen % _REPORT_EVERY < BATCH:
                print(seen, round(time.time() - since), round(loss, 4), flush=True)
                torch.save(mean.state_dict(), checkpoint)
            if seen >= count:
                break
    torch.save(mean.state_dict(), checkpoint)


def blend(first: Path, second: Path, target: Path, share: float) -> None:
    """Write the mean of two checkpoints of one training, ``share`` of it from the first."""
    own, other = torch.load(first), torch.load(second)
    torch.save(
        {
            name: own[name] * share + new * (1 - share) if new.dtype.is_floating_point else new
            for name, new in other.items()
        },
        target,
    )


def export(checkpoint: Path, target: Path, held_back: Path, short_cuts: int = 1) -> None:
    """Write a checkpoint as ONNX, its logits divided so that probabilities are true on boxes held back."""
    net = BoxNet(short_cuts)
    net.load_state_dict(torch.load(checkpoint))
    net.eval()
    boxes = load([held_back])
    with torch.no_grad():
        parts = [
            net(torch.from_numpy(boxes.pictures[start : start + BATCH]).float() / 255)
            for start in range(0, len(boxes.truth), BATCH)
        ]
        truth = torch.from_numpy(boxes.truth)
        numbers = truth[:, 0] == _NUMBER
        row = 0
        for column, logits in enumerate(split(torch.cat(parts))):
            asked = torch.ones_like(numbers) if column == 0 else numbers
            divisor = _temperature(logits[asked], truth[asked, column])
            print("temperature", round(divisor, 3))
            net.out.weight[row : row + logits.shape[1]] /= divisor
            net.out.bias[row : row + logits.shape[1]] /= divisor
            row += logits.shape[1]
    write_onnx(net, target)


def _temperature(logits: Tensor, truth: Tensor) -> float:
    """Return the divisor of logits under which the truth is likeliest."""
    tried = [0.5 + 0.025 * step for step in range(61)]
    return min(tried, key=lambda each: float(functional.cross_entropy(logits / each, truth)))


def _set_rate(optimizer: torch.optim.Optimizer, rate: float, seen: int, count: int) -> None:
    """A short way up, then down along a cosine."""
    now = rate * min(1.0, seen / _WARM_UP + 0.02) * (0.505 + 0.5 * math.cos(math.pi * seen / count))
    for group in optimizer.param_groups:
        group["lr"] = now


def _step(net: BoxNet, optimizer: torch.optim.Optimizer, boxes: Boxes, which: np.ndarray) -> float:
    net.train()
    pictures = changed(torch.from_numpy(boxes.pictures[which]).float() / 255)
    with torch.autocast("cpu", torch.bfloat16, enabled=_HALVES):
        logits = net(pictures.to(memory_format=torch.channels_last))
    loss = _loss(logits.float(), torch.from_numpy(boxes.truth[which]))
    optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(net.parameters(), 2.0)
    optimizer.step()
    return float(loss.detach())


def _loss(logits: Tensor, truth: Tensor) -> Tensor:
    """The types of all boxes, and the digits of numbers."""
    kinds, tens, ones = split(logits)
    numbers = truth[:, 0] == _NUMBER
    return (
        functional.cross_entropy(kinds, truth[:, 0], label_smoothing=0.01)
        + functional.cross_entropy(tens[numbers], truth[numbers, 1], label_smoothing=0.005)
        + functional.cross_entropy(ones[numbers], truth[numbers, 2], label_smoothing=0.01)
    )


def _average(mean: BoxNet, net: BoxNet, step: int) -> None:
    """Keep a running mean of the weights."""
    kept = min(_KEPT, (1 + step) / (20 + step))
    with torch.no_grad():
        for own, new in zip(mean.state_dict().values(), net.state_dict().values(), strict=True):
            if own.dtype.is_floating_point:
                own.lerp_(new, 1 - kept)
            else:
                own.copy_(new)


def changed(pictures: Tensor) -> Tensor:
    """Return pictures moved, turned, sheared and bent, with thicker, thinner, paler, darker and noisier ink."""
    count = len(pictures)
    some = int(count * 0.85)
    grid = functional.affine_grid(_maps(some), list(pictures[:some].shape), align_corners=False) + _bends(some)
    pictures[:some] = functional.grid_sample(pictures[:some], grid, align_corners=False, padding_mode="border")
    scan = pictures[:, 0]
    order, part = torch.randperm(count), count // 6
    for which, sign, most in ((order[:part], 1, 1.0), (order[part : 2 * part], -1, 0.6)):
        share = torch.rand(part, 1, 1) * most
        grown = sign * functional.max_pool2d(sign * scan[which][:, None], 3, 1, 1)[:, 0]
        scan[which] = scan[which] * (1 - share) + share * grown
    scan = scan.clamp(0, 1) ** torch.exp(torch.randn(count, 1, 1) * 0.15) * (0.75 + 0.5 * torch.rand(count, 1, 1))
    noise = torch.randn_like(scan) * 0.05 * torch.rand(count, 1, 1) ** 2
    pictures[:, 0] = (scan + noise).clamp(0, 1)
    return pictures


def _maps(count: int) -> Tensor:
    turn, shear = torch.randn(count) * 0.08, torch.randn(count) * 0.12
    across, down = 1 + torch.randn(count) * 0.08, 1 + torch.randn(count) * 0.08
    maps = torch.zeros(count, 2, 3)
    maps[:, 0, 0], maps[:, 0, 1] = across * torch.cos(turn), shear - torch.sin(turn)
    maps[:, 1, 0], maps[:, 1, 1] = torch.sin(turn), down * torch.cos(turn)
    maps[:, :, 2] = torch.randn(count, 2) * 0.04
    return maps


def _bends(count: int) -> Tensor:
    """Return smooth shifts of up to some pixels, other ones all over the picture."""
    coarse = torch.randn(count, 2, 5, 5) * (torch.rand(count, 1, 1, 1) * 0.075)
    fine = functional.interpolate(coarse, size=(SIZE, SIZE), mode="bicubic", align_corners=True)
    return fine.permute(0, 2, 3, 1)
