"""Problem codes of learning a legacy form: K0."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "K001": error(
        "{file} does not look like a form: nothing on it asks to be filled in.",
        "Give the blank of a form, as a Word file, as a PDF or as a straight scan at 200 to 300 dpi.",
    ),
    "K002": error(
        "There is no LibreOffice here that would say where {file} puts things on paper.",
        "Install LibreOffice, or print the file to a PDF and name that too: --pdf FILE.pdf.",
    ),
    "K003": error(
        "LibreOffice could not turn {file} into a PDF.", "Print it to a PDF, and name that too: --pdf FILE.pdf."
    ),
    "K004": error("{file} is no Word file, no PDF and no picture.", "Give the blank as DOCX, PDF, PNG, JPG or TIFF."),
    "K005": error("The folder {folder} holds something already.", "Name a new folder, or empty it."),
    "K006": error(
        "{file} and {pdf} are not the same form: only {share} % of the words of the first stand in the second.",
        "Print the Word file to a PDF again and give that.",
    ),
    "K007": error("{file} has {pages} pages; {most} are the most of one form.", "Give the pages of one form only."),
    "K008": warning(
        "{file} has about {dpi} dpi; labels may be misread.", "Scan the blank at 200 to 300 dpi if you can."
    ),
    "K009": error("A PDF goes with a Word file only; {file} is none.", "Leave --pdf out."),
    "K010": error("Several files make one form only where all are pictures; {file} is none.", "Give one file."),
}
