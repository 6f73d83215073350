"""The run of ``formkit import``: what is done before, what is read now, and the words about it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import click

from formkit.catalogue import entry
from formkit.cli.import_progress import ImportProgress
from formkit.cli.stopping import Stopping
from formkit.cli.table import padded
from formkit.cli.telling import show_problem, show_together
from formkit.engines.registry import load_engine
from formkit.errors import ExitCode, Problem, Severity
from formkit.i18n import N_, _, ngettext
from formkit.model.handbook import Handbook
from formkit.model.journal import Outcome
from formkit.model.store import Store
from formkit.pipeline.crew.crew import Crew
from formkit.pipeline.crew.limits import Limits
from formkit.pipeline.digitise import files_in
from formkit.pipeline.import_report import Report, check_suffix, word_of
from formkit.pipeline.importing import Import, Imported
from formkit.pipeline.lists import ListOptions
from formkit.pipeline.scan_options import ScanOptions
from formkit.pipeline.sources import Source, sources_in
from formkit.store import open_store

_TALLY = N_(
    "accepted: {accepted}, for review: {review}, stored before: {duplicate}, lists kept: {list}, failed: {failed}"
)
_RARER = {
    Outcome.LEFT_ASIDE: N_("{told}, left aside: {count}"), Outcome.POISONED: N_("{told}, set aside: {count}"),
}
"""What is told of files that most runs have none of."""
_DRY_TALLY = N_(
    "accepted: {accepted}, for review: {review}, twice the same: {duplicate}, lists read: {list}, failed: {failed}"
)
_NOTHING_STORED = N_("nothing was stored: this was a dry run")
_WARNED = N_("accepted with warnings: {count} ({met}); --details or --report shows them")
_GO_ON = N_("stopped: {done} of {total} files are done; run the same command again and it goes on from there")
_MOST_ADVICE = 12
"""Kinds of problems whose remedy is told at the end; the report has all."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the command line asks for."""

    paths: tuple[Path, ...]
    store_url: str | None
    batch: str
    dry_run: bool
    list_handbook: Handbook | None
    office: Path | None
    report: Path | None
    details: bool
    workers: int
    limits: Limits
    retry: bool
    engine: str
    lists: ListOptions

    def same_run(self) -> tuple[list[str], dict[str, str]]:
        """Return what makes two starts of the command one run: the paths and what decides how files are read."""
        book = "" if self.list_handbook is None else self.list_handbook.full_id
        office = "" if self.office is None else str(self.office.absolute())
        options = {"handbook": book, "office": office, "engine": self.engine, **self.lists.named()}
        return sorted({str(path.absolute()) for path in self.paths}), options


@dataclass(slots=True)
class Tally:
    """How many files came to what, and how many files each error was met in."""

    outcomes: Counter[Outcome] = field(default_factory=Counter)
    files: Counter[str] = field(default_factory=Counter)
    met: dict[str, Problem] = field(default_factory=dict)
    """Each problem as it was met first."""
    warned: int = 0
    """Files that were accepted with warnings, and ``warnings``, in how many of them each was met."""
    warnings: Counter[str] = field(default_factory=Counter)
    dry_run: bool = False

    def add(self, done: Imported) -> None:
        """Count a file."""
        self.outcomes[done.outcome] += 1
        codes = set(done.codes) | {each.code for each in done.problems}
        self.files.update(_errors(done))
        if codes and done.outcome is Outcome.ACCEPTED:
            self.warned += 1
            self.warnings.update(codes)
        for each in done.problems:
            self.met.setdefault(each.code, each)

    def lines(self) -> Iterator[str]:
        """Yield the tally, and what to do about the errors, those of the most files first."""
        counts = {outcome.value: self.outcomes[outcome] for outcome in Outcome}
        told = _(_DRY_TALLY if self.dry_run else _TALLY).format_map(counts)
        for outcome, words in _RARER.items():
            if self.outcomes[outcome]:
                told = _(words).format(told=told, count=self.outcomes[outcome])
        yield told
        if self.dry_run:
            yield "  " + _(_NOTHING_STORED)
        if self.warned:
            met = _(", ").join(f"{code} ×{count}" for code, count in self.warnings.most_common(_MOST_ADVICE))
            yield "  " + _(_WARNED).format(count=self.warned, met=met)
        for code, _count in self.files.most_common(_MOST_ADVICE):
            yield from self._advice(code)

    def _advice(self, code: str) -> Iterator[str]:
        """Yield how often an error was met, what it says where that is the same for all files, and what to do."""
        count = self.files[code]
        files = ngettext("in {n} file", "in {n} files", count).format(n=count)
        met = self.met.get(code)
        said, hint = _(entry(code).message), met.hint if met is not None else _(entry(code).hint)
        if "{" in said:
            said = met.message if met is not None and count == 1 else ""
        head = f"{code} {files}"
        yield "  " + (_("{head}: {told}").format(head=head, told=said) if said else head)
        if hint and "{" not in hint:
            yield "    " + _("hint: {hint}").format(hint=hint)

    @property
    def exit_code(self) -> ExitCode:
        """Whether a file failed."""
        return ExitCode.FAILED if self.outcomes[Outcome.FAILED] + self.outcomes[Outcome.POISONED] else ExitCode.OK


def _errors(done: Imported) -> set[str]:
    """Return the codes of a file's errors; what is an error elsewhere may be a warning in a file that was accepted."""
    before = () if done.outcome is Outcome.ACCEPTED else done.codes
    return {each.code for each in done.problems if each.severity is Severity.ERROR} | {
        code for code in before if entry(code).severity is Severity.ERROR
    }


def run_import(asked: Asked) -> ExitCode:
    """Import, or go on with an import that was stopped; return what the program ends with."""
    if asked.report is not None:
        check_suffix(asked.report)
    with _opened(asked) as (store, journal):
        paths, options = asked.same_run()
        run = journal.begin_run(asked.batch, paths, options)
        task = Import(store, asked.batch, asked.list_handbook, journal, run, asked.retry, asked.lists)
        before, left = task.plan(sources_in(files_in(list(asked.paths)), asked.paths))
        tally = Tally(dry_run=asked.dry_run)
        for each in before:
            tally.add(each)
        if before:
            count = len(before)
            told = ngettext("{n} file was done before", "{n} files were done before", count).format(n=count)
            click.echo(_(N_("going on with the run of {time}: {told}")).format(time=run.started_at, told=told))
        with Stopping() as stopping:
            _read(asked, task, before, left, tally, stopping)
        return _finish(asked, Report(run, journal, store, asked.paths), tally, len(before) + len(left), stopping)


@contextmanager
def _opened(asked: Asked) -> Iterator[tuple[Store | None, Store]]:
    """Open the store, or for a dry run a journal that is gone afterwards."""
    with open_store("memory:" if asked.dry_run else asked.store_url) as opened:
        yield None if asked.dry_run else opened, opened


def _read(
    asked: Asked, task: Import, before: list[Imported], left: list[Source], tally: Tally, stopping: Stopping
) -> None:
    if not left:
        return
    remark = load_engine(asked.engine).remark  # A wrong name ends the command before anything is read.
    if remark is not None:
        show_problem(remark)
    names = () if task.store is None else tuple(sorted({each.identity.name or "" for each in task.store.persons()}))
    options = ScanOptions(asked.engine, asked.office, persons=names)
    weight = sum(each.weight for each in left)
    with ImportProgress(len(before) + len(left), len(before), weight) as progress, Crew(
        asked.workers, options, asked.limits, stopping=stopping, on_pages=progress.add_pages, on_death=task.note_death,
    ) as crew:
        for each in task.files(left, crew.files):
            tally.add(each)
            progress.clear()
            click.echo(f"{padded(word_of(each.outcome, dry_run=asked.dry_run), 10)}  {each.shown}")
            show_together(each.problems, details=asked.details, err=False)
            progress.add_file(each.source.weight if each.source is not None else 0)


def _finish(asked: Asked, report: Report, tally: Tally, total: int, stopping: Stopping) -> ExitCode:
    done = sum(tally.outcomes.values())
    stopped = stopping() and done < total
    if not stopped:
        report.journal.finish_run(report.run.id)
    for line in tally.lines():
        click.echo(line)
    if asked.report is not None:
        report.write(asked.report)
        click.echo(_(N_("report: {path}")).format(path=asked.report))
    if stopped:
        click.echo(_(_GO_ON).format(done=done, total=total), err=True)
        return ExitCode.STOPPED
    return tally.exit_code
