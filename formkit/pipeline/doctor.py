"""What this machine and this installation have and lack."""

from __future__ import annotations

import locale
import platform
import shutil
import sys
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from formkit import __version__
from formkit.engines.registry import DEFAULT, installed
from formkit.errors import FormkitError, Problem
from formkit.export import load_office
from formkit.i18n import N_, _, language, ngettext
from formkit.mapping import available, load_handbook
from formkit.pipeline.rosters import OFFICE_FILE
from formkit.pipeline.templates import ROOMS, template_path
from formkit.shipped import shipped
from formkit.store import name_of, open_store

_LIBRARIES = (
    "reportlab", "docxtpl", "python-docx", "openpyxl", "xlsxwriter", "pdfplumber", "python-calamine", "lxml",
    "sqlalchemy", "pydantic", "onnxruntime", "opencv-python-headless", "rapidocr",
)
_NO_STORE = "S001"
"""Nothing is wrong where nobody named a store and none was begun."""
_OPTIONAL = (("LibreOffice", ("soffice", "libreoffice")), ("Tesseract", ("tesseract",)))


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and how it stands."""

    what: str
    state: str


@dataclass(frozen=True, slots=True)
class Examined:
    """Everything that was looked at."""

    findings: tuple[Finding, ...]
    problems: tuple[Problem, ...]


def examine(office: Path | None, store_url: str | None) -> Examined:
    """Look at the installation, the handbooks, the office profile and the store."""
    findings = [*_machine(), *_programs()]
    problems: list[Problem] = []
    for look in (_engines, _handbooks, lambda: _office(office), lambda: _store(store_url)):
        found, wrong = look()
        findings += found
        problems += wrong
    return Examined(tuple(findings), tuple(problems))


def _machine() -> list[Finding]:
    fonts = sorted(shipped("fonts").glob("*.ttf"))
    found = [
        Finding("formkit", __version__),
        Finding("Python", f"{platform.python_version()}  {sys.executable}"),
        Finding(N_("system"), platform.platform()),
        Finding(N_("language"), f"{language()}  ({locale.getpreferredencoding(False)})"),
        Finding(N_("Chinese font"), ", ".join(each.name for each in fonts) or "—"),
    ]
    return found + [Finding(name, _version(name)) for name in _LIBRARIES]


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "—"


def _programs() -> list[Finding]:
    found = []
    for title, names in _OPTIONAL:
        path = next(filter(None, map(shutil.which, names)), None)
        found.append(Finding(title, path or _("— (optional)")))
    driver = _version("psycopg")
    found.append(Finding("psycopg", _("— (optional)") if driver == "—" else driver))
    return found


def _engines() -> tuple[list[Finding], list[Problem]]:
    """Try every OCR engine that is installed; only what is wrong with the usual one is a problem of the machine."""
    findings: list[Finding] = []
    problems: list[Problem] = []
    for each in installed():
        told = each.problem or each.remark
        state = each.problem.message if each.problem else _("ready, reads as {name}").format(name=each.reads_as)
        if each.name == DEFAULT:
            state = _("{state} (default)").format(state=state)
            problems += [told] if told is not None else []
        findings.append(Finding(_("OCR engine {name}").format(name=each.name), state))
    return findings, problems


def _handbooks() -> tuple[list[Finding], list[Problem]]:
    findings: list[Finding] = []
    problems: list[Problem] = []
    for name, folder in available():
        try:
            first = load_handbook(folder)
            for edition in first.editions:
                handbook = load_handbook(f"{folder}@{edition}")
                lacking = [each for each in ROOMS if not template_path(handbook, each).is_file()]
                state = f"{handbook.title}" + (f"  ({', '.join(lacking)} —)" if lacking else "")
                findings.append(Finding(handbook.full_id, state))
        except FormkitError as error:
            findings.append(Finding(name, "—"))
            problems += error.problems
    return findings, problems


def _office(path: Path | None) -> tuple[list[Finding], list[Problem]]:
    chosen = path or Path(OFFICE_FILE)
    if not chosen.is_file() and path is None:
        return [Finding(N_("office profile"), "—")], []
    try:
        office, problems = load_office(chosen)
    except FormkitError as error:
        return [Finding(N_("office profile"), f"{chosen}  —")], list(error.problems)
    return [Finding(N_("office profile"), f"{chosen}  {office.unit}")], problems


def _store(url: str | None) -> tuple[list[Finding], list[Problem]]:
    shown = ""
    try:
        shown = name_of(url)
        with open_store(url, create=False) as store:
            stats, problems = store.stats(), store.verify()
    except FormkitError as error:
        found = [Finding(N_("store"), f"{shown}  —")]
        return found, [each for each in error.problems if url or each.code != _NO_STORE]
    held = _("{documents}, {persons}").format(
        documents=ngettext("{n} document", "{n} documents", stats.documents).format(n=stats.documents),
        persons=ngettext("{n} person", "{n} persons", stats.persons).format(n=stats.persons),
    )
    return [Finding(N_("store"), f"{shown}  {held}")], list(problems)
