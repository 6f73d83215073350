"""Train the text reader's last rounds on handwriting anew: draw lines, train, write the weights, report.

Only this needs torch and onnx; formkit itself reads with onnxruntime, which takes the weights when the model is loaded.

    python bench/fonts.py --to FONTS
    python -m tools.train_lines --material FONTS --words dict.txt --typefaces A.ttc B.ttc --draw 0 11
    python -m tools.train_lines --fit --held-out ma-shan-zheng yusei-magic
    python -m tools.train_lines --report --held-out ma-shan-zheng yusei-magic
    python -m tools.train_lines --export
"""

from __future__ import annotations

import argparse
from pathlib import Path

WEIGHTS = Path(__file__).resolve().parents[1] / "formkit/engines/handwriting.npz"
_TYPED_HELD_OUT = 4
"""One typed line in so many is not trained on."""


def main() -> None:
    """Do what the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=Path, default=Path("lines-training"), help="where sets and checkpoints are")
    parser.add_argument("--material", type=Path, help="what bench/fonts.py fetched")
    parser.add_argument("--words", type=Path, help="a word list: word, frequency, part of speech; jieba's dict.txt")
    parser.add_argument("--typefaces", type=Path, nargs="+", default=(), help="fonts of print, with Chinese")
    parser.add_argument("--draw", type=int, nargs=2, metavar=("FROM", "TO"), help="draw files of the set")
    parser.add_argument("--held-out", nargs="*", default=(), metavar="FONT", help="fonts that are only reported on")
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--start", type=Path, help="a checkpoint to go on from")
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--share", type=float, default=0.6, help="how far from the first weights to the trained ones")
    parser.add_argument("--report", action="store_true")
    parser.add_argument("--export", action="store_true")
    asked = parser.parse_args()
    if asked.draw:
        from tools.lines.sets import draw

        zh, latin = (sorted((asked.material / name).glob("*.ttf")) for name in ("zh", "latin"))
        draw(asked.folder, range(*asked.draw), zh, latin, asked.typefaces, asked.words)
    if asked.fit or asked.report or asked.export:
        _train(asked)


def _train(asked: argparse.Namespace) -> None:
    import torch

    from tools.lines.entered import entered
    from tools.lines.fit import Habits, Training, save
    from tools.lines.neck import Neck, characters, export, part_of_the_way, weights
    from tools.lines.report import readings, report
    from tools.lines.sets import TYPED, load

    torch.set_num_threads(1)
    checkpoint = asked.folder / "lines.pt"
    first, alphabet = Neck(weights()), characters()
    if asked.fit or asked.report:
        lines = load(sorted(asked.folder.glob("lines-*.npz")))
        fonts = lines.fonts.tolist()
        kept = {TYPED: _TYPED_HELD_OUT, **dict.fromkeys(asked.held_out, 1)}
        held_out = [at for at, font in enumerate(fonts) if font in kept and at % kept[font] == 0]
    if asked.fit:
        own = sorted(set(range(len(fonts))) - set(held_out))
        start = Neck(weights(), asked.start)
        habits = Habits(epochs=asked.epochs, rate=asked.rate)
        save(Training(entered(first, lines, own, alphabet), habits, first, start).run(), checkpoint)
    if asked.report:
        data = entered(first, lines, held_out, alphabet)
        read = {"as it came": first, "trained": part_of_the_way(first, checkpoint, asked.share)}
        print(report(lines, held_out, {name: readings(net, data, alphabet) for name, net in read.items()}))
    if asked.export:
        export(part_of_the_way(first, checkpoint, asked.share), WEIGHTS)


if __name__ == "__main__":
    main()
