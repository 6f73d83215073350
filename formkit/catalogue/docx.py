"""Problem codes of Word files: D00 files that cannot be read, D01 what was read from one, D02 what was written,
D04 and D05 forms that people filled by typing.
"""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "D001": error(
        "The Word file is protected by a password.",
        "Open it in Word or WPS, take the password off under File, Info, and save it again.",
    ),
    "D002": error("The file is not a Word document.", "Check that it is the right file and that it was copied whole."),
    "D003": error(
        "The Word file is damaged or was not copied whole.",
        "Copy it again; if that does not help, open it in Word, let Word repair it, and save it.",
    ),
    "D004": error(
        "The Word file is not unpacked, because it is not what a form can be ({reason}).",
        "Open it in Word and save it again; do not open files whose sender you do not know.",
    ),
    "D005": error(
        "The file is a Word document of the old kind (.doc).", "Open it in Word or WPS and save it as .docx."
    ),
    "D006": error(
        "The file is a template of formkit and not a filled form.",
        "Make a form of it with formkit blank, and fill that.",
    ),
    "D007": error(
        "No field is left in the Word file: a program that cannot keep them, such as LibreOffice, has saved it.",
        "Type the answers into a new form in Word or WPS, or print the original file and scan it.",
    ),
    "D008": error(
        "The Word file was saved as a strict Open XML document, which is not read.",
        "Open it in Word and save it as a Word document (.docx).",
    ),
    "D010": warning(
        "{label} ({field}) stands {count} times in the file with different answers.",
        "Look which of them is right; a copied sheet needs a form with more copies of it.",
    ),
    "D011": warning(
        "Sheet {sheet} stands more than once in the file with the same answers.", "Look whether another one was meant."
    ),
    "D012": warning(
        "The field of {label} ({field}) was deleted; “{text}” stands in its place and was taken.",
        "Compare it with the document.",
    ),
    "D013": warning(
        "The field of {label} ({field}) was deleted, and nothing stands in its place.", "Look into the document."
    ),
    "D014": warning(
        "The text at {label} ({field}) is still marked as a hint of the form; it was taken as an answer.",
        "Look whether somebody wrote it.",
    ),
    "D015": warning(
        "{count} options are marked at {label} ({field}), where one is wanted.", "Look which of them is meant."
    ),
    "D016": warning(
        "The date at {label} ({field}) reads {shown} and is stored as {stored} in the file.",
        "Look which of them is meant.",
    ),
    "D017": warning(
        "The text at {label} ({field}) was changed and also stands on the sheet at the end ({number}).",
        "Look which of them is meant.",
    ),
    "D018": warning(
        "The codes printed at {label} ({field}) have no option marked beside them.", "Look which options are meant."
    ),
    "D019": warning(
        "The file holds a field that its handbook does not have: {tag}.",
        "Look whether it belongs to another handbook.",
    ),
    "D020": error("{file} cannot be written: {reason}.", "Check the folder, its rights and the free space."),
    "D021": warning(
        "The text of {label} ({field}) does not fit its place; "
        "all of it stands on the sheet at the end, number {number}."
    ),
    "D022": warning(
        "There is no place for {label} ({field}) on the printed sheets; "
        "it stands on the sheet at the end, number {number}.",
        "Ask for more copies of the sheet if there are any.",
    ),
    "D023": warning(
        "{label} ({field}) holds characters that no document can hold; they were left out.",
        "Look whether the text is complete.",
    ),
    "D024": error("The handbook has no field {field}.", "Check the id against formkit layout."),
    "D025": warning(
        "Words stand beside the field of {label} ({field}): “{text}”.", "Look whether they belong to the answer."
    ),
    "D026": warning(
        "A row was added to table {label} ({field}); it was read as row {row}.", "Compare it with the document."
    ),
    "D027": warning(
        "Number {number} of the sheet at the end is not referred to by any field.",
        "Look which field it belongs to.",
    ),
    "D028": warning(
        "Something at {label} ({field}) is struck out or hidden; it was left out of the answer.",
        "Look whether the correction was meant so.",
    ),
    "D029": warning(
        "The signs shown in check boxes at {label} ({field}) are not what the file stores for them: option {options}; "
        "the signs were taken.",
        "Look which options are meant.",
    ),
    "D030": warning("There is a picture at {label} ({field}).", "Look whether it belongs to the answer."),
    "D040": error(
        "The form in the file is like {title}, but {count} printed signs are missing or others, as at “{text}”: "
        "it is perhaps another edition, in which codes mean something else.",
        "If it is another edition, make a mapping of its blank: formkit learn BLANK -o mappings/NAME. If words of the "
        "print were typed over, put them back.",
    ),
    "D041": warning(
        "“{text}” was typed beside {label} ({field}) and fits nowhere.", "Look whether it belongs to the answer."
    ),
    "D042": error("“{text}” stands in the file and belongs to no field.", "Look whether it is an answer."),
    "D043": warning(
        "“{text}” at {label} ({field}) is not what the field takes.", "Look what was meant; it may be a slip of typing."
    ),
    "D044": warning(
        "The printed options at {label} ({field}) are not those of the blank.",
        "Look which edition it is, and whether somebody changed the options.",
    ),
    "D045": warning(
        "The marks at {label} ({field}) do not agree: {code} here, {marks} there.", "Look which of them is meant."
    ),
    "D046": warning("A mark at {label} ({field}) stands between two options.", "Look which of them is meant."),
    "D047": warning(
        "The codes “{text}” at {label} ({field}) may be read in several ways.", "Look which options are meant."
    ),
    "D048": warning(
        "A cross at {label} ({field}) may mean that the option is chosen or that it is not.", "Look what was meant."
    ),
    "D049": warning(
        "The boxes for codes at {label} ({field}) hold a mark and no code.", "Look which options are meant."
    ),
    "D050": warning("Something is drawn at {label} ({field}), perhaps around an option.", "Look into the document."),
    "D051": warning(
        "Options at {label} ({field}) are struck out or deleted; what is left was taken.", "Look which one is meant."
    ),
    "D052": error("A comment in the file says: “{text}”.", "Look whether it is a part of an answer."),
    "D053": error(
        "“{text}” stands in a note, header or footer of the file.", "Look whether it is a part of an answer."
    ),
    "D054": error(
        "The Word file is like several forms: {forms}.",
        "Look which form it is, and remove the mappings that are not in use.",
    ),
    "D055": error(
        "LibreOffice could not convert the old Word file ({reason}).", "Open it in Word or WPS and save it as .docx."
    ),
    "D056": error(
        "The blank of the form cannot be read: {file}.", "Put back the blank.docx that belongs to the mapping."
    ),
    "D057": warning(
        "No place for {label} ({field}) was found in the blank Word file of the form.",
        "Enter the answer by hand; the label in the mapping should be the one on the form.",
    ),
    "D058": warning(
        "Options at {label} ({field}) stand in another font, size or slant, which may mark them.",
        "Look whether they were meant.",
    ),
    "D059": warning(
        "“{text}” stands in a text box near {label} ({field}) and may belong to another field of its line.",
        "Look where the text box is shown.",
    ),
    "D060": error(
        "Something is drawn in the file near “{text}”, where no field told it.",
        "Look into the document: it may be a ring round an option, or a signature.",
    ),
    "D061": warning(
        "No rows like the table {label} ({field}) were found in the blank Word file of the form.",
        "Enter its rows by hand; the labels of its columns in the mapping should be the heads on the form.",
    ),
    "D062": warning(
        "The print before or behind {label} ({field}) was typed over; what belongs to it cannot be told.",
        "Look which words belong to which.",
    ),
}
