"""A small mapping to start from."""

from __future__ import annotations

import re
from pathlib import Path

from formkit.atomic import write_atomically
from formkit.errors import OutputError, UsageError, problem
from formkit.i18n import N_, _
from formkit.mapping.assemble import MAIN_FILE, shown_path

_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_NAME_LENGTH = 40

_STARTER = """\
# {of_what}
# {to_check}  formkit check mappings/{name}
# {to_print}  formkit blank {name} -o {name}.pdf
formkit: 1
id: {name}
title: 走访记录手册
editions: ["1"]
default_edition: "1"

# {of_options}
option_lists:
  no_or_yes:
    - {{code: "1", label: 否}}
    - {{code: "2", label: 是}}

sheets:
  # {of_once}
  - id: cover
    title: 封面
    fields:
      - {{id: person_name, label: 姓名, kind: text, format: name, required: true, concept: person.name}}
      - {{id: birth, label: 出生日期, kind: date, concept: person.birth}}
    sides:
      - rows:
          - {{height: 14, heading: 走访记录手册, size: 20}}
          - height: 12
            cells: # {of_widths}
              - {{label: 姓名, width: 30}}
              - {{field: person_name}}
          - height: 12
            cells:
              - {{label: 出生日期, width: 30}}
              - {{field: birth}}

  # {of_repeats}
  - id: visit
    title: 走访记录
    repeats: true
    count: 2
    fields:
      - {{id: visit_date, label: 走访日期, kind: date, required: true, concept: visit.date}}
      - {{id: at_home, label: 是否在家, kind: single, mark: circle, required: true, options: no_or_yes}}
      - {{id: situation, label: 情况, kind: text, multiline: true, depends: {{field: at_home, codes: ["2"]}}}}
    tables:
      - id: needs
        label: 需求
        rows: 3
        columns:
          - {{id: need, label: 需求, kind: text}}
          - {{id: promised_by, label: 承诺日期, kind: date}}
    sides:
      - rows:
          - {{height: 10, heading: 走访记录, size: 14}}
          - height: 12
            cells:
              - {{label: 走访日期, width: 30}}
              - {{field: visit_date}}
          - height: 12
            cells:
              - {{label: 是否在家, width: 30}}
              - {{field: at_home}}
          - height: 30
            cells:
              - {{label: 情况, width: 30}}
              - {{field: situation}}
          - {{height: 10, table: needs, number: 12, widths: [80, 86]}}

# {of_rules}
checks:
  - {{rule: not_in_future, fields: [cover.birth, visit.N.visit_date]}}
  - {{rule: not_after, first: cover.birth, second: visit.N.visit_date}}
"""

_REMARKS = {
    "of_what": N_("The mapping of one handbook: its sheets, fields and rules. All keys are in docs/mapping.md."),
    "to_check": N_("See what is wrong in it:"),
    "to_print": N_("Print it:"),
    "of_options": N_("Options that several fields share. Codes are text, so they stand in quotes."),
    "of_once": N_("A sheet that every booklet has once. Its fields are named cover.person_name and so on."),
    "of_widths": N_("Widths are in mm; cells without a width share what is left."),
    "of_repeats": N_("A sheet that repeats: visit.1.visit_date, visit.2.visit_date, and so on."),
    "of_rules": N_("Rules between fields; N stands for the number of the visit."),
}
"""Its comments, in the language in use when it is written."""


def start_mapping(name: str, folder: Path) -> Path:
    """Write a small commented mapping into ``folder``/``name`` and return the path of its file.

    Raises:
        UsageError: the name cannot be an id, or its folder is there already.
        OutputError: the folder cannot be written to.
    """
    if len(name) > _NAME_LENGTH or not _NAME.fullmatch(name):
        raise UsageError(problem("M504", name=name))
    made = folder / name
    if made.exists():
        raise UsageError(problem("M505", folder=shown_path(made)))
    try:
        made.mkdir(parents=True)
        with write_atomically(made / MAIN_FILE) as path:
            path.write_text(_starter(name), encoding="utf-8", newline="\n")
    except OSError as cause:
        raise OutputError(problem("M506", folder=shown_path(made), cause=cause.strerror or str(cause))) from cause
    return made / MAIN_FILE


def _starter(name: str) -> str:
    return _STARTER.format(name=name, **{each: _(words) for each, words in _REMARKS.items()})
