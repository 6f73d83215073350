"""A problem that names its field by label and full id."""

from __future__ import annotations

from formkit.catalogue import entry
from formkit.errors import Problem, Severity
from formkit.model.handbook import Field


def about(code: str, field: Field, field_id: str, severity: Severity | None = None, /, **words: object) -> Problem:
    """Return the problem ``code`` of one field; ``words`` fill the rest of its sentence.

    Raises:
        KeyError: the code is not in the catalogue.
    """
    entry(code)
    context = {"label": field.label, "field": field_id} | {name: str(word) for name, word in words.items()}
    return Problem(code, tuple(context.items()), field=field_id, severity_override=severity)
