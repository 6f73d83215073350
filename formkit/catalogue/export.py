"""Problem codes: exports, rosters and the files that are to be written."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "E001": error("{file} cannot be written: {reason}.", "Choose another folder, or close the file where it is open."),
    "E002": error("{file} cannot be written: the disk is full.", "Make room, or choose another disk."),
    "E003": warning(
        "{count} people of {town} are in a village that the office profile does not have: {village}.",
        "Add the village to the office profile, or correct it in their records.",
        one="{count} person of {town} is in a village that the office profile does not have: {village}.",
    ),
    "E004": warning(
        "{count} people are in no town of the office profile; they stand on a sheet of their own.",
        "Add the town to the office profile, or correct it in their records.",
        one="{count} person is in no town of the office profile and stands on a sheet of their own.",
    ),
    "E005": error("There is no town {town} in the office profile.", "There are: {known}."),
    "E006": warning("There is nobody to show; the roster has only its headings.", "Check the town and the store."),
    "E007": warning(
        "{count} people of {town} are in no village.",
        "Write the village into their records.",
        one="{count} person of {town} is in no village.",
    ),
    "E008": warning(
        "{count} texts in the column “{column}” were cut off after {length} characters.",
        "A cell cannot hold more; shorten them in their records.",
        one="{count} text in the column “{column}” was cut off after {length} characters.",
    ),
    "E009": error(
        "The town {town} cannot be picked, for there is no office profile.",
        "Give the profile with --office FILE, or leave --town out.",
    ),
    "E010": error(
        "--fillable is for single PDF files; it does nothing for {path}.",
        "Leave --fillable out; Word documents and workbooks can be typed into as they are.",
    ),
    "E011": error(
        "{number} copies of the sheet {sheet} cannot be made.",
        "Ask for 1 to {most}.",
    ),
    "E012": error(
        "{file} was not written by formkit, or was changed since.",
        "Choose another name, or give --force to replace it.",
    ),
    "E013": error(
        "The output {path} is no file name with a format.",
        "Give a file name that ends in one of: {known}.",
    ),
    "E014": warning(
        "{count} people on the roster have values that are doubtful or that their documents show differently.",
        "Settle them in the review, then make the roster again.",
        one="{count} person on the roster has values that are doubtful or that their documents show differently.",
    ),
    "E015": warning(
        "{count} documents still wait for review; what is found there may change the roster.",
        "Go through them in the review, then make the roster again.",
        one="{count} document still waits for review; what is found there may change the roster.",
    ),
    "E016": warning(
        "{count} columns of the list belong to a visit and are not printed into a blank booklet: {columns}.",
        "They are kept for the roster when the list is imported.",
        one="{count} column of the list belongs to a visit and is not printed into a blank booklet: {columns}.",
    ),
    "E017": error(
        "There are no such records, so nothing was written.",
        "Check the store, and what --handbook, --batch and --accepted-only leave of it.",
    ),
    "E018": error(
        "A table in CSV has the columns of one edition of a handbook, and there are records of several: {known}.",
        "Choose one with --handbook, or write a workbook (.xlsx), .jsonl, or a --long table.",
    ),
    "E019": warning(
        "{count} records still wait for review; what is open in them is named in the file.",
        "Settle it in the review, then export again.",
        one="{count} record still waits for review; what is open in it is named in the file.",
    ),
    "E020": warning(
        "{count} documents are left out: {failed} could not be read, {rejected} were rejected by a person.",
        "The review lists both under its documents.",
        one="{count} document is left out: {failed} could not be read, {rejected} were rejected by a person.",
    ),
    "E021": error(
        "The records of {handbook} have {count} columns, and a worksheet has room for {most}.",
        "Write .csv or .jsonl, or a --long table.",
    ),
    "E022": error("There is no import called “{batch}” in the store.", "There are: {known}."),
    "E023": error("{file} is there already.", "Choose another name, or give --force to replace it."),
    "E024": warning(
        "The handbook {handbook} cannot be loaded here; its answers stand without labels, codebook and types.",
        "Put its mapping into the folder mappings, and let formkit check look at it.",
    ),
    "E025": warning(
        "{count} records wait for review and are left out.",
        "Settle them in the review, then export again.",
        one="{count} record waits for review and is left out.",
    ),
    "E026": error(
        "--labels is for tables with a row for each record (.csv and .xlsx).",
        "Leave --labels out: a --long table has the words beside the codes, and JSON lines are to be filled again.",
    ),
    "E027": warning(
        "{count} people of {town} are perhaps in a village that the office profile does not have: {village}. "
        "How their village is called is not settled yet.",
        "Settle the village of these people in review first; it may have been misread. Add it to the office profile "
        "only where it is right.",
        one="{count} person of {town} is perhaps in a village that the office profile does not have: {village}. "
        "How the village is called is not settled yet.",
    ),
}
"""People are counted, not named: these sentences may end in logs."""
