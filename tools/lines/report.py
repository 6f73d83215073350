"""How well lines are read: character error rates by font, by profile and by kind of text."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from bench.scans import distance
from formkit.media.scan.text.variants import simplified
from tools.lines.entered import Entered, batches
from tools.lines.neck import Neck
from tools.lines.sets import Lines


def readings(net: Neck, data: Entered, alphabet: Sequence[str]) -> list[str]:
    """Return the plain reading of every line."""
    found = [""] * len(data.way)
    for batch in batches(data.lengths()):
        logits, there = net.logits(*data.batch(batch))
        for at, row, count in zip(batch, logits.argmax(-1).numpy(), there.sum(1).tolist(), strict=True):
            line = row[:count]
            before = np.concatenate(([0], line[:-1]))
            found[at] = "".join(alphabet[each] for each in line[(line != before) & (line != 0)])
    return found


def report(lines: Lines, which: Sequence[int], read: Mapping[str, Sequence[str]]) -> str:
    """Return a Markdown table: the readings of each reader in ``read`` against the lines ``which``."""
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for at, number in enumerate(which):
        truth = plain(str(lines.texts[number]))
        keys = [("", "all"), ("font", str(lines.fonts[number])), ("profile", str(lines.profiles[number]))]
        for key in [*keys, ("text", _sort(truth))]:
            counts[key].update({"signs": len(truth), "lines": 1})
            for name, texts in read.items():
                off = distance(plain(texts[at]), truth)
                counts[key].update({name: off, f"{name} exact": int(off == 0)})
    rows = ["| | | lines | " + " | ".join(f"{name}: CER | exact" for name in read) + " |"]
    rows.append("|---|---|---|" + "---|---|" * len(read))
    for key, found in sorted(counts.items()):
        shares = " | ".join(
            f"{found[name] / found['signs']:.2%} | {found[name + ' exact'] / found['lines']:.1%}" for name in read
        )
        rows.append(f"| {key[0]} | {key[1]} | {found['lines']} | {shares} |")
    return "\n".join(rows)


def plain(text: str) -> str:
    """Return text as it is compared: simplified, without spaces, full-width signs as half-width ones."""
    return "".join(unicodedata.normalize("NFKC", text.translate(simplified())).split())


def _sort(text: str) -> str:
    if not any("一" <= sign <= "鿿" for sign in text):
        return "digits"
    return "dates" if text[:1].isdigit() and text[-1:] in "年月日" else "words"
