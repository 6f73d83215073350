"""Problem codes: mappings.

M001-M022 the files and their YAML, M030-M049 the schema, M1xx fields and options, M2xx sheets,
M3xx checks, M4xx editions, M5xx finding a mapping, M9xx warnings.
"""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "M001": error("The file cannot be read: {cause}.", "Check the path and who may read the file."),
    "M002": error(
        "The file is not written in UTF-8.",
        "It is probably {likely}. Save it as UTF-8; Notepad offers this under Save as, Encoding.",
    ),
    "M003": error("The file is larger than {limit} kB.", "Put each sheet into a file of its own."),
    "M004": error(
        "This is not valid YAML: {detail}.",
        "Look at the indentation, at the quotes and at a blank after each colon, here and in the lines above.",
    ),
    "M005": error("A tab stands where YAML wants blanks.", "Indent with blanks only."),
    "M006": error("The aliases of the file unfold to more than {limit} values.", "Write the parts out instead."),
    "M007": error("The tag {tag} is not allowed.", "Take it away; put the value in quotes if it is text."),
    "M008": error("The file is nested deeper than {limit} levels.", "Look for brackets that are not closed."),
    "M009": error("The alias *{name} has no finished anchor &{name} before it.", "Write the part out instead."),
    "M010": error("The file is empty.", "Start one with: formkit new NAME."),
    "M011": error("The file holds more than one document.", "Take away the line with three hyphens."),
    "M012": error("The key '{key}' is given twice.", "It is first given on line {line}."),
    "M013": error("The key {key} is not text.", "Write it in quotes."),
    "M014": error(
        "'{name}' is not the name of a YAML file in the folder of the mapping.",
        "Name a file that ends in .yaml, without ways out of the folder.",
    ),
    "M015": error("There is no file '{name}' beside the mapping.", "Check its name, capital letters included."),
    "M020": error(
        "{written} without quotes may be read as a truth value, a number, a time or a date instead of text.",
        "Write '{written}', in quotes; for a truth value write true or false.",
    ),
    "M021": error(
        "Nothing is given for '{key}'.", "Give it a value or take the key away; the word null needs quotes to be text."
    ),
    "M022": error("The number {written} begins with zeros and may be read as octal.", "Write {number}."),
    "M030": error("'{key}' is not a key of {part}."),
    "M031": error("The key '{key}' is missing in {part}.", "Add it."),
    "M032": error("'{key}' is not a key of {part}, and '{missing}' is missing.", "Did you mean '{missing}'?"),
    "M034": error("{found} is not a known {key}."),
    "M035": error("'{key}' cannot be {found}."),
    "M036": error("'{key}' must be at least {limit}, not {found}."),
    "M037": error("'{key}' must be more than {limit}, not {found}."),
    "M038": error("'{key}' must be at most {limit}, not {found}."),
    "M039": error("'{key}' must have at most {limit} characters: {found}.", "Choose something shorter."),
    "M040": error("'{key}' needs at least {limit} entry.", "Add one, or take the key away."),
    "M041": error("'{key}' must be text, not {found}."),
    "M042": error("'{key}' must be a whole number, not {found}.", "Write it without quotes and without a point."),
    "M043": error("'{key}' must be a number, not {found}.", "Write it without quotes and without a unit."),
    "M044": error("'{key}' must be true or false, not {found}.", "Write true or false, without quotes."),
    "M045": error("'{key}' must be a list, not {found}.", "Write [one, two], or each entry on a line behind a hyphen."),
    "M046": error(
        "'{key}' must be a group of keys, not {found}.", "Write each key on a line, with a colon and a blank."
    ),
    "M047": error(
        "'{key}' must be a list of options or the name of one, not {found}.",
        "Write a list of codes and labels, or the name of one of option_lists.",
    ),
    "M048": error("'{key}' must not be empty.", "Write the words that are printed."),
    "M049": error("'{key}' cannot be {found}: {detail}."),
    "M101": error("'{key}' does not go with the kind {kind}.", "It goes with: {kinds}."),
    "M102": error("The field '{id}' of the kind {kind} needs the key '{key}'.", "Add it."),
    "M103": error("The smallest value {min} is above the largest {max}.", "Change one of them."),
    "M104": error(
        "The id '{id}' looks like the cell of a workbook.", "Choose a word, or put an underscore before the digits."
    ),
    "M105": error(
        "A separator after {after} characters does not fit a code of {length}.",
        "Count from the start of the code, from left to right, and stay below its length.",
    ),
    "M106": error(
        "The coarsest precision {min_precision} is finer than the finest {precision}.",
        "Let min_precision be the same or coarser: day, month, year.",
    ),
    "M107": error(
        "The pattern is not a regular expression: {detail}.", "Mind brackets and backslashes, and use single quotes."
    ),
    "M108": error(
        "The field '{id}' cannot have the scope page.",
        "That is for fields, not columns, of a sheet with several entries.",
    ),
    "M111": error("There is no option list '{name}'."),
    "M112": error("The option code '{option}' is given twice.", "Each option needs a code of its own."),
    "M113": error("The option label '{label}' is given twice.", "Each option needs words of its own."),
    "M114": error(
        "The code '{option}' in accepts is taken by another option.", "A code may stand for one option only."
    ),
    "M115": error(
        "An option of the single choice '{id}' is called exclusive.", "Take the key away: a single choice always is."
    ),
    "M116": error("A second option is exclusive.", "Only one option can exclude all others."),
    "M121": error("There is no field '{name}' in the sheet '{sheet}'."),
    "M122": error(
        "The field '{name}' has the kind {found}, but {key} needs {kind}.", "Name another field or change its kind."
    ),
    "M123": error(
        "The field '{name}' has the kind {kind}; only a choice can be depended on.", "Name a single or multi field."
    ),
    "M124": error("The field '{id}' refers to itself.", "Name another field."),
    "M125": error("'{option}' is not a code of '{name}' in this edition."),
    "M201": error("The id '{id}' is given twice.", "Choose another id."),
    "M202": error("'{key}' needs a sheet that repeats.", "Add repeats: true to the sheet."),
    "M203": error(
        "With its sheet, table, numbers and option code, the id '{id}' has {length} characters; at most {limit} fit.",
        "Choose shorter ids.",
    ),
    "M211": error("Exactly one of these keys must stand here: {keys}.", "Keep one and take the others away."),
    "M212": error("'{key}' does not go with a row of the sort {row}.", "Take the key away."),
    "M213": error("There is no table '{name}' in the sheet '{sheet}'."),
    "M214": error(
        "There are {found} widths for the {columns} columns of the table '{name}'.",
        "Give one width for each column; the column of row numbers has its width under number.",
    ),
    "M215": error("'row_label' needs a leading column.", "Give its width in mm under number."),
    "M216": error(
        "Entry {entry} cannot be meant: the sheet has {entries}.",
        "Name an entry from 1 to {entries}, or use each_entry alone.",
    ),
    "M217": error("'columns' goes only with the field of a choice.", "Take the key away."),
    "M218": error("A cell reaches {span} rows down, but only {rows} are left on this side.", "Make the span smaller."),
    "M221": error("There is no field '{name}' in the sheet '{sheet}' to stand here."),
    "M222": error("The field '{name}' of the sheet '{sheet}' is placed twice.", "Keep one of its cells."),
    "M223": error(
        "'{name}' stands nowhere on the sides of the sheet '{sheet}'.", "Give it a cell, or a row if it is a table."
    ),
    "M224": error(
        "The field '{name}' has no cell for the entries {entries}.", "Add cells for them, or use each_entry: true."
    ),
    "M225": error(
        "{count} cells of the table '{table}' stand nowhere; the first is '{name}' of entry {entry}.",
        "Add cells for them, or place the table by a row of its own.",
        one="{count} cell of the table '{table}' stands nowhere; it is '{name}' of entry {entry}.",
    ),
    "M226": error(
        "'entries' does not go with a measured sheet.", "Let each entry be a row of a table, or a sheet that repeats."
    ),
    "M227": error(
        "'bare' goes only with a sheet that does not repeat and is the only one.", "Take the key away."
    ),
    "M231": error(
        "'{name}' is not the name of a JSON file in the folder of the mapping.",
        "Name a file that ends in .json, without ways out of the folder.",
    ),
    "M232": error(
        "The blank '{name}' of the layout is not a PDF in the folder of the mapping.",
        "Put the PDF of the blank form beside the layout.",
    ),
    "M233": error(
        "The blank '{name}' is not the file that was measured: its SHA-256 is another.",
        "Put the measured file back, or measure the new one.",
    ),
    "M234": error(
        "The box of '{name}' is no rectangle inside its page: {box}.",
        "Write [left, top, right, bottom] in mm from the top left of the page.",
    ),
    "M235": error("'{name}' has a second place on the pages of the layout.", "Keep one of them."),
    "M236": error(
        "'{name}' has no place in the layout '{file}'.", "Measure it, or take it out of the mapping."
    ),
    "M237": error(
        "The place of '{name}' needs '{key}': the field is marked by {mark}.", "Measure what people mark."
    ),
    "M238": error(
        "The place of '{name}' has no '{key}' for the option '{option}'.", "Measure the option."
    ),
    "M239": error(
        "The place of '{name}' has {found} cells, and the field wants {wanted}.", "Compare both with the paper."
    ),
    "M301": error("There is no rule '{rule}'."),
    "M302": error("The rule '{rule}' has no argument '{argument}'."),
    "M303": error("The rule '{rule}' needs the argument '{argument}'.", "Give {meaning}."),
    "M306": error("There is no field '{name}' in this edition."),
    "M307": error("There is no sheet '{name}' in this edition."),
    "M308": error(
        "The field '{name}' has the kind {found}, not {kind}.", "A field can only repeat one of its own kind."
    ),
    "M401": error("'{key}' cannot stand inside by_edition.", "Write it on the item itself."),
    "M402": error("The edition '{edition}' is not declared."),
    "M501": error("There is no handbook '{reference}'."),
    "M502": error("There is no mapping in {folder}.", "Name a folder that holds a mapping.yaml."),
    "M503": error("The mapping in {folder} has no edition '{edition}'."),
    "M504": error("'{name}' cannot be the name of a mapping.", "Use lower-case letters, digits and single hyphens."),
    "M505": error("{folder} is there already.", "Choose another name, or take the folder away first."),
    "M506": error("The mapping cannot be written to {folder}: {cause}.", "Choose a folder that you may write to."),
    "M901": warning(
        "The field '{name}' ({label}) is provisional: nobody has confirmed it yet.",
        "Compare it with the paper, then take 'provisional' away.",
    ),
    "M902": warning("The concept '{concept}' is unknown and looks like a known one."),
}
