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
