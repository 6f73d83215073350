"""Make the readers of marks anew: draw the sets, train both networks, write them as ONNX, report.

Only this needs torch and onnx; formkit itself runs the shipped networks with onnxruntime. Everything that they are
trained on is drawn by `tools.marks`: no scan of a real form, no real handwriting.

    python -m tools.train_marks --draw 0 6500          # the training set
    python -m tools.train_marks --draw-test 0 450      # the test set: other strokes, pens and scanners
    python -m tools.train_marks --fit crop --epochs 10
    python -m tools.train_marks --export crop
    python -m tools.train_marks --draw-doubts 0 400    # what these readers doubt: faxes, worn pages, ticks at words
    python -m tools.train_marks --tune crop --minutes 25
    python -m tools.train_marks --blend crop --share 0.7 --export crop
    python -m tools.train_marks --report
"""

from __future__ import annotations

import argparse
from pathlib import Path

from formkit.media.scan.marks.readers import MarkReaders
from tools.marks.doubts import make_tiles
from tools.marks.report import report
from tools.marks.sets import make, test_sample, training_sample

MODELS = Path(__file__).resolve().parents[1] / "formkit/media/scan/marks"
TRAINING_SEED, TEST_SEED, DOUBTS_SEED = 11, 77, 31


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("marks-training"), help="where sets and checkpoints are")
    parser.add_argument("--draw", type=int, nargs=2, metavar=("FROM", "TO"), help="draw panels of the training set")
    parser.add_argument("--draw-test", type=int, nargs=2, metavar=("FROM", "TO"), help="draw panels of the test set")
    parser.add_argument("--draw-doubts", type=int, nargs=2, metavar=("FROM", "TO"), help="draw doubtful options")
    parser.add_argument("--tune", choices=("crop", "unrolled"), help="train a reader on with doubtful options")
    parser.add_argument("--minutes", type=float, default=25.0, help="how long --tune takes")
    parser.add_argument("--blend", choices=("crop", "unrolled"), help="draw a tuned reader back to the old one")
    parser.add_argument("--tuned", type=Path, nargs="+", help="checkpoints that --blend takes the mean of")
    parser.add_argument("--share", type=float, default=0.7, help="how far --blend goes from old to tuned weights")
    parser.add_argument("--fit", choices=("crop", "unrolled"))
    parser.add_argument("--epochs", type=int, default=10)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--panels", type=int, default=3000, help="panels of an epoch")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--export", choices=("crop", "unrolled"))
    parser.add_argument("--to", type=Path, default=MODELS, help="where networks are written to and read from")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--set", default="test", help="the set that the report is about: test or booklets")
    parser.add_argument("--margin", type=float, default=1.0, help="nats below which the report counts as review")
    asked = parser.parse_args()
    if asked.draw:
        make(asked.folder / "train", range(*asked.draw), TRAINING_SEED, training_sample)
    if asked.draw_test:
        make(asked.folder / "test", range(*asked.draw_test), TEST_SEED, test_sample)
    if asked.draw_doubts:
        make_tiles(asked.folder / "doubts", range(*asked.draw_doubts), DOUBTS_SEED)
    if asked.fit or asked.tune or asked.blend or asked.export:
        _train(asked)
    if asked.report:
        models = [(asked.to / name).read_bytes() for name in ("crop.onnx", "unrolled.onnx")]
        print(report(MarkReaders(*models), asked.folder / asked.set, asked.margin))


def _train(asked: argparse.Namespace) -> None:
    from tools.marks import fit

    if asked.fit:
        checkpoint = asked.folder / f"{asked.fit}.pt"
        habits = (asked.epochs, asked.seed, asked.rate, asked.start, asked.panels)
        fit.fit(asked.fit, asked.folder / "train", checkpoint, *habits)
    if asked.tune:
        shipped, checkpoint = asked.to / f"{asked.tune}.onnx", asked.folder / f"{asked.tune}.pt"
        fit.tune(asked.tune, shipped, asked.folder / "doubts", checkpoint, asked.minutes, asked.seed, asked.start)
    if asked.blend:
        shipped, checkpoint = asked.to / f"{asked.blend}.onnx", asked.folder / f"{asked.blend}.pt"
        fit.blend(asked.blend, shipped, asked.tuned or [checkpoint], asked.share, checkpoint)
    if asked.export:
        fit.export(asked.export, asked.folder / f"{asked.export}.pt", asked.to / f"{asked.export}.onnx")


if __name__ == "__main__":
    main()
