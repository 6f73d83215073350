"""Write the pages of docs/ that are made from the program itself.

``python -m tools.reference`` writes docs/cli.md, docs/problems.md, docs/mapping.md and the JSON
Schema; a test compares them with what the program says now.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

os.environ["FORMKIT_LANG"] = "en"

import click

from formkit.catalogue import catalogue
from formkit.cli.main import cli
from formkit.errors import ExitCode

ROOT = Path(__file__).resolve().parent.parent
WIDTH = 90


def pages() -> dict[Path, str]:
    """Return every generated page by its path."""
    from formkit.mapping.json_schema import json_schema_text
    from formkit.mapping.reference import with_generated

    mapping = ROOT / "docs" / "mapping.md"
    return {
        ROOT / "docs" / "cli.md": cli_page(),
        ROOT / "docs" / "problems.md": problems_page(),
        mapping: with_generated(mapping.read_text(encoding="utf-8")),
        ROOT / "mappings" / "mapping.schema.json": json_schema_text(),
    }


def cli_page() -> str:
    """Return docs/cli.md: the help of every command as it prints itself, and the exit codes."""
    lines = ["# Command line", "", "Made from the commands themselves: `python -m tools.reference`.", ""]
    lines += ["The language is `FORMKIT_LANG` (`zh_CN` or `en`), else that of the system.", ""]
    for path, command in _commands(cli, "formkit"):
        context = click.Context(command, info_name=path, terminal_width=WIDTH, max_content_width=WIDTH)
        lines += [f"## {path}", "", "```text", command.get_help(context), "```", ""]
    lines += ["## Exit codes", "", "| code | name | meaning |", "|---|---|---|"]
    meanings = {
        ExitCode.OK: "everything asked for was done, documents that need review included",
        ExitCode.FAILED: "at least one input failed; each is reported by name and cause, the others are done",
        ExitCode.USAGE: "the command line, the mapping or the workspace is not usable as given",
        ExitCode.STOPPED: "an import was stopped by a person or by the system; run again, it goes on where it was",
    }
    lines += [f"| {code.value} | {code.name} | {meanings[code]} |" for code in ExitCode]
    return "\n".join(lines) + "\n"


def _commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    yield path, command
    if isinstance(command, click.Group):
        for name, child in command.commands.items():
            yield from _commands(child, f"{path} {name}")


def problems_page() -> str:
    """Return docs/problems.md: every problem code with its sentence and hint."""
    lines = [
        "# Problem codes", "",
        "Made from `formkit/catalogue`: `python -m tools.reference`. An error keeps a document from being",
        "accepted (or a mapping from being used); a warning does not. Words in braces are filled in.", "",
        "| code | severity | problem | what to do |", "|---|---|---|---|",
    ]
    for code, entry in catalogue().items():
        words = [code, entry.severity.value, entry.message, entry.hint]
        lines.append("| " + " | ".join(word.replace("|", "\\|").replace("\n", " ") for word in words) + " |")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the pages."""
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))


if __name__ == "__main__":
    main()
