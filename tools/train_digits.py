"""Make the digit reader anew: draw boxes, train its two networks, write them as ONNX, report.

Only this needs torch and onnx; formkit itself runs the shipped networks with onnxruntime.

    python -m tools.train_digits --material FOLDER --draw 0 10      # training files, 40 pages each
    python -m tools.train_digits --material FOLDER --draw-test 30   # unseen digits and fonts
    python -m tools.train_digits --material FOLDER --draw-held-back 12
    python -m tools.train_digits --fit 2000000                      # with --deep the second network
    python -m tools.train_digits --export
    python -m tools.train_digits --report
"""

from __future__ import annotations

import argparse
from pathlib import Path

from tools.digits.report import report
from tools.digits.sets import Material, draw, draw_held_back, draw_test, load

CELLS = Path(__file__).resolve().parents[1] / "formkit/media/scan/cells"


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("digits-training"), help="where sets and checkpoints are")
    parser.add_argument("--material", type=Path, help="what bench/fonts.py fetched")
    parser.add_argument("--draw", type=int, nargs=2, metavar=("FROM", "TO"), help="draw files of the training set")
    parser.add_argument("--draw-test", type=int, metavar="PAGES", help="draw the test set")
    parser.add_argument("--draw-held-back", type=int, metavar="PAGES", help="draw what probabilities are fitted on")
    parser.add_argument("--fit", type=int, metavar="BOXES", help="train on so many boxes")
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--start", type=Path, help="a checkpoint or an ONNX file to go on from")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--deep", action="store_true", help="the second network: two short cuts a stage instead of one")
    parser.add_argument("--blend", type=Path, help="another checkpoint of the same start, to take the mean with")
    parser.add_argument("--share", type=float, default=0.3, help="how much of the mean is the other's")
    parser.add_argument("--export", action="store_true")
    parser.add_argument("--report", action="store_true")
    asked = parser.parse_args()
    if asked.draw:
        draw(asked.folder, Material(asked.material), range(*asked.draw))
    if asked.draw_test:
        draw_test(asked.folder, Material(asked.material), asked.draw_test)
    if asked.draw_held_back:
        draw_held_back(asked.folder, Material(asked.material), asked.draw_held_back)
    if asked.fit or asked.blend or asked.export:
        _train(asked)
    if asked.report:
        print(report(load([asked.folder / "test.npz"])))


def _train(asked: argparse.Namespace) -> None:
    from tools.digits import fit

    name, short_cuts = ("digits-deep", 2) if asked.deep else ("digits", 1)
    checkpoint = asked.folder / f"{name}.pt"
    if asked.fit:
        files = sorted(asked.folder.glob("train-*.npz"))
        fit.fit(files, checkpoint, asked.fit, asked.rate, asked.start, asked.seed, short_cuts)
    if asked.blend:
        fit.blend(asked.blend, checkpoint, checkpoint, asked.share)
    if asked.export:
        fit.export(checkpoint, CELLS / f"{name}.onnx", asked.folder / "held-back.npz", short_cuts)


if __name__ == "__main__":
    main()
