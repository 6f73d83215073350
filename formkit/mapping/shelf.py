"""The mappings there are, and loading one by its id or its folder."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from threading import Lock

from formkit.errors import MappingError, Problem, UsageError, problem
from formkit.mapping.assemble import MAIN_FILE, main_file, shown_path
from formkit.mapping.lint import Examined, examine
from formkit.mapping.restyled import as_printed
from formkit.mapping.source import read_source
from formkit.mapping.spelling import known_hint, listed_hint
from formkit.mapping.tree import Group, Leaf
from formkit.model.handbook import Handbook
from formkit.shipped import shipped

LOCAL_FOLDER = "mappings"
"""Where, in the current folder, an office keeps its own mappings."""

_FILES = (".yaml", ".yml", ".json", ".pdf", ".docx")
"""The files that a mapping is made of: itself, measured layouts and the blanks that they measure."""
_Stamp = tuple[tuple[str, int, int], ...]
_loaded: dict[Path, tuple[_Stamp, Examined]] = {}
_lock = Lock()


def available() -> list[tuple[str, Path]]:
    """Return the id and folder of every mapping: the office's own, then those that ship.

    An own mapping stands in for a shipped one of the same id.
    """
    found: dict[str, Path] = {}
    for shelf in (Path(LOCAL_FOLDER).absolute(), shipped("mappings")):
        for folder in _folders(shelf):
            found.setdefault(_id_of(folder, (folder / MAIN_FILE).stat().st_mtime_ns), folder)
    return sorted(found.items())


def _folders(shelf: Path) -> list[Path]:
    try:
        return sorted(folder for folder in shelf.iterdir() if (folder / MAIN_FILE).is_file())
    except OSError:
        return []


@lru_cache(maxsize=256)
def _id_of(folder: Path, _changed: int) -> str:
    """Return the id that a mapping gives itself; its folder's name where that cannot be read."""
    tree = read_source(folder / MAIN_FILE).tree
    leaf = tree.get("id") if isinstance(tree, Group) else None
    return leaf.value if isinstance(leaf, Leaf) and isinstance(leaf.value, str) else folder.name


def load_handbook(reference: str | Path) -> Handbook:
    """Load a handbook in one edition.

    Args:
        reference: an id ("case-management"), the path of a mapping folder, or either of them with
            an edition ("case-management@2017"); without one, the mapping's default edition.

    Where the office restyled its Word template and measured it, that is how the handbook is laid out.

    Raises:
        UsageError: there is no such mapping or edition.
        MappingError: the mapping has errors; the exception carries all of them.
    """
    folder, edition = find_mapping(reference)
    examined = _examined(folder)
    if examined.errors:
        raise MappingError.all(examined.errors)
    wanted = edition or examined.default_edition
    for handbook in examined.handbooks:
        if handbook.edition == wanted:
            return as_printed(handbook)
    known = [handbook.edition for handbook in examined.handbooks]
    raise UsageError(problem("M503", hint=listed_hint(known), edition=wanted, folder=shown_path(folder)))


def load_all_editions(path: str | Path) -> tuple[dict[str, Handbook], list[Problem]]:
    """Return the handbook of each edition of a mapping, with every problem; with errors there are no handbooks."""
    examined = _examined(Path(path))
    sound = () if examined.errors else examined.handbooks
    return {handbook.edition: handbook for handbook in sound}, list(examined.problems)


def mapping_folder(reference: str | Path) -> Path:
    """Return the folder of the mapping that a reference names, whatever its edition.

    Raises:
        UsageError: there is no such mapping.
    """
    folder, _ = find_mapping(reference)
    return main_file(folder).parent


def find_mapping(reference: str | Path) -> tuple[Path, str]:
    """Return the folder (or main file) and the edition, "" for none, that a reference names.

    Raises:
        UsageError: there is no such mapping.
    """
    whole = str(reference)
    if _holds_mapping(Path(reference)):
        return Path(reference), ""
    name, _, edition = whole.rpartition("@") if "@" in whole else (whole, "", "")
    by_id = dict(available())
    if name in by_id:
        return by_id[name], edition
    if name and _holds_mapping(Path(name)):
        return Path(name), edition
    if isinstance(reference, Path) or any(sign in whole for sign in "/\\"):
        raise UsageError(problem("M502", folder=name or whole))
    raise UsageError(problem("M501", hint=known_hint(name, by_id), reference=name or whole))


def _holds_mapping(path: Path) -> bool:
    try:
        return main_file(path).is_file()
    except (OSError, ValueError):
        return False


def _examined(path: Path) -> Examined:
    """Return the mapping as examined, afresh when one of its files has changed."""
    key, stamp = path.resolve(), _stamp(main_file(path).parent)
    with _lock:
        known = _loaded.get(key)
    if known is not None and known[0] == stamp:
        return known[1]
    examined = examine(path)
    with _lock:
        _loaded[key] = (stamp, examined)
    return examined


def _stamp(folder: Path) -> _Stamp:
    """Return name, time and size of every file of a mapping folder, its sub-folders included."""
    found = []
    for here, _, names in os.walk(folder):
        for name in names:
            file = Path(here) / name
            with suppress(OSError):  # a link that leads nowhere, as editors leave for a lock
                if file.suffix in _FILES:
                    state = file.stat()
                    found.append((str(file), state.st_mtime_ns, state.st_size))
    return tuple(sorted(found))
