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
    "T011": error(
        "The template has places elsewhere than the layout of {handbook}, and they have not been measured.",
        "Run formkit template measure {handbook}, or put a new template into its place with formkit template build "
        "{handbook}.",
    ),
    "T012": error(
        "The content control {tag} stands outside of the tables, so that nobody knows where to write its answer.",
        "Put it into a cell of its own.",
    ),
    "T013": error(
        "The content control {tag} stands in one cell with {other}.", "Split the cell: each control needs its own."
    ),
    "T014": error(
        "The measurement of the template of {handbook} cannot be used: it or its blank was changed or is missing.",
        "Run formkit template measure {handbook}.",
    ),
    "T015": warning(
        "The template was changed after it was measured; nothing moved, but PDFs still have its old looks.",
        "Run formkit template measure {handbook}.",
    ),
    "T016": error(
        "Only a print shows where a template has its places, and there is no LibreOffice on this computer.",
        "Open {copy} in Word and save it as PDF, unchanged; then run the command again with --pdf and that file.",
    ),
    "T017": error(
        "The PDF is no print of the copy that formkit made of this template to be measured.",
        "Run the command without --pdf where there is LibreOffice; else print the file that it names to a PDF again.",
    ),
    "T018": error(
        "Side {side} of sheet {sheet} takes {pages} pages of the template's print.",
        "Make its rows lower, or take something out, until it fits one page.",
    ),
    "T019": error(
        "The controls of {label} ({field}), and the words of its options, are not all on one side of sheet {sheet}.",
        "Put them back on one side; the words of an option stand in the cell right of its check box.",
    ),
    "T020": error(
        "The boxes of {label} ({field}) need {needed} mm, and their cell in the template has {room} mm.",
        "Make the column wider or the row higher.",
    ),
    "T021": error(
        "The print has {pages} pages; the {sides} sides of the template, printed twice, are not a page each.",
        "Look for an empty page, or for text before the first side.",
    ),
    "T022": error(
        "The file is a template of {found}, not of {handbook}.",
        "Name the handbook that it was built for.",
    ),
    "T023": error(
        "One print was given for {count} templates.", "Name the edition, as in case-management@2011, or the --template."
    ),
    "T024": error(
        "Nothing in the file says for which handbook it was built.",
        "Give a template that formkit template build {handbook} made, restyled or not; one that has lost the first "
        "paragraphs of its sides is none.",
    ),
    "T025": warning(
        "The Word template of {handbook} was restyled and has not been measured: PDFs are printed as they were before.",
        "Run formkit template measure {handbook}, then write the PDF again.",
    ),
}
