"""The training loop: batches cut by the run-time's own code, with fresh shifts of print and boxes every time."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from formkit.geometry import Box
from formkit.media.scan.marks.crops import crops
from formkit.media.scan.marks.planes import SCALE, Picture, Planes, from_halves, halved
from formkit.media.scan.marks.unrolled import unrolled
from tools.marks import doubts
from tools.marks.nets import CropNet, UnrolledNet, blended, restored, write_onnx
from tools.marks.pages import Rng
from tools.marks.sets import Sample, load

CROP, UNROLLED = "crop", "unrolled"
BATCH = 128
Inputs = tuple[NDArray[np.generic], ...]
_SOME, _FEW = 70, 6
"""More than so many places with so much ink are ink about an option."""
_STEPS_A_PANEL, _RISE = 0.5, 0.08
_POOL = 40
"""Panels whose options are mixed into batches."""
_TILE_POOL, _TILE_BATCH = 24, 64
"""The same of files of tiles, and the size of their batches."""
_CLEAR = 0.6
"""Share of the tiles that no reader doubted which is learned from in an epoch."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Options of one size: the network's inputs, states and shapes."""

    inputs: Inputs
    states: NDArray[np.int64]
    shapes: NDArray[np.int64]


def network(kind: str) -> CropNet | UnrolledNet:
    """Return an untrained network."""
    return CropNet() if kind == CROP else UnrolledNet()


def cut(kind: str, pictures: Planes, boxes: Sequence[Box]) -> Iterator[tuple[tuple[int, ...], Inputs]]:
    """Yield which options and their inputs, by size."""
    if kind == CROP:
        for each in crops(pictures, boxes):
            yield each.which, (each.pictures, each.across, each.down)
    else:
        for one in unrolled(pictures, boxes):
            yield one.which, (one.pictures,)


def varied(rng: Rng, kind: str, sample: Sample) -> tuple[Planes, list[Box]]:
    """Return the pictures and boxes of a panel, the print shifted, greys bent, boxes not quite in place."""
    scan, blank = sample.scan, sample.blank
    if rng.random() < (0.6 if kind == CROP else 0.5):
        reach = 0.22 if kind == CROP else 0.3
        shift = np.array([[1, 0, rng.uniform(-reach, reach) * SCALE], [0, 1, rng.uniform(-reach, reach) * SCALE]])
        size = (blank.shape[1], blank.shape[0])
        blank = np.asarray(cv2.warpAffine(blank, shift, size, borderValue=255), np.uint8)
    if rng.random() < 0.4:
        scan = _bent(rng, scan)
    wide = 0.18 if kind == CROP else 0.12
    boxes = []
    for place in sample.truth.places:
        box = place.box.moved(rng.normal(0, wide), rng.normal(0, wide))
        boxes.append(box.inset(rng.normal(0, wide), rng.normal(0, wide * 0.7)))
    return from_halves(scan, blank, boxes), boxes


def _bent(rng: Rng, scan: Picture) -> Picture:
    """Return the scan with another gamma, or a little noise."""
    gamma = rng.uniform(0.7, 1.5)
    table = (255 * (np.arange(256) / 255) ** gamma).astype(np.uint8)
    bent = np.asarray(cv2.LUT(scan, table), np.uint8)
    if rng.random() < 0.4:
        noise = rng.normal(0, rng.uniform(1, 9), (64, 64)).astype(np.int16)
        tiled = np.tile(noise, (bent.shape[0] // 64 + 1, bent.shape[1] // 64 + 1))[: bent.shape[0], : bent.shape[1]]
        bent = np.clip(bent.astype(np.int16) + tiled, 0, 255).astype(np.uint8)
    return bent


def batches(rng: Rng, kind: str, paths: Sequence[Path]) -> Iterator[Batch]:
    """Yield batches over all panels once, in random order."""
    order = [paths[int(index)] for index in rng.permutation(len(paths))]
    for start in range(0, len(order), _POOL):
        groups: dict[tuple[int, ...], list[Batch]] = {}
        for path in order[start : start + _POOL]:
            if not path.exists():
                continue
            sample = load(path)
            states, shapes = np.array(sample.truth.states), np.array(sample.truth.shapes)
            pictures, boxes = varied(rng, kind, sample)
            for which, inputs in cut(kind, pictures, boxes):
                known = np.array(sample.truth.legible)[list(which)]
                kept = known & _worth_while(rng, inputs[0], states[list(which)])
                index = np.array(which)[kept]
                part = Batch(tuple(each[kept] for each in inputs), states[index], shapes[index])
                groups.setdefault(inputs[0].shape[1:], []).append(part)
        yield from _mixed(rng, groups)


def tile_batches(rng: Rng, kind: str, paths: Sequence[Path]) -> Iterator[Batch]:
    """Yield batches over the tiles of doubtful options once, in random order."""
    for start in range(0, len(paths), _TILE_POOL):
        groups: dict[tuple[int, ...], list[Batch]] = {}
        for path in paths[start : start + _TILE_POOL]:
            for tile in doubts.load(path):
                if tile.lead > doubts.DOUBTFUL and rng.random() > _CLEAR:
                    continue
                inputs = _of_tile(kind, doubts.varied(rng, tile))
                part = Batch(inputs, np.array([int(tile.state)]), np.array([tile.shape]))
                groups.setdefault(inputs[0].shape[1:], []).append(part)
        yield from _mixed(rng, groups, _TILE_BATCH)


def _of_tile(kind: str, tile: doubts.Tile) -> Inputs:
    rows, columns = (length // 2 * 2 for length in tile.scan.shape)
    scan, blank = (np.ascontiguousarray(each[:rows, :columns]) for each in (tile.scan, tile.blank))
    pictures = from_halves(halved(scan), halved(blank), [tile.box, *tile.others])
    return next(iter(cut(kind, pictures, [tile.box])))[1]


def _worth_while(rng: Rng, pictures: NDArray[np.generic], states: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Say which options to learn from: all with ink about them, a quarter of those without."""
    inked = (np.asarray(pictures[:, 2], np.uint8) > _SOME).reshape(len(states), -1).sum(axis=1) > _FEW
    return np.asarray((states > 0) | inked | (rng.random(len(states)) < 0.25), np.bool_)


def _mixed(rng: Rng, groups: dict[tuple[int, ...], list[Batch]], size: int = BATCH) -> Iterator[Batch]:
    ready = []
    for parts in groups.values():
        inputs = tuple(np.concatenate(each) for each in zip(*(part.inputs for part in parts), strict=True))
        states = np.concatenate([part.states for part in parts])
        shapes = np.concatenate([part.shapes for part in parts])
        order = rng.permutation(len(states))
        for start in range(0, len(order), size):
            index = order[start : start + size]
            ready.append(Batch(tuple(each[index] for each in inputs), states[index], shapes[index]))
    for number in rng.permutation(len(ready)):
        yield ready[int(number)]


def loss_of(net: nn.Module, batch: Batch, smoothing: float) -> Tensor:
    """Return the mean loss of a batch: states, and shapes where there is a mark."""
    inputs = [torch.from_numpy(np.ascontiguousarray(each)) for each in batch.inputs]
    state, shape = net(*inputs)
    states, shapes = torch.from_numpy(batch.states), torch.from_numpy(batch.shapes)
    total = nn.functional.nll_loss(state, states, weight=torch.tensor([1.0, 1.0, 1.3]))
    total = (1 - smoothing) * total - smoothing * state.mean()
    known = shapes >= 0
    if bool(known.any()):
        total = total + 0.15 * nn.functional.nll_loss(shape[known], shapes[known])
    return total


def pace(done: float) -> float:
    """Return the share of the highest learning rate when a share of the work is done: a short rise, a long fall."""
    if done < _RISE:
        return 0.1 + 0.9 * done / _RISE
    return 0.003 + 0.997 * (1 + math.cos(math.pi * (done - _RISE) / (1 - _RISE))) / 2


def fit(
    kind: str, folder: Path, out: Path, epochs: int, seed: int, rate: float = 2e-3, start: Path | None = None,
    panels: int = 3000,
) -> None:
    """Train one reader, writing a checkpoint and a line of the log after every epoch.

    An epoch is ``panels`` panels by chance out of those that are there then, so that drawing may go on meanwhile.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    net = network(kind).to(memory_format=torch.channels_last)
    if start is not None:
        net.load_state_dict(torch.load(start))
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=2e-3)
    expected = panels * _STEPS_A_PANEL
    for epoch in range(epochs):
        net.train()
        begun, losses, steps = time.process_time(), [], 0
        there = sorted(path for path in folder.glob("*.npz") if ".part" not in path.name)
        paths = [there[int(index)] for index in rng.permutation(len(there))[:panels]]
        for batch in batches(rng, kind, paths):
            if len(batch.states) < 8:
                continue
            for group in optimiser.param_groups:
                group["lr"] = rate * pace((epoch + min(1.0, steps / expected)) / epochs)
            optimiser.zero_grad()
            loss = loss_of(net, batch, 0.002)
            loss.backward()
            nn.utils.clip_grad_norm_(net.parameters(), 3.0)
            optimiser.step()
            losses.append(float(loss.detach()))
            steps += 1
        expected = max(steps, 1)
        torch.save(net.state_dict(), out)
        took = time.process_time() - begun
        print(f"{kind} epoch {epoch + 1}: loss {np.mean(losses):.4f}, {steps} steps, {took:.0f} s", flush=True)


def tune(
    kind: str, shipped: Path, folder: Path, out: Path, minutes: float, seed: int, start: Path | None = None,
    rate: float = 6e-4,
) -> None:
    """Train a shipped reader on, for ``minutes`` of the clock, on the tiles that are there at the time.

    The running means of its layers stay as they are: they were folded into the weights when it was written.
    ``start`` is a checkpoint of an earlier round to go on from.
    """
    torch.manual_seed(seed)
    torch.set_num_threads(1)
    cv2.setNumThreads(1)
    rng = np.random.default_rng(seed)
    net = restored(network(kind), shipped).to(memory_format=torch.channels_last)
    if start is not None:
        net.load_state_dict(torch.load(start))
    optimiser = torch.optim.AdamW(net.parameters(), lr=rate, weight_decay=2e-3)
    begun = said = time.monotonic()
    losses: list[float] = []
    while (done := (time.monotonic() - begun) / 60 / minutes) < 1:
        there = sorted(path for path in folder.glob("*.npz") if ".part" not in path.name)
        paths = [there[int(index)] for index in rng.permutation(len(there))[: 3 * _TILE_POOL]]
        for batch in tile_batches(rng, kind, paths):
            if len(batch.states) < 8:
                continue
            done = min(1.0, (time.monotonic() - begun) / 60 / minutes)
            losses.append(_step(net, optimiser, batch, rate * pace(done)))
        torch.save(net.state_dict(), out)
        if time.monotonic() - said > 60:
            said = time.monotonic()
            print(f"{kind} {done:.0%}: loss {np.mean(losses):.4f}, {len(there)} files", flush=True)
            losses = []
    torch.save(net.state_dict(), out)


def blend(kind: str, shipped: Path, tuned: Sequence[Path], share: float, out: Path) -> None:
    """Write a checkpoint between a shipped reader and the mean of its tuned ones, ``share`` of the way."""
    states = [torch.load(path) for path in tuned]
    torch.save(blended(restored(network(kind), shipped), states, share), out)


def _step(net: nn.Module, optimiser: torch.optim.Optimizer, batch: Batch, rate: float) -> float:
    net.train()
    for layer in net.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.eval()
    for group in optimiser.param_groups:
        group["lr"] = rate
    optimiser.zero_grad()
    loss = loss_of(net, batch, 0.002)
    loss.backward()
    nn.utils.clip_grad_norm_(net.parameters(), 3.0)
    optimiser.step()
    return float(loss.detach())


def export(kind: str, checkpoint: Path, out: Path) -> None:
    """Write a trained reader as ONNX."""
    net = network(kind)
    net.load_state_dict(torch.load(checkpoint))
    example: tuple[Tensor, ...] = (torch.zeros(2, 4, 32, 80, dtype=torch.uint8),)
    if kind == CROP:
        example = (torch.zeros(2, 4, 64, 96, dtype=torch.uint8), torch.zeros(2, 24, 10), torch.zeros(2, 7, 16))
    write_onnx(net, example, out)
