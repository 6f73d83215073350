"""Problem codes of scans: G0 opening pictures, G1 telling pages apart, G2 reading what stands on them."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "G001": error("{file} is damaged and cannot be opened as a picture.", "Scan it again, or save it as PNG or JPEG."),
    "G002": error(
        "{file} has more than {most} million pixels; no scan of a sheet is so large.",
        "Scan at 200 to 300 dots per inch.",
    ),
    "G003": error("Picture {image} of the file is damaged.", "Scan that page again."),
    "G004": error(
        "Picture {image} of the file could not be read because of a fault of formkit's own ({fault}).",
        "Report the fault; it names a place in the program and nothing of what stands on the page.",
    ),
    "G011": error(
        "Picture {image} of the file took longer than {seconds} s to read, twice; it was passed over.",
        "Scan that page again, or enter it in review; --seconds gives more time.",
    ),
    "G012": error(
        "Picture {image} of the file took more than {most} MB of memory, twice; it was passed over.",
        "Scan that page at 200 to 300 dots per inch, or enter it in review; --memory gives more.",
    ),
    "G013": error(
        "Reading picture {image} of the file ended the program that read it ({how}), twice; it was passed over.",
        "Scan that page again, or enter it in review.",
    ),
    "G101": error(
        "Picture {image} of the file shows no page that formkit knows, or too little of it.",
        "Say in review which page it is, or scan it again.",
    ),
    "G102": error(
        "Picture {image} of the file has the sheet code {text}, which belongs to no handbook of this installation.",
        "Install the mapping that it was printed from.",
    ),
    "G103": error(
        "Picture {image} of the file has a code of {sheet}, but the print of that sheet was not found on it.",
        "Scan the page again, flat and whole.",
    ),
    "G104": error(
        "The code on picture {image} cannot be read; by its print it is {sheet}. Whose it is was taken from the "
        "pictures beside it.",
        "Look at the page and say whose it is.",
    ),
    "G105": warning(
        "Pictures {image} and {other} of the file show the same side; the clearer one was taken.",
        "Take one of them out if it is a copy.",
    ),
    "G106": error(
        "Side {page} of sheet {sheet} (copy {copy}) is missing among the scans.", "Scan it and read the file again."
    ),
    "G107": warning(
        "From picture {image} on there are pages of another handbook or edition with the same serial; they make a "
        "document of their own."
    ),
    "G108": error(
        "The page on picture {image} is bent, cut off or blurred: only {share} % of its print lies where it belongs.",
        "Scan it again, flat and whole, or look at every answer.",
    ),
    "G109": error(
        "{label} ({field}) reads differently on pictures {image} and {other}.", "Decide which of them is right."
    ),
    "G110": error(
        "Picture {image} of the file is like {sheet}, but other words are printed in {count} places: it is perhaps "
        "another edition, in which codes mean something else.",
        "Look which edition it is, and make a mapping of its own for another one.",
    ),
    "G111": error(
        "Picture {image} of the file fits two forms alike, {first} and {second}; neither was taken.",
        "Say in review which it is. Of two mappings of one form keep only one in the folder.",
    ),
    "G201": error("More than one option is marked at {label} ({field}).", "Look at the page."),
    "G202": warning("The answer at {label} ({field}) was corrected by hand.", "Look at the page."),
    "G203": warning(
        "What is written at {label} ({field}) is none of the codes that stand there.", "Look at the page."
    ),
    "G204": warning(
        "What was read at {label} ({field}) was put right by the field's own rules.", "Compare it with the page."
    ),
    "G210": error(
        "At {label} ({field}) a code stands in the box, and another printed option is marked.",
        "Say in review which of them is meant.",
    ),
    "G211": error(
        "The options or the label printed at {label} ({field}) are not those of the form that is known.",
        "Look which edition it is, and what the codes mean there.",
    ),
    "G212": error(
        "The box printed at {label} ({field}) is not there: something may be typed over it.",
        "Look at the page and say what stands there.",
    ),
    "G213": warning(
        "Of what may stand at {label} ({field}), the value was taken that agrees with the booklet's other answers.",
        "Compare it with the page.",
    ),
    "G214": warning(
        "The writing on the left runs into the place of the signature {label} ({field}).",
        "Look at the page whether it was signed.",
    ),
    "G215": warning(
        "Picture {image} of the file is {sheet} as another program prints it: on the lines of {count} fields the words "
        "stand elsewhere, and so may the answers.",
        "Look at these fields; where much of such paper comes, learn the form from a print or a scan of it.",
    ),
    "G216": error(
        "Picture {image} of the file is black at {count} places: whatever is written there cannot be seen.",
        "Scan it again, brighter and without shadows.",
        one="Picture {image} of the file is black at {count} place: whatever is written there cannot be seen.",
    ),
    "G205": warning("\"None\" and other options are marked together at {label} ({field}).", "Look at the page."),
    "G206": warning("The same code stands twice at {label} ({field}).", "Look at the page."),
    "G207": warning("A signature was expected at {label} ({field}), and something faint stands there.",
                    "Look at the page."),
    "G301": error(
        "{file} is no calibration.", "Move it away to use the one that ships, or make it anew with formkit calibrate."
    ),
}
