"""Where the files that ship beside the program lie: mappings, templates, samples and fonts.

In a checkout they stand beside the package; a wheel carries them inside it, under
``formkit/shipped``. The fonts are part of the package in both.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder of what ships under ``name`` ("mappings", "templates", "samples", "fonts").

    The folder need not exist: an installation may have been stripped of its samples.
    """
    if name == "fonts":
        return _PACKAGE / "fonts"
    beside = _PACKAGE.parent / name
    in_checkout = (_PACKAGE.parent / "pyproject.toml").is_file()
    return beside if in_checkout and beside.is_dir() else _PACKAGE / "shipped" / name


def is_shipped(folder: str) -> bool:
    """Say whether the folder of a mapping is one that ships, and not one of the office's own."""
    return Path(folder).resolve().is_relative_to(shipped("mappings").resolve())


def template_in_use(full_id: str, suffix: str, mapping_folder: str = "") -> Path:
    """Return the template of a handbook: the office's own, the mapping's own, else the one that ships.

    The office's lie in ./templates, those of a mapping beside the folder of the mappings. Where there
    is none yet, the path is the one at which a template of the mapping would lie.
    """
    own, beside, shelf = template_places(full_id, suffix, mapping_folder)
    return next((place for place in (own, beside, shelf) if place.is_file()), beside)


def template_places(full_id: str, suffix: str, mapping_folder: str = "") -> tuple[Path, Path, Path]:
    """Return where a template may lie: the office's own, the mapping's own, the one that ships."""
    name = Path("templates") / suffix / f"{full_id}.{suffix}"
    shelf = shipped("templates") / suffix / name.name
    beside = Path(mapping_folder).resolve().parent.parent / name if mapping_folder else shelf
    return name, beside, shelf
