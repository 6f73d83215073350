"""Problem codes of the store (S0), of additions (S1), of matching (S2), of verifying (S3), of accounts (S4)."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "S001": error(
        "There is no store at {path}.", "Import something first, or name another store with --store or FORMKIT_STORE."
    ),
    "S002": error(
        "The file {path} is not a store, or it is damaged.",
        "Check the path; if it is right, restore the last backup.",
    ),
    "S003": error("The database {path} belongs to another program.", "Name another file or database with --store."),
    "S004": error(
        "The store {path} was written by a newer formkit (schema {found}, this one knows {known}).",
        "Install the newer formkit.",
    ),
    "S005": error(
        "The store {path} cannot be opened: {cause}", "Check that the folder exists and that you may write there."
    ),
    "S006": error("The kind of store in {url} is not known.", "Give a file, sqlite:///FILE, memory: or postgresql://USER@HOST/DATABASE."),
    "S007": error(
        "The store could not be read or written: {cause}",
        "Check the free space of the disk and that no other program holds the store, and try again.",
    ),
    "S008": error(
        "The same import, begun at {time}, is under way in another window or program.",
        "Wait until it is done, or end it with Ctrl-C there; then this command goes on where it was.",
    ),
    "S009": error(
        "The store {url} is on a PostgreSQL server, and the part of formkit for such servers is not installed.",
        "Install it: pip install 'formkit[postgresql]'",
    ),
    "S010": error(
        "The server of the store {url} cannot be reached: {cause}",
        "Check the name and the port in the URL, that the server runs and lets this computer in, and the network.",
    ),
    "S011": error(
        "The server of the store {url} lets nobody in with this name and password: {cause}",
        "Check the name in the URL and the password in the file that PGPASSFILE names; who runs the server knows both.",
    ),
    "S012": error(
        "There is no database {database} on the server of the store {url}.",
        "Check the name, or make the database first: createdb -T template0 -E UTF8 {database}",
    ),
    "S013": error(
        "The database of the store {url} cannot hold a store: {cause}",
        "It takes a database in UTF8 (createdb -T template0 -E UTF8) on PostgreSQL 12 or later.",
    ),
    "S014": error(
        "The URL of the store is not understood.",
        "Write postgresql://USER@HOST:PORT/DATABASE. The password is best kept out of it; in it, write @ as %40.",
    ),
    "S015": error(
        "The server does not allow in the store {url} what has to be done: {cause}",
        "The database must belong to the user of the URL: ALTER DATABASE … OWNER TO …",
    ),
    "S016": error(
        "The server of the store {url} encrypts no connections.",
        "Give it a certificate (ssl = on); where nobody else can listen, add ?sslmode=disable to the URL.",
    ),
    "S101": error(
        "The bytes given for {source} are not those that were read.", "The file changed meanwhile; read it again."
    ),
    "S102": error("There is no document {document} in the store.", "The report of the import names the numbers."),
    "S103": error("Document {document} has no field {field}.", "See the fields of its handbook with formkit layout."),
    "S104": error("There is no person {person} in the store.", "The report of the import names the numbers."),
    "S105": error("There is no case {case} in the store.", "The report of the import names the numbers."),
    "S106": error(
        "The serial {serial} was issued before with other contents.", "Issue the booklet under a serial of its own."
    ),
    "S107": error("Document {document} is given without its handbook {handbook}.", "Check the mapping folders."),
    "S108": error("The file {sha256} is not in the store.", "Run formkit doctor --store with this store."),
    "S109": error("The file {sha256} in the store is damaged.", "Restore it from a backup, or import it again."),
    "S110": error(
        "The entry of {date} on sheet {sheet} is known from document {other} with other values in: {fields}.",
        "Compare both pages and correct the wrong one; both are kept.",
    ),
    "S111": warning(
        "Entry {entry} on sheet {sheet} has no date, so it cannot be put in order.", "Write the date as a correction."
    ),
    "S112": error(
        "{late_label} ({late} of document {late_document}) is after {end_label} ({end} of document {end_document}), "
        "which ends the case.",
        "Look at both dates; if they are right, look whether both documents are of one person.",
    ),
    "S113": warning(
        "{late_label} ({late} of document {late_document}) does not follow on {end_label} "
        "({end} of document {end_document}).",
        "Look whether a sheet between them is missing.",
    ),
    "S114": warning(
        "{late_label} ({late} of document {late_document}) is before {end_label} ({end} of document {end_document}), "
        "which stands on an earlier sheet of the same booklet.",
        "Look at the dates, or put the sheets in order.",
    ),
    "S115": warning(
        "The same answers are in the store already, from document {other}: {entries}.",
        "It is probably the same sheet, scanned or saved twice. Both are kept and it counts once; nothing is to be "
        "done, unless two sheets were meant.",
    ),
    "S116": error(
        "The sheet {sheet} is perhaps the same one as in document {other}, and was read differently there: {fields}.",
        "Compare both pages, correct the wrong one, or accept it where they are two sheets.",
    ),
    "S201": error(
        "More than one person fits this document; it was kept under a person of its own ({person}).",
        "Compare it with person {other} and settle whether they are one.",
    ),
    "S202": error(
        "A number of this document belongs to person {other}, but other entries differ; "
        "it was kept under a person of its own ({person}).",
        "Correct the wrong entry, or settle that the two are one.",
    ),
    "S203": error(
        "Only the name, or only the number, is the same as of person {other}; "
        "the document was kept under a person of its own ({person}).",
        "Settle whether the two are one.",
    ),
    "S204": error(
        "Nothing in this document tells whose it is.",
        "Open the document in review: look for its person there under “Person” and choose “It is this one”, or settle "
        "its name and number where these wait.",
    ),
    "S205": error(
        "Nothing at all was found filled in when this document was read, so it is nobody's.",
        "Open the document in review: reject it if it is a blank form; else look for its person there under “Person”.",
    ),
    "S206": error(
        "Row {place} of the list {file} was kept as a person of its own ({person}), who is perhaps person {other}.",
        "Open the record of person {person} in review and settle there whether the two are one.",
    ),
    "S301": error(
        "The file {sha256} that the store lists is missing.", "Restore it from a backup, or import it again."
    ),
    "S302": error("The contents of the file {sha256} in the store have changed.", "Restore it from a backup."),
    "S303": warning(
        "The file {sha256} lies in the store without an entry.",
        "An import was interrupted there; importing the file again completes it.",
    ),
    "S304": error("The database of the store is damaged: {cause}", "Restore the last backup."),
    "S305": error("Document {document} is incomplete in the store.", "Restore the last backup."),
    "S401": error("There is no account {name}.", "See the list of accounts."),
    "S402": error(
        "The name {name} cannot be used for an account.",
        "Choose one of 1 to {most} characters that no other account has, small and capital letters being the same.",
    ),
    "S403": error(
        "{name} is the only administrator left.", "Make another administrator first; somebody has to keep the accounts."
    ),
    "S404": error(
        "The password is too easy to guess.",
        "Take at least {least} characters, not the name and not the same few characters again and again.",
    ),
    "S405": error("There is an account already.", "Log in with it; an administrator makes the others."),
    "S406": error("Too many passwords are checked just now.", "Try again in a few seconds."),
}
