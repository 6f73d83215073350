"""A problem of a mapping as text for the terminal."""

from __future__ import annotations

from formkit.errors import Problem
from formkit.i18n import _

_LINE_LENGTH = 120


def format_problem(problem: Problem) -> str:
    """Return ``file:line:column: CODE message`` with the line in question and the hint below."""
    where = problem.where
    place = ":".join(filter(None, (where.file, *([str(where.line), str(where.column)] if where.line else ()))))
    lines = [f"{place}: {problem.code} {problem.message}" if place else f"{problem.code} {problem.message}"]
    if where.detail:
        lines[0] += " " + _("[edition {name}]").format(name=where.detail)
    if problem.source_line.strip():
        lines.append(f"    {_excerpt(problem.source_line, where.column)}")
    if problem.hint:
        lines.append("    " + _("hint: {hint}").format(hint=problem.hint))
    return "\n".join(lines)


def _excerpt(line: str, column: int) -> str:
    """Return the line, or of a long one the stretch around the column."""
    short = line.strip()
    if len(short) <= _LINE_LENGTH:
        return short
    start = max(0, column - 1 - _LINE_LENGTH // 3)
    stretch = line[start : start + _LINE_LENGTH].strip()
    return ("…" if start else "") + stretch + ("…" if start + _LINE_LENGTH < len(line) else "")
