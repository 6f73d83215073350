"""Problem codes: the office profile."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "O001": error("The office profile cannot be read: {reason}.", "Check its name, or start from samples/office.toml."),
    "O002": error(
        "The office profile is not valid TOML: {reason}.",
        "Text stands in quotation marks, each setting on its own line: name = \"青石镇\".",
    ),
    "O003": error("There is no setting “{key}”.", "Did you mean “{guess}”?"),
    "O004": error("The setting “{key}” is missing.", "Add it: {example}"),
    "O005": error("“{key}” must be {expected}, not {found}.", "Write it like {example}."),
    "O006": error(
        "The code {found} of {name} must have {expected} digits.",
        "Write the code in quotation marks, with all its zeros.",
    ),
    "O007": error("The village code {found} of {name} does not begin with the code {town} of its town."),
    "O008": error("The code {found} is given to {name} and to {other}.", "Give each its own code."),
    "O009": error("The name {name} is given twice in {town}.", "Tell the two apart by their names."),
    "O010": error(
        "The prevalence {found} is not a share between 0 and 0.2.",
        "One percent is written 0.01.",
    ),
    "O011": error(
        "{town} has more people of 15 years and older ({older}) than people in all ({all}).",
        "Check both numbers.",
    ),
    "O012": error("“{found}” is not one of the values of “{key}”: {known}.", "Did you mean “{guess}”?"),
    "O013": error(
        "The title names {{{found}}}, which there is not.",
        "It may name {known}, each in braces.",
    ),
    "O014": warning(
        "{name} has a code of the other sort: {found} is the range of a {kind} in the scheme “{scheme}”.",
        "Check the code, or set village_scheme to the scheme of your codes.",
    ),
    "O015": warning("{town} has no villages; its people cannot be grouped.", "Add a [[towns.villages]] for each."),
    "O016": error("The town code {found} of {name} does not begin with the county code {county}.", "Check both codes."),
    "O017": warning(
        "{town} has no “{key}”; rates that need it are printed as 0.",
        "Add it from the yearbook of statistics.",
    ),
    "O018": error("The number {found} of “{key}” cannot be less than zero.", "Check the number."),
}
