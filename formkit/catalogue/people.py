"""Problem codes: lists of people and rosters from elsewhere."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "P001": error(
        "There is no row with column headings in {file}.",
        "Put the headings in one row above the people; one of them must be the name, such as 姓名.",
    ),
    "P002": error(
        "{file} has headings but no column for the name.",
        "Name the column 姓名 or 患者姓名.",
    ),
    "P003": error("{file} holds no people.", "Check that it is the right file and that it was saved."),
    "P004": error(
        "{file} is protected by a password.",
        "Open it in Excel or WPS, save a copy without a password, and give that copy.",
    ),
    "P005": error(
        "{file} is a web page under the name of a workbook.",
        "Open it in Excel or WPS and save it as .xlsx.",
    ),
    "P006": error(
        "{file} unpacks to far more than a list of people can be ({reason}).",
        "Give a file that holds only the list.",
    ),
    "P007": error(
        "{file} is damaged and cannot be opened as a workbook.",
        "Open it in Excel or WPS, save it again as .xlsx, and give that file.",
    ),
    "P008": error(
        "The characters of {file} are neither UTF-8, UTF-16 nor GB18030.",
        "Open it in Excel or WPS and save it as .xlsx or as CSV UTF-8.",
    ),
    "P009": error(
        "{file} is not a list that can be read.",
        "Give an .xlsx, .xls, .csv or .jsonl file.",
    ),
    "P010": error("{file} cannot be read: {reason}.", "Check its name and your right to read it."),
    "P011": error(
        "Excel has lost the last digits of this ID number: the cell holds it as a number.",
        "Format the column as text, type the number again from the paper, and save the file.",
    ),
    "P012": error("The last character of this ID number does not fit the others.", "Compare it with the ID card."),
    "P013": error("This row has no name.", "Write the name, or take the row out."),
    "P014": error(
        "This person has the same ID number as the one in {other}.",
        "Keep one of the rows, or correct the number that is wrong.",
    ),
    "P015": warning(
        "This person has the same name and date of birth as the one in {other}.",
        "Keep one of the rows if they are the same person.",
    ),
    "P016": warning("“{text}” is not a date that can be read; it was left out.", "Write it like 2013-03-05."),
    "P017": warning(
        "The columns {first} and {second} both look like “{header}”; only {first} is used.",
        "Give the other column a heading that tells them apart.",
    ),
    "P018": warning("Column {column} (“{header}”) is hidden in the file; it was read all the same."),
    "P019": warning(
        "The hidden sheet “{sheet}” was not read.",
        "Show the sheet in Excel or WPS if its people belong to the list.",
    ),
    "P020": warning(
        "The village was empty in {count} rows and was taken from the row above.",
        "Check the villages of these rows.",
        one="The village was empty in {count} row and was taken from the row above.",
    ),
    "P021": warning("The sex in this row does not fit the ID number.", "Compare both with the ID card."),
    "P022": warning("The date of birth in this row does not fit the ID number.", "Compare both with the ID card."),
    "P023": warning(
        "This row has only 15 digits as ID number, the form used before 1999; it was kept as it is.",
        "Replace it by the number of 18 characters when it is known.",
    ),
    "P024": error("Line {line} is not a JSON object (column {column}).", "Write one object in braces on each line."),
    "P025": warning("“{text}” is not an answer that column “{header}” can hold; it was kept as written."),
    "P026": error(
        "This cell holds an error of Excel or a formula without a result; it was left out.",
        "Open the file in Excel or WPS and save it again, or type the value.",
    ),
    "P027": warning(
        "This row belongs to the merged name above it; only the first row of the person was read.",
        "Give each person one row.",
    ),
    "P028": warning("“{text}” was read as the date {value}, but it can mean another.", "Write it like 2013-03-05."),
    "P030": error(
        "An ID number has 18 characters; this one has {count} or other signs in it.",
        "Compare it with the ID card.",
    ),
    "P031": error("The date of birth in this ID number does not exist.", "Compare it with the ID card."),
    "P032": error("This ID number begins with a number that is no province's.", "Compare it with the ID card."),
    "P033": warning(
        "{count} persons of {file} stand on several of its sheets; each was taken once.",
        "Compare the sheets if they differ.",
        one="{count} person of {file} stands on several of its sheets and was taken once.",
    ),
    "P034": error(
        "This ID number ends as numbers do whose last digits Excel has lost; it was not taken.",
        "Compare it with the ID card and type it as text.",
    ),
    "P035": warning("“{text}” is not a phone number; it was kept as written.", "Compare it with the paper."),
    "P036": warning("“{text}” holds more than a name; it was kept as written.", "Write the name alone."),
    "P037": warning(
        "“{text}” stands for the cell above; {value} was taken.", "Check that nothing was inserted between the rows.",
    ),
    "P038": warning("Row {row} is hidden in the file; it was read all the same."),
    "P039": warning(
        "The sheet “{sheet}” was not read: no row of it is a heading with a name.",
        "Give its people a heading if they belong to the list.",
    ),
    "P040": warning(
        "This cell shows a day without a year; the year of {value} is only that in which it was typed.",
        "Write the date with its year.",
    ),
    "P041": error(
        "“{text}” may be January or October: a number does not keep its last zero. It was not taken.",
        "Write the month as text, like 2012-10.",
    ),
    "P042": warning("{value} is not a date that a list of people can mean.", "Compare it with the paper."),
    "P043": error(
        "“{text}” is a number that Excel has shortened; it was not taken.",
        "Format the column as text and type it again from the paper.",
    ),
    "P044": warning("“{text}” is not a number that column “{header}” can hold; it was left out."),
    "P045": warning(
        "The code “{text}” in column “{header}” can mean two things; it was kept as written.",
        "Say what the codes mean: `formkit columns FILE -o columns.toml`, then the line `answers` of the column.",
    ),
    "P046": warning(
        "“{text}” stands between the people and was not read.", "Write it into the rows that it speaks of.",
    ),
    "P047": error(
        "It is not sure what these columns of {file} hold: {columns}.",
        "Look at them with `formkit columns FILE`, then import with `--yes`, or with `--columns` and a corrected file.",
    ),
    "P049": warning(
        "Column {column} (“{header}”) is read as “{name}”, but that is not sure.",
        "Look at it with `formkit columns FILE`.",
    ),
    "P050": error("{file} is not a file of columns: {reason}.", "Make one with `formkit columns LIST -o FILE`."),
    "P051": error(
        "{file} gives a column the field “{name}”, which does not exist.", "Take one of: {known}.",
    ),
    "P052": warning(
        "The file of columns names “{header}”, which this list does not have.", "Nothing was done with it.",
    ),
    "P053": error(
        "The content of column {column} (“{header}”) contradicts its heading; it was not taken for it.",
        "Correct the heading or the cells, or name the field in a file of columns.",
    ),
    "P055": warning("The village is empty in this row.", "Write the village."),
    "P057": warning(
        "{count} rows of {file} were kept before; nothing of them was changed.",
        "To read them otherwise, change the list, save it and import it again.",
        one="{count} row of {file} was kept before; nothing of it was changed.",
    ),
}
