"""Problem codes: checks between fields (C0 generic, C1 named in a mapping) and within a batch (C2)."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

_LOOK = "Look at both on the sheet and correct the one that is wrong."

CODES: dict[str, Entry] = {
    "C001": warning("{label} ({field}) is required and blank.", "Ask for it, or fill it at the next visit."),
    "C002": warning(
        "{label} ({field}) is answered, though {other_label} ({other}) does not ask for it.", _LOOK
    ),
    "C003": warning("{label} ({field}) is blank, though {other_label} ({other}) asks for it.", _LOOK),
    "C004": error(
        "At {label} ({field}) the option “{option}” stands beside others that it excludes.",
        "Keep either this option or the others.",
    ),
    "C005": error(
        "{label} ({field}) must be at least 1, because “{option}” is chosen at {other_label} ({other}).", _LOOK
    ),
    "C006": error(
        "{label} ({field}) has a count, though “{option}” is not chosen at {other_label} ({other}).", _LOOK
    ),
    "C007": warning(
        "{label} ({field}) is blank, though “{option}” is chosen at {other_label} ({other}).",
        "Write what was meant beside the option.",
    ),
    "C008": warning(
        "{label} ({field}) is filled, though “{option}” is not chosen at {other_label} ({other}).", _LOOK
    ),
    "C009": warning(
        "The table {table_label} ({table}) has {rows} filled rows; no more than {most} are advised.",
        "Keep to the most important ones.",
    ),
    "C010": error("{label} ({field}) differs from {other_label} ({other}), which it repeats.", _LOOK),
    "C101": error("{label} ({field}) differs from {other_label} ({other}).", _LOOK),
    "C102": error("{label} ({field}) is not the sex that {other_label} ({other}) tells.", _LOOK),
    "C103": error("{label} ({field}) is not the birth date that {other_label} ({other}) tells.", _LOOK),
    "C104": error("{label} ({field}) does not start with {other_label} ({other}).", _LOOK),
    "C105": error("{label} ({field}) does not end with {other_label} ({other}).", _LOOK),
    "C106": error("{label} ({field}) is not a village of {other_label} ({other}).", _LOOK),
    "C107": error("The village in {label} ({field}) is not the one of {other_label} ({other}).", _LOOK),
    "C108": error("{label} ({field}) is too late for {other_label} ({other}).", _LOOK),
    "C109": error("{label} ({field}) lies in the future.", "Look at the year first."),
    "C110": error("{label} ({field}) does not start with {other_label} ({other}).", _LOOK),
    "C111": error("{label} ({field}) does not agree with {other_label} ({other}).", _LOOK),
    "C112": warning(
        "{label} ({field}) is more than {days} days after {other_label} ({other}).",
        "Unstable patients are seen within 2 weeks, all others within 3 months.",
    ),
    "C113": warning(
        "{label} ({field}) does not lie between the last visit and {other_label} ({other}), or is blank.", _LOOK
    ),
    "C114": warning(
        "{label} ({field}) is better than the findings allow; look at {other_label} ({other}).",
        "Danger 3 to 5 or lost insight is unstable; stable needs danger 0, insight and social function.",
    ),
    "C116": error("{label} ({field}) is after {other_label} ({other}), which ends the case.", _LOOK),
    "C117": warning(
        "{label} ({field}) is before {other_label} ({other}), which stands on an earlier sheet.",
        "Look at the dates, or put the sheets in order.",
    ),
    "C118": error("{label} ({field}) repeats {other_label} ({other}).", _LOOK),
    "C119": error("{label} ({field}) does not follow on {other_label} ({other}).", _LOOK),
    "C120": warning(
        "The year {year} has {count} entries of {label} ({field}) where {least} are expected.",
        "Look whether a sheet is missing.",
    ),
    "C121": warning("{label} ({field}) has no {other_label} ({other}) on the same day or before.", _LOOK),
    "C122": warning("{label} ({field}) lies outside the time that {other_label} ({other}) bounds.", _LOOK),
    "C123": error("{label} ({field}) does not lie in the year of {other_label} ({other}).", _LOOK),
    "C124": warning("{label} ({field}) is blank, though {other_label} ({other}) asks for it.", _LOOK),
    "C201": warning("{source} is the same file as {other}.", "Leave one of them out."),
    "C202": warning(
        "{source} is of the same person as {other}, by the ID number.",
        "Look whether both are meant for one case.",
    ),
    "C203": warning(
        "{source} holds page {page} of the booklet {serial}, which {other} holds as well.",
        "Look which of them is newer; a copied blank has the serial of its original.",
    ),
    "C204": error(
        "A person says that page {page} (picture {image} of the file) does not belong to this booklet.",
        "Look at the page; assign its picture where it belongs or reject the page.",
    ),
}
