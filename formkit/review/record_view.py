"""A person's record as the page and the print show it: cases, visits in order of time, values in words, corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from formkit.model.handbook import Field, Handbook
from formkit.model.ids import find
from formkit.model.person import CONCEPT_PREFIX, Case
from formkit.model.reading import Value
from formkit.model.store import CaseValue, CaseView, ForeignRow, Store, StoredDocument, Visit
from formkit.pipeline.rosters import handbook_of
from formkit.review.wording import in_words, is_id_number, masked

_FACTS = ("name", "sex", "birth", "id_number", "number", "village", "phone", "address")


@dataclass(frozen=True, slots=True)
class Change:
    """One decision about a field, in words."""

    before: str
    after: str
    who: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value of a visit in words; ``changes`` are what persons decided about its field, oldest first."""

    label: str
    value: str
    document_id: int
    image: int | None
    doubtful: bool
    conflict: bool
    read: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class ShownVisit:
    """An entry of a sheet with its values; ``documents`` show it, each with the pictures of its sheet."""

    title: str
    date: str | None
    number: str | None
    values: tuple[Shown, ...]
    documents: tuple[tuple[StoredDocument, tuple[int, ...]], ...]


@dataclass(frozen=True, slots=True)
class ShownCase:
    """A case: its handbook's title, its visits, and the lists that it is also known from."""

    case: Case
    title: str
    visits: tuple[ShownVisit, ...]
    lists: tuple[ForeignRow, ...]


class Record:
    """Everything there is of one person; ID numbers are hidden unless ``plain``.

    Raises:
        StoreError: there is no such person (S104), or the store cannot be read.
    """

    def __init__(self, store: Store, person_id: int, *, plain: bool = False) -> None:
        self._store = store
        self._plain = plain
        self._changes: dict[int, Mapping[str, tuple[Change, ...]]] = {}
        self._values: dict[int, Mapping[str, tuple[Value, int | None]]] = {}
        self._views: list[CaseView] = []
        self.person = store.person(person_id)
        self.documents = store.documents(person_id=self.person.id)
        self._by_number = {each.id: each for each in self.documents}
        self.cases = tuple(self._case(each) for each in store.cases(person_id=self.person.id))

    @property
    def id_number(self) -> str:
        """The ID number, hidden or not."""
        number = self.person.identity.id_number
        return number or "" if self._plain else masked(number)

    @property
    def doubtful(self) -> frozenset[str]:
        """What is known of the person, by name, and rests on doubtful readings alone.

        A value that some document or list shows without doubt is settled, whatever is doubtful elsewhere.
        """
        return frozenset(each for each in _FACTS if getattr(self.person.identity, each) and self._is_doubtful(each))

    def _is_doubtful(self, name: str) -> bool:
        concept = CONCEPT_PREFIX + name
        doubts = [
            each.doubtful
            for view in self._views for visit in view.visits for each in visit.values.values()
            if each.concept == concept and self._is_told(view, each, name)
        ]
        rows = (row for view in self._views for row in view.foreign)
        listed = any(row.columns.get(concept) == getattr(self.person.identity, name) for row in rows)
        return bool(doubts) and all(doubts) and not listed

    def _is_told(self, view: CaseView, value: CaseValue, name: str) -> bool:
        """Say whether a value is what is known of the person."""
        book = handbook_of(view.case.handbook, value.edition)
        ref = find(book, value.field_id) if book else None
        option = ref.field.option(str(value.value)) if ref and ref.field.kind.is_choice else None
        return getattr(self.person.identity, name) in (value.value, option.label if option else None)

    def _case(self, case: Case) -> ShownCase:
        view = self._store.case_values(case.id)
        self._views.append(view)
        editions = [each.edition for each in view.visits]
        book = handbook_of(case.handbook, editions[-1]) if editions else None
        shown = tuple(self._visit(each, handbook_of(case.handbook, each.edition)) for each in view.visits)
        return ShownCase(case, book.title if book else case.handbook, shown, view.foreign)

    def _visit(self, visit: Visit, book: Handbook | None) -> ShownVisit:
        sheet = next((each for each in book.sheets if each.id == visit.sheet), None) if book else None
        values = tuple(self._value(name, each, visit, book) for name, each in visit.values.items())
        return ShownVisit(
            sheet.title if sheet else visit.sheet, visit.date, visit.number, values,
            tuple(self._pictures(visit)),
        )

    def _pictures(self, visit: Visit) -> Iterator[tuple[StoredDocument, tuple[int, ...]]]:
        for number in visit.documents:
            document = self._by_number.get(number)
            if document is not None:
                shown = {self._read(each.document_id, each.field_id)[1] for each in visit.values.values()
                         if each.document_id == number}
                yield document, tuple(sorted(each for each in shown if each is not None))

    def _value(self, name: str, value: CaseValue, visit: Visit, book: Handbook | None) -> Shown:
        ref = find(book, value.field_id) if book else None
        field = ref.field if ref else None
        label = f"{field.label} {ref.row}" if ref and field and ref.row else field.label if field else name
        hidden = is_id_number(field, value.concept) and not self._plain
        read, image = self._read(value.document_id, value.field_id, field, hidden)
        changes = self._changed(value.document_id, book).get(value.field_id, ())
        return Shown(
            label, _told(field, value.value, hidden), value.document_id, image, value.doubtful,
            name in visit.conflicts, read, changes,
        )

    def _read(
        self, document_id: int, field_id: str, field: Field | None = None, hidden: bool = False
    ) -> tuple[str, int | None]:
        """Return what was read of a field, in words, and on which picture it stands."""
        if document_id not in self._values:
            document = self._store.document(document_id)
            images = {each.page: each.image for each in document.pages}
            self._values[document_id] = {
                name: (each.reading.value, images.get(each.reading.page or 0))
                for name, each in self._store.values(document_id).items()
            }
        value, image = self._values[document_id].get(field_id, (None, None))
        return _told(field, value, hidden), image

    def _changed(self, document_id: int, book: Handbook | None) -> Mapping[str, tuple[Change, ...]]:
        if document_id not in self._changes:
            found: dict[str, list[Change]] = {}
            for each in self._store.corrections(document_id):
                ref = find(book, each.field_id) if book else None
                field = ref.field if ref else None
                hidden = is_id_number(field) and not self._plain
                before, after = (_told(field, value, hidden) for value in (each.before, each.after))
                found.setdefault(each.field_id, []).append(Change(before, after, each.who, each.why, each.at))
            self._changes[document_id] = {name: tuple(each) for name, each in found.items()}
        return self._changes[document_id]


def _told(field: Field | None, value: Value, hidden: bool) -> str:
    words = in_words(field, value)
    return masked(words) if hidden else words


def visits_by_title(visits: Sequence[ShownVisit]) -> dict[str, list[ShownVisit]]:
    """Return visits under the titles of their sheets, in the order of the first of each."""
    found: dict[str, list[ShownVisit]] = {}
    for each in visits:
        found.setdefault(each.title, []).append(each)
    return found
