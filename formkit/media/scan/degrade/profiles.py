"""Ways a page is printed, treated and scanned, by name; each draws its figures by chance."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace

from formkit.media.scan.degrade.bilevel import Threshold
from formkit.media.scan.degrade.lighting import Light
from formkit.media.scan.degrade.paper import Paper
from formkit.media.scan.degrade.path import Rng
from formkit.media.scan.degrade.press import Press
from formkit.media.scan.degrade.scanner import Optics, Pose, Scanner

Tint = tuple[float, float, float]
ANY = "any"


@dataclass(frozen=True, slots=True)
class Conditions:
    """Everything that happens to one page."""

    press: Press
    paper: Paper
    scanner: Scanner

    def figures(self) -> dict[str, object]:
        """Return all figures for the truth, rounded."""
        return {name: _rounded(part) for name, part in asdict(self).items()}


def _rounded(value: object) -> object:
    if isinstance(value, dict):
        return {name: _rounded(each) for name, each in value.items()}
    if isinstance(value, tuple):
        return [_rounded(each) for each in value]
    return round(value, 4) if isinstance(value, float) else value


def conditions(name: str, rng: Rng, severity: float = 1.0, dpi: float | None = None) -> Conditions:
    """Return conditions of a profile.

    Args:
        name: one of `PROFILES`; "any" takes one of them by chance.
        rng: the source of chance.
        severity: 0 for hardly any harm, 1 as usual, 2 for twice as much.
        dpi: of the scan, where the profile leaves a choice.

    Raises:
        KeyError: there is no such profile.
    """
    return _MAKERS[settled(name, rng)](_Chance(rng, severity), dpi)


def settled(name: str, rng: Rng) -> str:
    """Return the name of one profile: that which was given, or for "any" one by chance."""
    return str(rng.choice(list(_MAKERS), p=_CHANCES)) if name == ANY else name


@dataclass(frozen=True, slots=True)
class _Chance:
    """Draws figures whose harm grows with the severity."""

    rng: Rng
    severity: float

    def harm(self, most: float) -> float:
        """Return a figure from 0 to about ``most``, small ones more often."""
        return float(self.rng.beta(1.2, 2.2) * most * self.severity)

    def off(self, deviation: float) -> float:
        """Return a figure about 0."""
        return float(self.rng.normal(0, deviation) * self.severity)

    def happens(self, chance: float) -> bool:
        return bool(self.rng.random() < min(0.95, chance * self.severity))

    def count(self, mean: float) -> int:
        return int(self.rng.poisson(mean * self.severity))

    def between(self, low: float, high: float) -> float:
        return float(self.rng.uniform(low, high))

    def one(self, *choices: str) -> str:
        return choices[int(self.rng.integers(len(choices)))]


def _press(chance: _Chance) -> Press:
    """Office printers: mostly true to size, some jobs fitted to the page."""
    fit = chance.between(0.965, 0.985) if chance.happens(0.12) else 1 + chance.off(0.002)
    return Press(
        scale=(fit * (1 + chance.off(0.001)), fit * (1 + chance.off(0.002))), skew=chance.off(0.15), dx=chance.off(0.8),
        dy=chance.off(0.9), gain=chance.off(0.035), toner=1 - chance.harm(0.3), uneven=chance.harm(0.25),
        rough=chance.harm(0.6), specks=chance.count(12), bands=chance.count(0.15),
    )


def _tint(chance: _Chance, worn: bool = False) -> Tint:
    usual, old = ("white", "white", "bluish", "grey", "cream"), ("grey", "cream", "yellow")
    kind = chance.one(*(old if worn else usual))
    depth = chance.harm(1.0)
    shade = {
        "white": (0.02, 0.02, 0.02), "bluish": (0.06, 0.03, 0.0), "grey": (0.2, 0.2, 0.21), "cream": (0.03, 0.07, 0.16),
        "yellow": (0.08, 0.16, 0.38),
    }[kind]
    red, green, blue = (1 - part * min(depth, 1.2) for part in shade)
    return red, green, blue


def _paper(chance: _Chance) -> Paper:
    return Paper(
        tint=_tint(chance), grain=0.5 + chance.harm(2.5), clouds=chance.harm(0.03),
        folds=int(chance.happens(0.1)), crease=chance.harm(0.5), stains=int(chance.happens(0.05)),
        stain=chance.harm(0.4), holes=2 if chance.happens(0.12) else 0,
        through=chance.harm(0.12) if chance.happens(0.25) else 0.0, staples=int(chance.happens(0.06)),
    )


def _optics(chance: _Chance) -> Optics:
    return Optics(
        blur=0.03 + chance.harm(0.1), black=chance.harm(60), white=255 - chance.off(7) - chance.harm(12),
        gamma=1 + chance.off(0.15), sharpen=chance.harm(1.2) if chance.happens(0.4) else 0.0,
        noise=0.5 + chance.harm(6), noise_soft=chance.between(0, 1.0),
    )


def _lamp(chance: _Chance) -> Tint:
    """Most take the usual shares; some see by green or red light alone, so that red ink is pale."""
    kind = chance.rng.random()
    return (0.3, 0.59, 0.11) if kind < 0.7 else (0.1, 0.9, 0.0) if kind < 0.9 else (0.8, 0.15, 0.05)


def _dpi(chance: _Chance, dpi: float | None, *choices: float) -> tuple[float, float]:
    value = dpi or float(choices[int(chance.rng.integers(len(choices)))])
    return value, value


def _turn(chance: _Chance, share: float) -> int:
    return int(chance.rng.integers(1, 4)) if chance.rng.random() < share else 0


def _flatbed(chance: _Chance, dpi: float | None) -> Conditions:
    size = 1 + chance.off(0.03) if chance.happens(0.1) else 1 + chance.off(0.0015)
    pose = Pose(chance.off(0.7), chance.off(1.5), chance.off(1.5), (size, size), turn=_turn(chance, 0.08))
    if chance.happens(0.15):
        pose = replace(pose, skew=chance.off(2.5), room=chance.off(4.0))
    light = Light(uneven=chance.harm(0.06), gutter=chance.harm(0.5) if chance.happens(0.15) else 0.0)
    scanner = Scanner(
        dpi=_dpi(chance, dpi, 200, 200, 300), mode=chance.one("colour", "grey", "grey"), lamp=_lamp(chance), pose=pose,
        optics=_optics(chance), light=light, backing=chance.one("white", "white", "grey", "black"),
        file=chance.one("jpeg", "jpeg", "jpeg", "png"), quality=round(chance.between(55, 95)),
    )
    return Conditions(_press(chance), _paper(chance), scanner)


def _feeder(chance: _Chance, dpi: float | None) -> Conditions:
    pose = Pose(
        skew=chance.off(1.1), dx=chance.off(2.0), dy=chance.off(2.5),
        stretch=(1 + chance.off(0.002), 1 + chance.off(0.006)),
        feed=chance.harm(0.008), sway=chance.harm(0.5), room=chance.off(2.0), turn=_turn(chance, 0.12),
    )
    light = Light(uneven=chance.harm(0.08), streaks=chance.count(0.8), streak=chance.harm(0.9))
    scanner = Scanner(
        dpi=_dpi(chance, dpi, 150, 200, 200, 200, 300), mode=chance.one("colour", "grey", "grey", "bilevel"),
        lamp=_lamp(chance), pose=pose, optics=_optics(chance), light=light,
        backing=chance.one("white", "grey", "black"), threshold=_threshold(chance),
        quality=round(chance.between(35, 88)),
    )
    return Conditions(_press(chance), _paper(chance), _filed(scanner))


def _threshold(chance: _Chance) -> Threshold:
    return Threshold(
        kind=chance.one("global", "global", "adaptive", "adaptive", "otsu", "diffused", "ordered"),
        level=chance.between(0.56, 0.8), window=chance.between(2.2, 8), offset=chance.between(8, 28),
        dropouts=chance.count(0.3), pepper=chance.harm(0.0006) if chance.happens(0.3) else 0.0,
    )


def _filed(scanner: Scanner) -> Scanner:
    return replace(scanner, file="g4") if scanner.mode == "bilevel" else scanner


def _fax(chance: _Chance, dpi: float | None) -> Conditions:
    """Fine fax, 204 x 196 dpi, which rollers pull through."""
    pose = Pose(
        skew=chance.off(0.9), dx=chance.off(2.5), dy=chance.off(3),
        stretch=(1 + chance.off(0.006), 1 + chance.off(0.01)),
        feed=chance.harm(0.008), sway=chance.harm(0.4), turn=_turn(chance, 0.05),
    )
    light = Light(uneven=chance.harm(0.12), streaks=chance.count(0.6), streak=chance.harm(1.0))
    scanner = Scanner(
        dpi=(dpi, dpi) if dpi else (204.0, 196.0), mode="bilevel", lamp=_lamp(chance), pose=pose,
        optics=replace(_optics(chance), blur=0.05 + chance.harm(0.08)), light=light,
        threshold=replace(_threshold(chance), dropouts=chance.count(2.0)), file="g4",
    )
    return Conditions(_press(chance), _paper(chance), scanner)


def _copy(chance: _Chance, dpi: float | None) -> Conditions:
    """A copy of a copy, then scanned."""
    made = _flatbed(chance, dpi)
    size = chance.between(0.93, 1.06) if chance.happens(0.3) else 1 + chance.off(0.006)
    pose = replace(made.scanner.pose, stretch=(size, size * (1 + chance.off(0.003))))
    return replace(made, scanner=replace(made.scanner, mode="grey", copies=1 + min(2, chance.count(0.6)), pose=pose))


def _phone(chance: _Chance, dpi: float | None) -> Conditions:
    """A picture taken by hand: tilted, bent, shadowed, on a desk."""
    pose = Pose(
        skew=chance.off(2.5), tilt=chance.harm(0.09), curl=chance.harm(3.0) if chance.happens(0.7) else 0.0,
        room=chance.between(4, 26), turn=_turn(chance, 0.2),
    )
    light = Light(
        uneven=chance.harm(0.3), slope=chance.harm(0.45), shadows=int(chance.happens(0.5)) + int(chance.happens(0.2)),
        shadow=chance.harm(0.7), cast=(1.0, 1 - chance.harm(0.12), 1 - chance.harm(0.3)),
    )
    optics = Optics(
        blur=0.06 + chance.harm(0.15), motion=chance.harm(0.6) if chance.happens(0.35) else 0.0,
        motion_turn=chance.between(0, 180), black=chance.harm(50), white=255 - chance.harm(60),
        gamma=1 + chance.off(0.2), sharpen=chance.harm(1.5), noise=1 + chance.harm(9),
        noise_soft=chance.between(0.3, 1.2),
    )
    scanner = Scanner(
        dpi=_dpi(chance, dpi, 170, 200, 230), mode="colour" if chance.rng.random() < 0.85 else "grey", pose=pose,
        optics=optics, light=light, backing="desk", quality=round(chance.between(40, 92)),
    )
    return Conditions(_press(chance), _paper(chance), scanner)


def _worn(chance: _Chance, dpi: float | None) -> Conditions:
    """A sheet that lay in a folder for years: folded, stained, punched, torn."""
    made = (_flatbed if chance.rng.random() < 0.6 else _feeder)(chance, dpi)
    paper = Paper(
        tint=_tint(chance, worn=True), grain=1 + chance.harm(6), clouds=chance.harm(0.15), folds=chance.count(1.3),
        crease=0.2 + chance.harm(0.8), stains=chance.count(1.6), stain=0.1 + chance.harm(0.6),
        holes=int(chance.rng.choice([0, 2, 4], p=[0.4, 0.45, 0.15])), through=chance.harm(0.25),
        torn=chance.count(0.5), staples=chance.count(0.5),
    )
    return replace(made, paper=paper)


def _clean(chance: _Chance, dpi: float | None) -> Conditions:
    """No harm at all: the page as it was rendered, with its ink."""
    optics = Optics(blur=0, black=0, white=255, noise=0)
    scanner = Scanner(dpi=_dpi(chance, dpi, 200), mode="grey", optics=optics, file="png")
    return Conditions(Press(toner=1.0), Paper(grain=0), scanner)


_MAKERS: dict[str, Callable[[_Chance, float | None], Conditions]] = {
    "flatbed": _flatbed, "feeder": _feeder, "fax": _fax, "copy": _copy, "phone": _phone, "worn": _worn, "clean": _clean,
}
_CHANCES = (0.26, 0.28, 0.12, 0.1, 0.12, 0.12, 0.0)
PROFILES = (*_MAKERS, ANY)
"""Names of profiles; "any" mixes all but "clean"."""
