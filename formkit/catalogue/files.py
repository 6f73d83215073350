"""Problem codes: files that were given, and the records in them."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "F001": error("the file does not exist", "look at the spelling of its path"),
    "F002": error("the file could not be opened: {reason}", "close it in other programs and look at its permissions"),
    "F003": error("the file is empty", "ask for it again: it was perhaps cut off while it was copied"),
    "F004": error(
        "formkit does not know this kind of file",
        "it reads {known}; formkit import also takes .zip files, and lists of people as .xlsx, .xls or .csv",
    ),
    "F005": error("this file was not made by formkit, and nothing in it says which handbook it is",
                  "fill in a file that formkit made; lists of people go to --for"),
    "F006": error("the file says it is {handbook}, edition {edition}, which this installation does not have",
                  "install that mapping, or bring the file to the office that made it"),
    "F007": error("the file is larger ({size} MB) than formkit reads ({most} MB)", "split it"),
    "F008": error("the file changed while it was being read", "wait until it is saved, then run again"),
    "F009": warning("the file is a {actual} although its name ends in {suffix}; it was read as what it is",
                    "rename it"),
    "F010": error(
        "the name of the file ends in {suffix}, and its content is of no kind that formkit knows",
        "it is damaged, or another file was renamed: open it in the program that made it and save it anew, or ask "
        "for it again",
    ),
    "F011": error(
        "this is a folder, and one file is wanted here",
        "name a file in it; formkit read and formkit import take whole folders",
    ),
    "F101": error(
        "line {line} is not JSON from character {column} on",
        'write one JSON object a line: {{"cover.patient_name": "…"}}, or a line of formkit read',
    ),
    "F102": error("line {line} is not a record", 'write {{"cover.patient_name": "…"}} or a line of formkit read'),
    "F103": error("the handbook has no field {field}", "formkit layout --json lists its fields"),
    "F104": error(
        "the record says it is of {given}, and {expected} is to be filled",
        "fill it with the right handbook",
    ),
    "F105": error("the record's serial {serial} is not one", "leave it out and a new one is made"),
    "F106": error(
        "the field {field} needs sheet {sheet} number {copy}, and a booklet holds at most {most}",
        "leave it out",
    ),
    "F107": error(
        "the file is not UTF-8 text",
        "records are lines of JSON, saved as UTF-8; a list of people goes to formkit blank --for",
    ),
    "F108": warning(
        "{count} columns of the list have no field in this handbook: {columns}",
        "they are kept for the roster when the list is imported",
        one="{count} column of the list has no field in this handbook: {columns}",
    ),
    "F109": warning(
        "'{value}' of the column for {label} is none of the options of this edition, so the field stays empty",
        "the options are: {options}",
    ),
    "F110": error("two files of this run would have the name {name}", "give the records different serials"),
    "F112": warning(
        "the line breaks of {field} were written as single line feeds, as they will be read back",
        "write \\n in the JSON where a new line is meant",
    ),
    "F113": error(
        "the file looks like a list of people, and it is not known which handbook they belong to",
        "say so with --handbook",
    ),
    "F114": error(
        "the file is a table, and records are lines of JSON",
        "turn each of its rows into one JSON object a line, with the ids that formkit layout --json lists; "
        "a list of people goes to formkit blank --for",
    ),
    "F111": error("the key {key} is given twice in the record", "keep one of them"),
}
