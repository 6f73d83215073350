"""The training loop of the text reader's last rounds."""

from __future__ import annotations

import copy
import math
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from tools.lines.entered import Entered, batches
from tools.lines.neck import Neck

_NOISE, _HIDDEN = 0.05, 0.05
"""Noise on what the rounds start from, in shares of its spread; share of its channels that are hidden from a line."""
_KEPT = 0.995
_WARM_UP = 100
_REPORT_EVERY = 100


@dataclass(frozen=True, slots=True)
class Habits:
    """How to train.

    Attributes:
        epochs: how often each line is seen.
        rate: of learning, at its highest.
        pull: towards the first weights, by the square of the way.
        faithful: weight of seeing print as the first weights do.
        dropout: share of what is left out in the rounds.
        seed: for everything that is left to chance.
    """

    epochs: int = 4
    rate: float = 1e-3
    pull: float = 1e-3
    faithful: float = 0.05
    dropout: float = 0.1
    seed: int = 1


class Training:
    """One run: the network, the first one that it must not forget, and the running mean of its weights."""

    def __init__(self, data: Entered, habits: Habits, first: Neck, start: Neck) -> None:
        torch.manual_seed(habits.seed)
        self.data, self.habits, self.first = data, habits, first
        self.net = copy.deepcopy(start)
        self.net.dropout = habits.dropout
        self.mean = copy.deepcopy(start.learnt)
        self.optimizer = torch.optim.AdamW(self.net.learnt.parameters(), lr=habits.rate, weight_decay=0.0)
        self.spread = torch.cat(data.way).std(0)
        used = torch.tensor(sorted(_used(first, data)))
        self.head, self.bias = first.head[:, used], first.head_bias[used]
        self.index = torch.zeros(len(first.head_bias), dtype=torch.long)
        self.index[used] = torch.arange(len(used))

    def run(self) -> Neck:
        """Return the network with the mean of its last weights."""
        rng = np.random.default_rng(self.habits.seed)
        good = self.data.learnable()
        lengths = self.data.lengths()[good]
        each = sum(1 for _ in batches(lengths))
        whole, done, told, since = each * self.habits.epochs, 0, 0.0, time.time()
        for _ in range(self.habits.epochs):
            for batch in batches(lengths, rng):
                self._set_rate(done, whole)
                told += self._step(good[batch])
                done += 1
                self._average(done)
                if done % _REPORT_EVERY == 0:
                    print(done, "of about", whole, round(time.time() - since), "s", round(told / _REPORT_EVERY, 4))
                    told = 0.0
        self.net.learnt = self.mean
        self.net.eval()
        return self.net

    def _step(self, own: np.ndarray) -> float:
        short, way, there = self.data.batch(own)
        self.net.train()
        with torch.no_grad():
            before = self.first.features(short, way, there)
        way = way + torch.randn_like(way) * self.spread * _NOISE
        way = way * (torch.rand(len(own), 1, way.shape[2]) > _HIDDEN)
        after = self.net.features(short, way, there)
        logs = torch.log_softmax(after @ self.head + self.bias, -1).transpose(0, 1)
        target = [self.index[torch.tensor(self.data.classes[at])] for at in own]
        counts = torch.tensor([len(line) for line in target])
        loss = functional.ctc_loss(logs, torch.cat(target), there.sum(1), counts, zero_infinity=True)
        typed = there & torch.tensor([self.data.typed[at] for at in own])[:, None]
        kept = ((after - before)[typed] ** 2).mean() if typed.any() else torch.zeros(())
        (loss + self.habits.faithful * kept + self.habits.pull * self._away()).backward()
        torch.nn.utils.clip_grad_norm_(self.net.learnt.parameters(), 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()
        return float(loss.detach())

    def _away(self) -> Tensor:
        """Return how far the weights are from the first ones."""
        pairs = zip(self.net.learnt.parameters(), self.first.learnt.parameters(), strict=True)
        return torch.stack([((new - old.detach()) ** 2).sum() for new, old in pairs]).sum()

    def _set_rate(self, done: int, whole: int) -> None:
        """A short way up, then down along a cosine."""
        now = min(1.0, (done + 1) / _WARM_UP) * (0.51 + 0.49 * math.cos(math.pi * min(1.0, done / whole)))
        for group in self.optimizer.param_groups:
            group["lr"] = self.habits.rate * now

    def _average(self, done: int) -> None:
        """Keep a running mean of the weights."""
        share = 1 - min(_KEPT, (1 + done) / (20 + done))
        with torch.no_grad():
            for old, new in zip(self.mean.parameters(), self.net.learnt.parameters(), strict=True):
                old.lerp_(new, share)


def _used(net: Neck, data: Entered) -> set[int]:
    """Return the classes that occur, and those that the network takes for likeliest anywhere; others cost time only."""
    found = {0} | {each for line in data.classes for each in line}
    for batch in batches(data.lengths()):
        logits, there = net.logits(*data.batch(batch))
        found |= set(logits[there].argmax(-1).tolist())
    return found


def save(net: Neck, path: Path) -> None:
    """Write the trained weights of a network."""
    torch.save(net.learnt.state_dict(), path)
