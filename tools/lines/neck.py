"""The last part of the text reader in torch: two rounds of attention over a line's steps, and the layer of characters.

The part before it is the network's own and stays as it is. Weights have the names that they have in the model file,
so that they can be put into it when it is loaded.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from formkit.engines.ppocr import model_path

_HEADS, _WIDTH = 8, 120
_ROUNDS = (
    ("helper.reshape.0", "helper.reshape.1", 0, "helper.reshape.2", "helper.reshape.3", 2),
    ("helper.reshape.4", "helper.reshape.5", 4, "helper.reshape.6", "helper.reshape.7", 6),
)
"""For each round: gain and offset of a layer norm, number of its first linear layer; the same of its second half."""
_LAST = ("helper.reshape.8", "helper.reshape.9")
HEAD, HEAD_BIAS = "linear_8.w_0", "linear_8.b_0"
_EPSILON, _EPSILON_LAST = 1e-5, 1e-6
LEARNT = tuple(
    [name for n in range(8) for name in (f"linear_{n}.w_0", f"linear_{n}.b_0")]
    + [f"helper.reshape.{n}" for n in range(10)]
)
"""The weights that are trained."""


def weights() -> dict[str, Tensor]:
    """Return all weights of the model file by name."""
    import onnx
    from onnx import numpy_helper

    model = onnx.load(str(model_path()))
    return {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in model.graph.initializer}


class Neck(nn.Module):
    """From the pooled picture (lines, steps, 384) to the characters' logits (lines, steps, 18,710)."""

    def __init__(self, given: dict[str, Tensor], checkpoint: Path | None = None) -> None:
        """Take all weights of the model file; what is trained comes from ``checkpoint`` where there is one."""
        super().__init__()
        self.learnt = nn.ParameterDict({_key(name): nn.Parameter(given[name].clone()) for name in LEARNT})
        if checkpoint is not None:
            self.learnt.load_state_dict(torch.load(checkpoint))
        self.fixed = {name: each for name, each in given.items() if name.startswith(("conv2d_6", "batch_norm2d_5"))}
        self.head, self.head_bias = given[HEAD], given[HEAD_BIAS]
        self.dropout = 0.0

    def _of(self, name: str) -> Tensor:
        weight: Tensor = self.learnt[_key(name)]
        return weight

    def _normed(self, x: Tensor, gain: str, offset: str, epsilon: float = _EPSILON) -> Tensor:
        return functional.layer_norm(x, (_WIDTH,), self._of(gain), self._of(offset), epsilon)

    def _linear(self, x: Tensor, number: int) -> Tensor:
        return x @ self._of(f"linear_{number}.w_0") + self._of(f"linear_{number}.b_0")

    def _folded(self, x: Tensor, conv: str, norm: str, groups: int = 1) -> Tensor:
        """Return a convolution, its batch norm and swish, as the network has them."""
        weight = self.fixed[f"{conv}.w_0"]
        seen = functional.conv2d(x, weight, padding=(0, weight.shape[3] // 2), groups=groups)
        gain, offset, mean, spread = (self.fixed[f"{norm}.{each}"] for each in ("w_0", "b_0", "w_1", "w_2"))
        return functional.silu(functional.batch_norm(seen, mean, spread, gain, offset, eps=1e-5))

    def entry(self, pooled: Tensor) -> tuple[Tensor, Tensor]:
        """Return the two things that the rounds start from, each (lines, steps, 120): the short cut, and the way in."""
        picture = pooled.transpose(1, 2)[:, :, None]
        short = self._folded(picture, "conv2d_67", "batch_norm2d_57")
        way = self._folded(picture, "conv2d_65", "batch_norm2d_55")
        way = way + self._folded(way, "conv2d_66", "batch_norm2d_56", _WIDTH)
        return short[:, :, 0].transpose(1, 2), way[:, :, 0].transpose(1, 2)

    def features(self, short: Tensor, x: Tensor, there: Tensor) -> Tensor:
        """Return what the layer of characters sees (lines, steps, 120); ``there`` says which steps are of the line."""
        for gain, offset, first, gain_2, offset_2, second in _ROUNDS:
            x = x + self._attention(self._normed(x, gain, offset), first, there)
            inner = functional.silu(self._linear(self._normed(x, gain_2, offset_2), second))
            x = x + self._dropped(self._linear(self._dropped(inner), second + 1))
        return self._normed(x, *_LAST, _EPSILON_LAST) + short

    def logits(self, short: Tensor, way: Tensor, there: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of all characters, nothing being left out or learnt, and ``there``."""
        self.eval()
        with torch.no_grad():
            return self.features(short, way, there) @ self.head + self.head_bias, there

    def _attention(self, x: Tensor, first: int, there: Tensor) -> Tensor:
        lines, steps, _ = x.shape
        query, key, value = self._linear(x, first).view(lines, steps, 3, _HEADS, -1).permute(2, 0, 3, 1, 4)
        found = functional.scaled_dot_product_attention(query, key, value, attn_mask=there[:, None, None])
        return self._dropped(self._linear(found.transpose(1, 2).reshape(lines, steps, _WIDTH), first + 1))

    def _dropped(self, x: Tensor) -> Tensor:
        return functional.dropout(x, self.dropout, self.training)


def characters() -> tuple[str, ...]:
    """Return the character of each class, "" for the blank at 0."""
    import onnx

    properties = onnx.load(str(model_path()), load_external_data=False).metadata_props
    listed = next(each.value for each in properties if each.key == "character").rstrip("\n").split("\n")
    return ("", *listed, " ")


def part_of_the_way(first: Neck, checkpoint: Path, share: float) -> Neck:
    """Return the network whose weights lie ``share`` of the way from the first ones to those of ``checkpoint``."""
    net = Neck(weights(), checkpoint)
    with torch.no_grad():
        for new, old in zip(net.learnt.parameters(), first.learnt.parameters(), strict=True):
            new.copy_(old + (new - old) * share)
    return net


def export(net: Neck, path: Path) -> None:
    """Write what was learnt as `formkit.engines.trained` loads it, with the SHA-256 of the model file."""
    arrays = {name: net.learnt[_key(name)].detach().numpy().astype(np.float16) for name in LEARNT}
    np.savez_compressed(path, **arrays, model=np.array(hashlib.sha256(model_path().read_bytes()).hexdigest()))


def _key(name: str) -> str:
    return name.replace(".", "_")
