"""Keep the translations in step with the program.

``python -m tools.messages`` collects every message (marked ones in the code, the problem catalogue,
the rules, click's own words), merges them into the Chinese catalogue and compiles it. With
``--check`` it changes nothing and fails when something would change or is not translated.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages import mofile, pofile
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir

from formkit.catalogue import catalogue
from formkit.model.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "formkit" / "locale" / "zh_CN" / "LC_MESSAGES" / "formkit.po"
MO = PO.with_suffix(".mo")
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
CLICK_WORDS: tuple[str | tuple[str, str], ...] = (
    "Usage:", "Options", "Commands", "Positional arguments", "Show this message and exit.",
    "Show the version and exit.", "%(prog)s, version %(version)s", "Error: {message}", "Aborted!",
    "default: {default}", "required", "Try '{command} {option}' for help.", "No such command {name!r}.",
    "Missing command.", "Missing parameter: {param_name}", "Missing argument", "Missing option", "Missing parameter",
    "Invalid value: {message}", "Invalid value for {param_hint}: {message}",
    "No such option {name!r}.", "No such option: {name}",
    "Error: The two entered values do not match.",
    "Choose from:\n\t{choices}", "Option {name!r} does not take a value.",
    ("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    ("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    ("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    "{value} is not in the range {range}.", "{value!r} is not a valid {number_type}.", "Missing {param_type}",
    "{value!r} is not a valid boolean. Recognized values: {states}", "{value!r} is not a valid UUID.",
    "file", "directory", "path", "{name} {filename!r} is a file.", "{name} {filename!r} is a directory.",
    "{name} {filename!r} does not exist.", "{name} {filename!r} is not readable.",
    "{name} {filename!r} is not writable.", "{name} {filename!r} is not executable.",
    "Could not open file {filename!r}: {message}", "unknown error", "deprecated", "env var: {var}", "(dynamic)",
    "Repeat for confirmation", "Error: invalid input", "Do you want to continue?", "Press any key to continue...",
    "Confirm the action without prompting.", "Windows error: {error}", "Value must be an iterable.",
    ("Takes {nargs} values but 1 was given.", "Takes {nargs} values but {len} were given."),
    ("{len_type} values are required, but {len_value} was given.",
     "{len_type} values are required, but {len_value} were given."),
    ("{value!r} does not match the format {format}.", "{value!r} does not match the formats {formats}."),
    "Argument {name!r} takes {nargs} values.",
    ("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
)
"""The sentences of click (8.1 to 8.5) that our users meet; click looks them up in the same catalogue."""

_HEADERS = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")


class _Undated(Catalog):
    """A catalogue whose header tells only the language and the encoding, so that it is the same on every day."""

    @property  # type: ignore[misc] # the catalogue's own can be set, which nobody does here
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header, without dates, names and versions."""
        return [pair for pair in super().mime_headers if pair[0] in _HEADERS]


def collected() -> Catalog:
    """Return every message of the program, without translations."""
    found = _Undated(locale="zh_CN", fuzzy=False, header_comment="# Simplified Chinese of formkit.")
    for name, _line, message, _comments, _context in extract_from_dir(
        ROOT / "formkit", method_map=[("**.py", "python"), ("review/templates/**.html", "jinja2")], keywords=KEYWORDS
    ):
        found.add(message, locations=[(f"formkit/{Path(name).as_posix()}", 0)])
    for message in _others():
        found.add(message)
    return found


def _others() -> Iterator[str | tuple[str, str]]:
    for entry in catalogue().values():
        yield (entry.one, entry.message) if entry.one else entry.message
        if entry.hint:
            yield entry.hint
    yield from (rule.description for rule in RULES.values())
    seen: set[str] = set()
    for word in CLICK_WORDS:
        first = word if isinstance(word, str) else word[0]
        if first not in seen or not isinstance(word, str):
            seen.add(first)
            yield word


def merged() -> Catalog:
    """Return the messages with the translations that there are; what is no longer used is dropped."""
    known = Catalog()
    if PO.is_file():
        with PO.open("rb") as file:
            known = pofile.read_po(file, locale="zh_CN")
    fresh = collected()
    for message in fresh:
        old = known.get(message.id) if message.id else None
        if old is not None and old.pluralizable == message.pluralizable and old.string:
            message.string = old.string
    return fresh


def po_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue as the text of a .po file, without dates, in a fixed order."""
    out = io.BytesIO()
    pofile.write_po(out, catalog, width=110, sort_output=True, no_location=True)
    return out.getvalue()


def mo_bytes(catalog: Catalog) -> bytes:
    """Return a catalogue compiled for gettext."""
    out = io.BytesIO()
    mofile.write_mo(out, catalog)
    return out.getvalue()


def missing(catalog: Catalog) -> list[str]:
    """Return the messages that have no translation yet."""
    return [str(message.id) for message in catalog if message.id and not _full(message.string)]


def _full(string: object) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string)


def main(arguments: list[str]) -> int:
    """Update the catalogue, or check it."""
    catalog = merged()
    if "--check" in arguments:
        stale = not PO.is_file() or PO.read_bytes() != po_bytes(catalog)
        untranslated = missing(catalog)
        for each in untranslated:
            print(f"not translated: {each}")
        if stale:
            print("the catalogue is stale; run python -m tools.messages")
        return int(stale or bool(untranslated))
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(po_bytes(catalog))
    MO.write_bytes(mo_bytes(catalog))
    print(f"{len(catalog)} messages, {len(missing(catalog))} not translated")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
