"""Problem codes of workbooks: X0 the file, X1 reading, X2 writing, X3 templates."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "X001": error("{file} is not a workbook.", "Give the .xlsx or .xls file that was filled in."),
    "X002": error(
        "{file} is protected by a password.",
        "Open it in Excel or WPS, save a copy without a password, and give that copy.",
    ),
    "X003": error(
        "{file} is damaged and cannot be opened as a workbook.",
        "Open it in Excel or WPS, save it again as .xlsx, and give that file.",
    ),
    "X004": error(
        "{file} unpacks to far more than a filled handbook can be ({reason}).",
        "Give a workbook that holds only the handbook.",
    ),
    "X101": error(
        "{label} ({field}) has lost its cell: the defined name {name} is missing or points nowhere.",
        "Look into the file, and write the value as a correction.",
    ),
    "X102": error(
        "Copy {copy} of the sheet {sheet} is no longer in the workbook.",
        "Ask for the complete workbook if the sheet was filled in.",
    ),
    "X103": error(
        "The formula at {label} ({field}) has no result in the file.",
        "Open the file in Excel or WPS and save it, or type the value instead of the formula.",
    ),
    "X104": error(
        "The cell of {label} ({field}) shows the error {text}.", "Correct the formula or type the value."
    ),
    "X105": error(
        "The cell of {label} ({field}) holds a number so long that its last digits are lost.",
        "Format the cell as text and type the number again from the paper.",
    ),
    "X106": error(
        "{label} ({field}) has {found} digits instead of {wanted}: the cell holds a number, "
        "so that zeros in front may be lost.",
        "Compare it with the paper, and format the cell as text.",
    ),
    "X107": error(
        "The program has turned what was typed at {label} ({field}) into the date {date}.",
        "Look what was meant, format the cell as text and type it again.",
    ),
    "X108": warning(
        "The date at {label} ({field}) stood as the number {number}; it was read as {date}.",
        "Compare it with the paper.",
    ),
    "X109": warning(
        "Row {row} of {table} was found without a number of its own and was taken as {taken}.",
        "Look whether the row belongs to the table.",
    ),
    "X110": error(
        "There is text in a cell that belongs to no field; it was not taken.",
        "Look at the cell, and write its text where it belongs.",
    ),
    "X111": error(
        "{label} ({field}) was changed in its place, but its full text stands in addendum {number}.",
        "Compare both and keep the right one.",
    ),
    "X112": error(
        "The worksheet is a copy of another one, so its fields have no names of their own; it was not taken.",
        "Write its entries into an empty sheet of the workbook.",
    ),
    "X114": warning(
        "The worksheet is a copy of {sheet}; it was taken as number {copy}.",
        "Look whether it is a page of its own and not the same one twice.",
    ),
    "X113": error(
        "Two fields point to the same cell: {label} ({field}) and {other}.",
        "Look into the file, and write the values as corrections.",
    ),
    "X115": error(
        "The worksheet's cells were moved and their names were not: {count} answers, of which {label} ({field}) "
        "is the first, stand beside other words than at first.",
        "Compare every answer of the worksheet with the file; insert and delete rows only in Excel or WPS.",
    ),
    "X201": error("The workbook {file} could not be written: {reason}.", "Check the folder and the free space."),
    "X202": warning(
        "{label} ({field}) is too long for its place; the full text stands in addendum {number}.",
        "Nothing is lost; print the addendum too.",
    ),
    "X203": warning(
        "{label} ({field}) has no place in this workbook; it stands in addendum {number}.",
        "Nothing is lost; print the addendum too.",
    ),
    "X204": error(
        "The value for {field} belongs to no field of this handbook; it was left out.", "Check the field id."
    ),
    "X205": warning(
        "{label} ({field}) holds characters that no workbook can hold; they were left out.",
        "Look whether the text is complete.",
    ),
    "X301": error("The template {file} cannot be read: {reason}", "Build it again, or repair it in Excel or WPS."),
    "X302": error(
        "The template {file} has lost the defined name {name} of {label} ({field}).",
        "Define the name again for the cell where the answer stands, or build the template again.",
    ),
    "X303": error(
        "The template {file} has the defined name {name}, which belongs to no field.",
        "Correct or remove the name, or build the template again.",
    ),
    "X304": error(
        "The template {file} is older than the mapping.", "Build it again with: formkit template build {handbook}"
    ),
    "X305": error(
        "In the template {file} the sheet {sheet} is spread over several worksheets.",
        "Move its answers into one worksheet, or build the template again.",
    ),
    "X306": warning("There is no template {file}.", "Build it with: formkit template build {handbook}"),
    "X307": error(
        "The template {file} has lost the hidden sheet with the options and the identity.",
        "Build the template again.",
    ),
}
