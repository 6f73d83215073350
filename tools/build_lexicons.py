"""Make the lexicons of names, places and common words that the reader of scans ships with.

The drugs, diagnoses, relations, hospitals and short answers beside them are written by hand. Run by hand::

    pip install faker
    pip download --no-deps --no-binary :all: ngender && tar xzf ngender-*.tar.gz
    npm pack china-division && tar xzf china-division-*.tgz
    pip download --no-deps opencc-python-reimplemented && unzip opencc_python_reimplemented-*.whl
    pip download --no-deps --no-binary :all: jieba && tar xzf jieba-*.tar.gz
    mv ngender-0.1.1/ngender/charfreq.csv jieba-0.42.1/jieba/dict.txt .
    python -m tools.build_lexicons charfreq.csv package/dist opencc/dictionary dict.txt

Sources: Faker (MIT; surnames of zh_CN with their weights), ngender (MIT; frequency of the
characters of given names), china-division (MIT by its package file, WTFPL 2 by its licence file; provinces,
cities and counties with their codes of GB/T 2260), OpenCC (Apache-2.0; traditional forms of characters), jieba (MIT;
words of running Chinese with their counts).
"""

from __future__ import annotations

import csv
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent / "formkit" / "media" / "scan" / "text" / "data"
MOST_GIVEN = 2400
"""Characters of given names; the rarest of them stands in one name of a million."""
UNNAMED = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
"""Rows of the list that name nothing a person would write."""
LEAST_COUNT = 5
"""Occurrences in the 60 million words of jieba's texts under which a word is left out."""
UNLISTED = 0.03
"""Share of a character's occurrences that are in words which no list has."""
LONGEST = 8
"""Characters of a word; what is longer is a title or a saying."""


def surnames() -> str:
    """Return surname and weight a line, the weights per ten thousand."""
    from faker.providers.person.zh_CN import Provider  # type: ignore[import-not-found]

    rows = sorted(Provider.last_names.items(), key=lambda row: -row[1])
    total = sum(weight for _, weight in rows)
    return "".join(f"{name}\t{max(0.01, 10_000 * weight / total):.2f}\n" for name, weight in rows)


def given(path: Path) -> str:
    """Return character and weight a line, the weights per ten thousand."""
    with path.open(encoding="utf-8") as lines:
        rows = [(row["char"], int(row["male"]) + int(row["female"])) for row in csv.DictReader(lines)]
    total = sum(count for _, count in rows)
    kept = sorted(rows, key=lambda row: -row[1])[:MOST_GIVEN]
    return "".join(f"{sign}\t{10_000 * count / total:.3f}\n" for sign, count in kept)


def places(folder: Path) -> str:
    """Return code and name a line: provinces of 2 digits, cities of 4, counties of 6."""
    rows: list[tuple[str, str]] = []
    for name in ("provinces", "cities", "areas"):
        for row in json.loads((folder / f"{name}.json").read_text(encoding="utf-8")):
            if row["name"] not in UNNAMED:
                rows.append((row["code"], row["name"]))
    return "".join(f"{code}\t{name}\n" for code, name in sorted(rows))


def variants(folder: Path) -> str:
    """Return, a line each, a simplified character of GB 2312 and its traditional and Japanese forms.

    Forms that are characters of GB 2312 themselves are left out: 乾 and 著 stand in simplified texts too.
    """
    found: dict[str, list[str]] = {}
    simple: dict[str, str] = {}
    for line in (folder / "TSCharacters.txt").read_text(encoding="utf-8").splitlines():
        form, _, plain = line.partition("\t")
        simple[form] = plain.split(" ")[0]
    for line in (folder / "JPVariants.txt").read_text(encoding="utf-8").splitlines():
        old, _, new = line.partition("\t")
        for form in new.split(" "):
            simple.setdefault(form, simple.get(old, old))
    for form, plain in simple.items():
        if len(form) == len(plain) == 1 and form != plain and _in_gb2312(plain) and not _in_gb2312(form):
            found.setdefault(plain, []).append(form)
    return "".join(f"{plain}\t{''.join(sorted(forms))}\n" for plain, forms in sorted(found.items()))


def frequencies(path: Path) -> str:
    """Return a line for each frequency: its natural logarithm to one decimal, and the words that have it."""
    counts: dict[str, float] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        word, count = line.split(" ")[:2]
        if len(word) <= LONGEST and all("\u4e00" <= sign <= "\u9fff" for sign in word):
            counts[word] = float(count)
    total = math.log(sum(counts.values()))
    by_worth: dict[float, list[str]] = defaultdict(list)
    for word, often in (counts | _alone(counts)).items():
        if often >= LEAST_COUNT or len(word) == 1:
            by_worth[round(math.log(often) - total, 1)].append(word)
    return "".join(f"{worth}\t{' '.join(sorted(words))}\n" for worth, words in sorted(by_worth.items(), reverse=True))


def _alone(counts: dict[str, float]) -> dict[str, float]:
    """Return how often each character stands for itself: as counted, or as part of a word that is not listed."""
    within: dict[str, float] = defaultdict(float)
    for word, count in counts.items():
        for sign in word:
            within[sign] += UNLISTED * count
    return {sign: max(count, counts.get(sign, 1.0)) for sign, count in within.items()}


def _in_gb2312(sign: str) -> bool:
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def main() -> None:
    """Write the five files."""
    counts, division, dictionary, running = map(Path, sys.argv[1:5])
    for name, text in (
        ("surnames", surnames()), ("given", given(counts)), ("places", places(division)),
        ("variants", variants(dictionary)), ("frequencies", frequencies(running)),
    ):
        path = DATA / f"{name}.tsv"
        path.write_text(f"# {SOURCES[name]}\n{text}", encoding="utf-8")
        print(path, path.stat().st_size)


SOURCES = {
    "surnames": "Surnames and their weights per ten thousand: Faker, zh_CN (MIT licence). See tools/build_lexicons.py.",
    "given": "Characters of given names, per ten thousand: ngender 0.1.1 (MIT licence). See tools/build_lexicons.py.",
    "places": "Codes of GB/T 2260 and names: china-division 2.7.0 (MIT by its package file, WTFPL 2 by its licence"
              " file). See tools/build_lexicons.py.",
    "variants": "Simplified characters and their other forms: OpenCC (Apache-2.0). See tools/build_lexicons.py.",
    "frequencies": "Natural logarithms of the frequency of words in running Chinese, and the words: jieba 0.42.1 (MIT"
                   " licence). See tools/build_lexicons.py.",
}


if __name__ == "__main__":
    main()
