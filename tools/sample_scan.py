"""Make the scanned sample: five pages of a booklet, filled by an invented hand and scanned, with their truth.

python bench/fonts.py --to FONTS
python -m tools.sample_scan FONTS
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from formkit.layout import build_layout
from formkit.mapping import load_handbook
from formkit.media.scan.degrade import Blanks, Habits, Material, as_pdf, simulate
from formkit.pipeline.simulating import printed_blank

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
NAME = "手写样例"
SERIAL = "QSDEMA"
PAGES = (1, 5, 9, 10, 17)
SEED = 20131


def main() -> None:
    """Write the scan and its truth beside the other samples."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("fonts", type=Path)
    fonts: Path = parser.parse_args().fonts
    handbook = load_handbook("case-management@2011")
    layout = build_layout(handbook, serial=SERIAL)
    files = (fonts / "zh" / "ma-shan-zheng.ttf", fonts / "latin" / "kalam.ttf", fonts / "latin" / "patrick-hand.ttf")
    blanks = Blanks(printed_blank(handbook, layout))
    made = simulate(
        handbook, layout, blanks, SEED, "feeder", Material(files, habits=Habits(corrected=0.05)), dpi=200, pages=PAGES,
        severity=0.6,
    )
    (SAMPLES / f"{NAME}.pdf").write_bytes(as_pdf([(page.content, page.dpi) for page in made.pages]))
    truth = {"fields": made.truth.to_json()["fields"], "details": made.truth.to_json()["details"]}
    text = json.dumps(truth, ensure_ascii=False, indent=1, sort_keys=True)
    (SAMPLES / f"{NAME}.truth.json").write_text(text + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
