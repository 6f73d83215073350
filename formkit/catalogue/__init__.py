"""Every problem code there is, one module a subject; docs/problems.md is generated from it.

The first letter says the subject: M mapping, L layout, T templates, F files, D Word files, X workbooks,
A PDF files (AcroForm), G scans, N OCR engines, V values, C checks of a record, P lists of people and rosters from
elsewhere, O office profile, S store, E exports and rosters, U usage, K learning legacy forms.
"""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from formkit.catalogue import (
    checks,
    docx,
    engines,
    export,
    files,
    importing,
    layout,
    learning,
    mapping,
    office,
    pdf,
    people,
    scans,
    store,
    templates,
    usage,
    values,
    xlsx,
)
from formkit.catalogue.entry import Entry

_SUBJECTS = (
    mapping, layout, templates, files, importing, docx, xlsx, pdf, scans, engines, values, checks, people, office,
    store, export, usage, learning,
)


@cache
def catalogue() -> MappingProxyType[str, Entry]:
    """Return every code with its entry, in the order of the codes."""
    merged: dict[str, Entry] = {}
    for module in _SUBJECTS:
        twice = merged.keys() & module.CODES.keys()
        if twice:
            raise ValueError(f"problem codes given twice: {sorted(twice)}")
        merged.update(module.CODES)
    return MappingProxyType(dict(sorted(merged.items())))


def entry(code: str) -> Entry:
    """Return the entry of ``code``.

    Raises:
        KeyError: there is no such code.
    """
    return catalogue()[code]
