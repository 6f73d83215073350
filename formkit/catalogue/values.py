"""Problem codes: values. V0 the reading of texts and JSON, V1 and on the checks of single fields."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "V001": warning(
        "{label} ({field}) holds characters that no document can hold; they were left out.",
        "Look whether the text is complete.",
    ),
    "V002": error(
        "What is written at {label} ({field}) is not a date of the calendar.",
        "Write it as 2012-03-05, or as 2012-03 or 2012 where the day or the month is not known.",
    ),
    "V003": error("What is written at {label} ({field}) is not a whole number.", "Write digits only."),
    "V004": error("What is written at {label} ({field}) is not a number.", "Write digits only."),
    "V005": warning(
        "The date at {label} ({field}) can be read in several ways; {date} is one of them.",
        "Write it with a year of four digits, as 2012-03-05.",
    ),
    "V006": error(
        "What is written at {label} ({field}) is none of the options: {options}.",
        "Write the code of one option.",
    ),
    "V007": error(
        "What is written at {label} ({field}) is not a list of options: {options}.",
        "Write the codes with a / between them, as 1/3.",
    ),
    "V008": error(
        "The same option stands twice at {label} ({field}).", "Look whether another option was meant."
    ),
    "V009": error(
        "{label} ({field}) holds a text in the place of a signature.", "Write true where it is signed."
    ),
    "V011": error(
        "{label} ({field}) takes the JSON type {wanted}, not {given}.",
        "Correct the JSON type; null stands for nothing written.",
    ),
    "V012": error(
        "{label} ({field}) has no option with the code {option}; its options are: {options}.",
        "Use one of these codes; they belong to this edition of the handbook.",
    ),
    "V013": error("{label} ({field}) lists the same option twice.", "Give each code once."),
    "V014": error(
        "The text for {label} ({field}) has {character} at position {position}, which no document can hold.",
        "Take the character out; line breaks and tabs are allowed.",
    ),
    "V015": error(
        "{label} ({field}) takes a finite number of at most {digits} digits.",
        "Give a number, or null where there is none.",
    ),
    "V101": error("{label} ({field}) must be at least {minimum}.", "Look at the digits on the sheet."),
    "V102": error("{label} ({field}) must be at most {maximum}.", "Look at the digits on the sheet."),
    "V103": error(
        "{label} ({field}) has {count} characters where {lengths} are right.",
        "Look for a character that is missing or too many.",
    ),
    "V104": error(
        "{label} ({field}) has a character that its code does not have; the code is made of {alphabet}.",
        "Look for letters that were taken for digits.",
    ),
    "V105": error("{label} ({field}) does not have the form {pattern}.", "Write it as the form asks for it."),
    "V106": warning("{label} ({field}) is written less exactly than the form asks for.", "Ask for the missing part."),
    "V107": warning("{label} ({field}) is written more exactly than the form asks for.", "Look at the date."),
    "V108": warning("{label} ({field}) has no year.", "Add the year."),
    "V110": error(
        "{label} ({field}) is no ID number: it has neither 17 digits and a digit or X nor 15 digits.",
        "Compare it with the card.",
    ),
    "V111": error("{label} ({field}) starts with no province's code.", "Compare it with the card."),
    "V112": error("The birth date in {label} ({field}) is not in the calendar.", "Compare it with the card."),
    "V113": error(
        "The check character of {label} ({field}) is wrong, so at least one character is.", "Compare it with the card."
    ),
    "V114": warning(
        "{label} ({field}) is an old ID number of 15 digits, which has no check character.",
        "Take the number of 18 characters from the card.",
    ),
    "V115": error("The birth date in {label} ({field}) lies in the future.", "Compare it with the card."),
    "V116": warning(
        "By {label} ({field}) the person is over {most} years old.", "Compare it with the card."
    ),
    "V120": warning("{label} ({field}) has signs that names do not have.", "Look whether it is a name."),
    "V121": warning("{label} ({field}) is no phone number.", "Write 11 digits, or a landline with its area code."),
    "V122": warning("{label} ({field}) is a landline without its area code.", "Add the area code."),
    "V123": warning("{label} ({field}) has no phone number behind the name.", "Add the number."),
    "V124": error("{label} ({field}) is no postcode of six digits.", "Leading zeros belong to it."),
    "V125": error("{label} ({field}) is no time of day.", "Write it as 09:30."),
    "V126": error("{label} ({field}) is no code of a town with 9 digits.", "Six of the county and three of the town."),
    "V127": error("{label} ({field}) starts with no province's code.", "Compare it with the list of codes."),
    "V128": warning(
        "{label} ({field}) is outside the ranges of administrative codes.", "Compare it with the list of codes."
    ),
    "V129": error(
        "{label} ({field}) is no code of a village with 3 or 12 digits.", "Compare it with the list of codes."
    ),
    "V130": error("{label} ({field}) is no archive number of 8 or 17 digits.", "Village 3 digits, resident 5."),
    "V131": warning("{label} ({field}) has the old form 3-2-6, whose parts are not known.", "Take the new number."),
    "V132": error(
        "{label} ({field}) is no number of a disability card with 20 characters.", "Compare it with the card."
    ),
    "V133": error("The ID number in {label} ({field}) is wrong.", "Compare it with the card."),
    "V134": error("{label} ({field}) has no category from 1 to 7 in place 19.", "Compare it with the card."),
    "V135": error("{label} ({field}) has no level from 1 to 4 in place 20.", "Compare it with the card."),
    "V136": warning(
        "{label} ({field}) has more than 20 characters, as cards that were issued again.", "Compare it with the card."
    ),
    "V137": error("{label} ({field}) is no trade item number of 8, 12, 13 or 14 digits.", "Compare it with the label."),
    "V138": error("The check digit of {label} ({field}) is wrong.", "Compare it with the label."),
}
