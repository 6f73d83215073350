"""Problem codes of the templates that an office may restyle."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "T001": warning(
        "There is no template for {handbook}.", "Make it with formkit template build {handbook}."
    ),
    "T002": error(
        "The template was built from another state of the mapping of {handbook}.",
        "Build it again with formkit template build {handbook}, and restyle it again where it was restyled.",
    ),
    "T003": error(
        "The template has no content control for {label} ({field}).",
        "Copy it from a newly built template; its tag must be {field}.",
    ),
    "T004": error(
        "The template has a content control for a field that {handbook} does not have: {tag}.",
        "Correct the tag of the control, or delete it.",
    ),
    "T005": error("The template cannot be rendered: {reason}.", "Correct what stands in braces near: {near}"),
    "T006": error(
        "The template does something that templates may not do: {reason}.",
        "Use only handbook, office, serial, copies and n.",
    ),
    "T007": error("The template cannot be read as a Word file: {reason}", "Build it again."),
    "T008": error(
        "The tag {tag} has more than 64 characters, which Word refuses.", "Shorten the ids in the mapping."
    ),
    "T009": error(
        "Side {side} of sheet {sheet} has lost its sheet codes in the template.",
        "Copy the first paragraph of the side from a newly built template.",
    ),
    "T010": error(
        "The content control of {label} ({field}) stands {count} times in the template.", "Keep one of them."
    ),
}
