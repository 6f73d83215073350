"""Fit the shipped calibration on readings with known truth.

    python bench/scans.py run --fonts FONTS --split fit --count 240 -o fit.jsonl
    python -m tools.calibrate_scans fit.jsonl

    python bench/legacy_scans.py run --fonts FONTS --split fit --count 8 -o legacy.jsonl
    python bench/legacy_scans.py run --fonts FONTS --split fit --count 8 --blank 0.3 -o blanks.jsonl
    python -m tools.calibrate_scans legacy.jsonl --blanks blanks.jsonl -o formkit/media/scan/calibration_measured.json

The second pair is of forms that formkit did not print: other boxes, other blanks, models of their own. What an empty
place of theirs is worth is fitted on forms of which three in ten fields are left blank, as on old forms: fewer would
not tell it, and of what is written there would be too little on those.

Every kind of reading gets a logistic model over its measures, and a threshold that is set on what models of one half of
the booklets say of the other. What left no ink on the scan at all is left out: nobody can read it. Corrected answers
count as right only where a reading says what a careful person would.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from formkit.media.scan.confidence import MEASURED, Calibration, Model, outvoted
from formkit.media.scan.fitting import NEVER, Judged, fit_crosswise
from formkit.pipeline.calibrating import TEXT_TARGET, marginal_of, target_of

OUT = Path(__file__).resolve().parent.parent / "formkit" / "media" / "scan" / "calibration.json"
TERMS = {
    "marks": ("cap:both", "cap:margin", "coverage", "cancelled", "residual_mm"),
    "code": ("cap:margin", "cap:lead", "log:listed", "residual_mm"),
    "digits/boxes": (
        "cap:margin", "cap:lead", "log:slot_least", "sure_mean", "foreign", "fits", "line", "log:boxes", "peers",
        "rivals", "ruled", "residual_mm",
    ),
    "date/boxes": ("cap:margin", "cap:lead", "line", "log:boxes", "peers", "rivals", "ruled", "residual_mm"),
    "id_number/boxes": ("cap:margin", "log:gap", "fits", "peers", "rivals", "ruled", "residual_mm"),
    "text": (
        "log:margin", "log:gap", "sure_least", "sure_mean", "per_sign", "agreement", "lexicon", "log:signs", "lines",
        "repaired", "faint", "touching", "gap_mm", "height", "peers", "rivals", "ruled", "residual_mm",
        "loose_ends", "log:run",
    ),
    "marks:blank": ("cap:both", "cap:margin", "stray", "ink", "share", "residual_mm"),
    "code:blank": ("cap:margin", "ink", "share", "residual_mm"),
    "boxes:blank": ("cap:empty", "ink", "share", "residual_mm"),
    "line:blank": ("ink", "stroke", "log:faint", "share", "residual_mm"),
    "signature": ("log:breadth", "share", "residual_mm"),
    "signature:blank": ("ink", "stroke", "residual_mm"),
}

LEAST = {"marks:blank": {"both": 6.0}}
"""What is asked of a kind beside its threshold. That nothing is marked where a mark was overlooked is the costliest
mistake, and blanks are too few to show how often a faint one is: 774 on pages for fitting, 13 of them under 6 nats by
both readers together."""


def terms_of(kind: str) -> tuple[str, ...]:
    """Return the measures that a kind's confidence is made of."""
    name = kind.removesuffix(MEASURED).split("@")[0]
    if name in TERMS:
        return TERMS[name]
    if name in ("circle", "box", "symbol"):
        return TERMS["marks"]
    return TERMS["text"]


def samples(paths: list[Path]) -> Iterator[tuple[str, int, Judged]]:
    """Yield the kind, the seed and the judged reading of every field; what goes to a person anyway is left out."""
    for path in paths:
        for line in path.open(encoding="utf-8"):
            each: dict[str, Any] = json.loads(line)
            if each["kind"] != "field" or each["lost"] or each["measures"].get("unsure") or outvoted(each["measures"]):
                continue
            yield each["reader"], each["seed"], Judged(each["measures"], each["right"])


def fit(paths: list[Path], blanks: list[Path]) -> Calibration:
    """Return the calibration of all kinds; that of empty places by ``blanks``, where there are any."""
    by_kind: dict[str, list[tuple[int, Judged]]] = defaultdict(list)
    written = (each for each in samples(paths) if not (blanks and _is_blank(each[0])))
    for kind, seed, judged in (*written, *(each for each in samples(blanks) if _is_blank(each[0]))):
        by_kind[kind].append((seed, judged))
    models: dict[str, Model] = {}
    for kind, own in sorted(by_kind.items()):
        readings, groups = [judged for _, judged in own], [seed // 6 % 2 for seed, _ in own]
        if min(sum(groups), len(groups) - sum(groups)) < 20:
            print(f"{kind:34} too few: {len(own)}")
            if kind.endswith(MEASURED):
                # Their boxes are smaller and their print is others': a person looks until more was seen.
                models[kind] = Model({}, 0.0, NEVER)
            continue
        present = {name for judged in readings for name in judged.measures}
        terms = [name for name in terms_of(kind) if name.rpartition(":")[2] in present]
        if kind.endswith(MEASURED) and all(judged.right for judged in readings):
            print(f"{kind:34} nothing wrong in {len(own)}: that of our own pages serves")
            continue
        model = fit_crosswise(
            readings, groups, terms, target_of(kind), as_whole=terms_of(kind) is TERMS["marks"],
            marginal=marginal_of(kind),
        )
        model = _as_expected(model, readings) if kind.endswith(MEASURED) else model
        model = replace(model, least={**model.least, **LEAST.get(kind.removesuffix(MEASURED), {})})
        models[kind] = model
        print(
            f"{kind:34} {len(own):6} right {100 * sum(j.right for _, j in own) / len(own):6.2f} %  accepts "
            f"{100 * model.accepted / len(own):6.2f} %  wrong {model.wrong}  error at most {100 * model.bound:.2f} %"
        )
    return Calibration(models)


def _is_blank(kind: str) -> bool:
    return kind.removesuffix(MEASURED).endswith(":blank")


def _as_expected(model: Model, readings: list[Judged]) -> Model:
    """Return the model with its threshold no lower than where it expects `TEXT_TARGET` wrong among the accepted.

    Forms that formkit did not print are simulated in hundreds, not in hundreds of thousands: that none of so few was
    wrong shows little by itself.
    """
    chances = sorted((model.probability(each.measures) for each in readings), reverse=True)
    expected, threshold = 0.0, 1.0
    for count, chance in enumerate(chances, start=1):
        expected += 1 - chance
        if expected > TEXT_TARGET * count:
            break
        threshold = chance
    return replace(model, threshold=max(model.threshold, threshold))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--blanks", type=Path, nargs="*", default=[], help="readings by which empty places are judged")
    parser.add_argument("-o", "--output", type=Path, default=OUT)
    arguments = parser.parse_args()
    text = json.dumps(fit(arguments.files, arguments.blanks).to_json(), ensure_ascii=False, indent=1)
    arguments.output.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
