"""Problem codes of PDF files: A0 opening them, A1 writing them, A2 reading them."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "A001": error("{file} is not a PDF file.", "Check that it is the right file."),
    "A002": error("{file} is cut off: its end is missing.", "Copy or download the file again."),
    "A003": error(
        "{file} is protected by a password.",
        "Open it with the password, save or print a copy without one, and give that copy.",
    ),
    "A004": error(
        "{file} is damaged and cannot be read as a PDF.", "Open it in a PDF program, save it again, and give that file."
    ),
    "A005": error("{file} has no pages.", "Check that it is the right file."),
    "A006": error(
        "{file} has {pages} pages; {most} are the most that are read at once.", "Split it into several files."
    ),
    "A007": error(
        "{file} unpacks to more than {most} MB, which no form does.",
        "If it is a real form, print it to a new PDF and give that file.",
    ),
    "A008": error(
        "{file} has neither form fields nor a text layer: it looks like a scan or a photograph.",
        "Read it as a scanned picture of the paper.",
    ),
    "A009": error(
        "{file} has no page of the handbook {handbook}.",
        "Name the right handbook, or check that all pages are in the file.",
    ),
    "A101": error(
        "{path} cannot be written: {reason}.", "Check the folder, your right to write there and the free space."
    ),
    "A102": warning(
        "The text at {label} ({field}) is too long for its place; it goes on in addendum entry {number}.",
        "Keep the addendum with the other pages.",
    ),
    "A103": warning(
        "There is no printed place for {label} ({field}); its text stands in addendum entry {number}.",
        "Keep the addendum with the other pages.",
    ),
    "A104": warning(
        "The text at {label} ({field}) has a character that no font of formkit shows: {character}; 〓 stands for it.",
        "Look whether it is the right character; a fillable file keeps it unchanged.",
    ),
    "A105": error("The handbook has no field {field}; its value was not written.", "Correct the name of the field."),
    "A106": warning(
        "The answer at {label} ({field}) is none of the printed options; it stands in addendum entry {number}.",
        "Look whether one of the options was meant.",
    ),
    "A201": error(
        "Page {page} of sheet {sheet} (copy {copy}) is missing in the file.", "Add the page and read the file again."
    ),
    "A202": warning("Page {page} of the file is not a page of this handbook; it was passed over."),
    "A203": warning(
        "Page {page} of the file shows the same side as page {other}; both were compared.",
        "Take one of them out if it is a copy.",
    ),
    "A204": error(
        "{label} ({field}) has different answers on two pages: {first} and {second}.", "Decide which page is right."
    ),
    "A205": error("It is not clear which option is marked at {label} ({field}).", "Look at the page."),
    "A206": error(
        "Somebody drew or wrote over {label} ({field}) with a comment tool.", "Look at the page and type what is meant."
    ),
    "A207": error(
        "The text at {label} ({field}) stands in an unusual encoding; it was read as Chinese.",
        "Compare it with the file.",
    ),
    "A208": error(
        "The text at {label} ({field}) does not fill its place the way formkit writes it; line breaks may be lost.",
        "Compare it with the page.",
    ),
    "A209": warning("The form has a filled field that the handbook does not know: {field}; it was passed over."),
    "A210": error(
        "The text at {label} ({field}) refers to addendum entry {number}, which is not in the file.",
        "Add the addendum pages and read the file again.",
    ),
    "A211": error(
        "Page {page} of the file does not lie on the sheet as it was printed (scaled, skewed or covered); "
        "its answers cannot be placed.",
        "Print it at its own size, one sheet a page, or type what stands on it.",
    ),
    "A212": error(
        "There is a picture or a drawing at {label} ({field}) that is not formkit's.",
        "Look at the page and type what is meant.",
    ),
    "A213": error(
        "Some characters at {label} ({field}) cannot be read: the file does not say what they are.",
        "Look at the page and type what is meant.",
    ),
    "A214": error(
        "Page {page} of the file holds {count} sheets; none of them was read.", "Print one sheet a page."
    ),
    "A215": error(
        "The form shows one thing at {label} ({field}) and holds another.",
        "Open it, mark the right option again and save it.",
    ),
    "A216": error(
        "{label} ({field}) is in the file more than once, with different answers.",
        "Give the forms one by one.",
    ),
    "A217": error(
        "What {label} ({field}) holds was lost when another program joined or changed the file.",
        "Give the file as it was before.",
    ),
    "A218": error(
        "Page {page} of the file has form fields that lost their names; what they hold cannot be read.",
        "Give the file as it was before.",
    ),
}
