"""Problem codes: layout."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "L001": error(
        "side {side} of sheet {sheet} is {height} mm high; the page has room for {room} mm",
        "make rows lower or move some to a side of their own",
    ),
    "L002": error(
        "row {row} on side {side} of sheet {sheet} is {width} mm wide; it must be {room} mm",
        "leave the width of one cell open and it takes what is left",
    ),
    "L003": error(
        "field {field} needs {needed} mm of width and its cell has {room} mm",
        "make the cell wider, or the field shorter",
    ),
    "L004": error(
        "field {field} needs {needed} mm of height and its cell has {room} mm",
        "make the row higher",
    ),
    "L005": warning(
        "the label {label} needs {needed} lines of text and its cell has room for {room}",
        "make the row higher, the cell wider or the words fewer",
    ),
    "L006": error(
        "the one-character boxes of field {field} are {width} mm wide; a hand needs 6 mm",
        "make the cell wider",
    ),
    "L007": error(
        "the written place of field {field} is {height} mm high; a hand needs 7 mm",
        "make the row higher",
    ),
    "L008": error(
        "sides {first} and {second} would carry the same design number",
        "move any field of one of them by 0.1 mm",
    ),
    "L009": error(
        "a booklet can hold at most {most} copies of sheet {sheet}, and {count} were asked for",
        "print several booklets",
    ),
    "L010": error("the blank of the form cannot be used: {reason}", "put the PDF that was measured back in its place"),
    "L011": error(
        "the blank of the form has {pages} pages, and page {page} of it was measured",
        "put the PDF that was measured back in its place, or measure it anew",
    ),
    "L012": error(
        "page {page} of the blank is {width} by {height} mm, and the layout says {wide} by {high} mm",
        "measure the form anew",
    ),
}
