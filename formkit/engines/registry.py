"""Finding an engine by name among the installed ones, the built-in and a stranger's alike.

An engine is an entry point of the group ``formkit.engines`` that leads to something callable without
arguments which returns an `OcrEngine`. Whatever a plug-in does wrong becomes a problem that names it:
it cannot end the run with a traceback.
"""

from __future__ import annotations

from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from formkit.engines.guarded import Guarded, told
from formkit.errors import FormkitError, Problem, UsageError, problem
from formkit.model.engine import OcrEngine

GROUP = "formkit.engines"
OWN = "formkit"
"""The package whose engines win over a stranger's of the same name."""
DEFAULT = "ppocr"


@dataclass(frozen=True, slots=True)
class Installed:
    """An engine that is installed: its name, the package that brings it, and why it does not load.

    ``reads_as`` is the name that its readings bear, which tells of its model; ``remark`` what a user is to know of it.
    """

    name: str
    package: str
    problem: Problem | None = None
    reads_as: str = ""
    remark: Problem | None = None


def names() -> tuple[str, ...]:
    """Return the names of all installed engines, sorted."""
    return tuple(sorted({point.name for point in entry_points(group=GROUP)}))


def load_engine(name: str = DEFAULT) -> Guarded:
    """Return the engine ``name``, with every answer looked at (`Guarded`).

    Raises:
        UsageError: there is none of this name (N001), it could not be loaded (N002), or it says what it
            lacks (N003, N005, N007).
    """
    points = sorted(entry_points(group=GROUP, name=name), key=lambda point: _package(point) != OWN)
    if not points:
        raise UsageError.of("N001", name=name, known=", ".join(names()) or "—")
    return Guarded(_made(name, points[0]), name)


def installed() -> tuple[Installed, ...]:
    """Return every installed engine in the order of the names, each tried."""
    return tuple(_tried(point) for point in sorted(entry_points(group=GROUP), key=lambda point: point.name))


def _made(name: str, point: EntryPoint) -> OcrEngine:
    try:
        engine = point.load()()
    except FormkitError:
        raise
    except (Exception, SystemExit) as fault:
        raise UsageError.of("N002", name=name, reason=told(fault)) from fault
    if not isinstance(engine, OcrEngine):
        raise UsageError.of("N002", name=name, reason=f"{point.value} is not an OCR engine")
    return engine


def _tried(point: EntryPoint) -> Installed:
    try:
        engine = Guarded(_made(point.name, point), point.name)
        return Installed(point.name, _package(point), reads_as=engine.name, remark=engine.remark)
    except FormkitError as fault:
        return Installed(point.name, _package(point), fault.problem)
    except (Exception, SystemExit) as fault:  # A stranger's name or remark may fail as well.
        return Installed(point.name, _package(point), problem("N002", name=point.name, reason=told(fault)))


def _package(point: EntryPoint) -> str:
    return point.dist.name if point.dist else ""
