"""Problem codes: what was asked for on the command line."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "U001": error(
        "the output {path} ends in {suffix}, which is not a format that can be written here",
        "use one of: {known}",
    ),
    "U002": error("sheet {sheet} does not exist in {handbook}", "its sheets are: {known}"),
    "U003": error("'{text}' is not SHEET=NUMBER", "write for example followup=4"),
    "U004": error("sheet {sheet} stands once in a booklet and cannot be repeated", "leave it out of --sheets"),
    "U005": error(
        "{path} could not be written: {reason}",
        "choose a folder that you may write to, with room on the disk",
    ),
    "U006": error("{path} is a file, and a folder is needed here", "give the path of a folder"),
    "U007": error("'{text}' is not a date", "write for example 2013-09-30"),
    "U008": error(
        "there is no office profile at {path}",
        "write one like the sample office.toml, or leave --office out",
    ),
    "U011": warning("the office profile was not given, so the roster shows the towns as they stand in the records",
                    "give --office FILE to have units, villages in order, population and signatories"),
    "U012": error("the run ended because of a fault in formkit itself; {path} tells what happened",
                  "please send that file to the people who look after formkit, after looking for personal data in it"),
    "U013": error("the run was stopped from the keyboard", "run it again: what was finished is kept"),
    "U015": error("{path} exists already", "choose another name, or delete it first"),
    "U016": error(
        "{path} cannot be written: {handbook} is a form that formkit did not make, and it is filled on its own pages",
        "write a .pdf; blank -o NAME.docx gives its Word file as it circulates, where there is one",
    ),
    "U017": error(
        "{path} cannot be written: there is no Word file of {handbook} beside its mapping",
        "put it beside the blank as blank.docx, or write a .pdf",
    ),
    "U020": error(
        "{host}:{port} cannot be listened on: {reason}",
        "choose another port with --port, or end the program that holds this one",
    ),
    "U021": error(
        "{host} can be reached from other computers, which is refused without --allow-network, --certificate and --key",
        "leave --host out to serve this computer only",
    ),
    "U022": error(
        "{host} stands for every address of this computer",
        "give the one address or name under which the others call it",
    ),
    "U023": error(
        "the certificate {path} or its key cannot be used: {reason}",
        "give a certificate and its key as PEM files, the key without a password",
    ),
    "U024": error(
        "--certificate and --key belong together, and one of them is missing",
        "give both, or neither to serve this computer only",
    ),
    "U018": error(
        "{handbook} has no templates: it is a form that formkit did not make",
        "its mapping folder holds the form itself; measure the form anew to change its layout",
    ),
}
