"""What ``formkit read`` found, in a line or two behind its documents."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from formkit.i18n import N_, _, ngettext
from formkit.model.reading import DocumentStatus, FieldStatus
from formkit.pipeline.reading import PathRead

_DOCUMENTS = N_("documents: {accepted} accepted, {review} for review, {failed} failed")
_DOUBTFUL = N_("{told}; fields for review: {count}")
_RARER = {"G106": N_("{told}; pages missing: {count}"), "G202": N_("{told}; corrected by hand: {count}")}
"""Problems whose number says whether the scan is to be done again, or the paper to be looked at."""
_MOST_NAMES = 5
"""Files that were left aside which are told by name."""


@dataclass(slots=True)
class Found:
    """How many documents came to what, what is open in them, and the files that were left aside."""

    documents: Counter[DocumentStatus] = field(default_factory=Counter)
    doubtful: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    aside: list[str] = field(default_factory=list)

    def add(self, read: PathRead) -> None:
        """Count a file."""
        if read.aside is not None:
            self.aside.append(read.path.name)
        for document in read.documents:
            self.documents[document.status] += 1
            self.doubtful += sum(each.status is FieldStatus.REVIEW for each in document.readings.values())
            self.problems.update(each.code for each in document.problems)

    def lines(self) -> Iterator[str]:
        """Yield what is to be told."""
        if self.aside:
            names = _(", ").join(self.aside[:_MOST_NAMES]) + (" …" if len(self.aside) > _MOST_NAMES else "")
            yield ngettext(
                "{n} file was left aside, which formkit made itself or whose kind it does not read: {names}",
                "{n} files were left aside, which formkit made itself or whose kind it does not read: {names}",
                len(self.aside),
            ).format(n=len(self.aside), names=names)
        told = _(_DOCUMENTS).format_map({each.value: self.documents[each] for each in DocumentStatus})
        if self.doubtful:
            told = _(_DOUBTFUL).format(told=told, count=self.doubtful)
        for code, words in _RARER.items():
            if self.problems[code]:
                told = _(words).format(told=told, count=self.problems[code])
        yield told
