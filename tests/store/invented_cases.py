"""A small handbook, in two editions, and documents of invented persons for the tests of the store."""

from __future__ import annotations

from collections.abc import Mapping

from formkit.errors import Problem
from formkit.matching.match import match
from formkit.model.handbook import Field, Handbook, Kind, Option, Sheet, Table
from formkit.model.reading import Document, FieldStatus, PageFound, Reading, Value
from formkit.model.store import Added, Store
from formkit.store.blobs import sha256_of

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def id_number(birth: str, sequence: int) -> str:
    """Return an ID number with its right check character; 330197 is a county that does not exist."""
    body = f"330197{birth.replace('-', '')}{sequence:03d}"
    return body + "10X98765432"[sum(w * int(d) for w, d in zip(WEIGHTS, body, strict=True)) % 11]


def _text(local: str, concept: str | None = None, **more: object) -> Field:
    return Field(local, local, Kind.TEXT, concept=concept, **more)  # type: ignore[arg-type]


def handbook(edition: str = "2017") -> Handbook:
    sexes = (Option("1", "男"), Option("2", "女"))
    cover = Sheet("cover", "Cover", edition, (), fields=(
        _text("patient_name", "person.name"), _text("patient_no", "person.number"),
        Field("sex", "sex", Kind.SINGLE, options=sexes, concept="person.sex"),
        Field("birth", "birth", Kind.DATE, concept="person.birth"), _text("id_no", "person.id_number"),
        _text("village", "person.village"), _text("phone", "person.phone"), _text("address", "person.address"),
    ))
    visit = Sheet("followup", "Visit", edition, (), repeats=True, default_count=4, fields=(
        _text("patient_name", "person.name", same_as="cover.patient_name"),
        _text("patient_no", "person.number", same_as="cover.patient_no"),
        Field("visit_date", "day", Kind.DATE, concept="visit.date"),
        Field("danger", "danger", Kind.SINGLE, concept="visit.danger"),
        Field("symptoms", "symptoms", Kind.MULTI), _text("note"),
    ), tables=(Table("drugs", "drugs", 3, (_text("name"), Field("dose", "mg", Kind.NUMBER))),))
    assessment = Sheet("assessment", "Assessment", edition, (), repeats=True, entries=4, fields=(
        Field("year", "year", Kind.INTEGER, page_scope=True), Field("assessed_on", "day", Kind.DATE),
        Field("score", "score", Kind.INTEGER),
    ))
    return Handbook("case-management", "Case", edition, ("2011", "2017"), (cover, visit, assessment))


LI = {
    "cover.patient_name": "李 青禾", "cover.patient_no": "101-00023", "cover.sex": "2",
    "cover.birth": "1981-04", "cover.id_no": id_number("1981-04-05", 12), "cover.village": "柳河村",
    "cover.phone": "13900000001",
}


def visit(number: int, day: str | None, danger: str, **more: Value) -> dict[str, Value]:
    """Return the values of one visit's sheet with the person's name and number on it."""
    given: dict[str, Value] = {
        "patient_name": LI["cover.patient_name"], "patient_no": LI["cover.patient_no"],
        "visit_date": day, "danger": danger, **more,
    }
    return {f"followup.{number}.{name}": value for name, value in given.items()}


def content_of(name: str) -> bytes:
    return f"bytes of {name}".encode("utf-8", "backslashreplace") * 20


def document(
    name: str, values: Mapping[str, Value | Reading], *, edition: str = "2017", serial: str | None = None,
    problems: tuple[Problem, ...] = (), about: str = "case-management", failed: bool = False,
) -> Document:
    """Return a document of the file ``name``, whose bytes are `content_of` it."""
    readings = {
        field: value if isinstance(value, Reading) else Reading.exact(value) for field, value in values.items()
    }
    return Document(
        name, sha256_of(content_of(name)), about, edition if about else "", serial, readings, PAGES, problems, failed
    )


PAGES = (PageFound(1, "cover"), PageFound(2, "followup", 3, {"method": "qr", "residual_mm": 0.2}))


def unsure(value: Value) -> Reading:
    return Reading(value, FieldStatus.REVIEW, 0.4, "?", 2, ("5", ("1", "2"), None))


def add(store: Store, given: Document, **more: object) -> Added:
    """Add a document of the small handbook in its edition."""
    book = handbook(given.edition) if given.handbook else None
    return store.add_document(given, content_of(given.source), handbook=book, matcher=match, **more)  # type: ignore[arg-type]


def codes(added: Added) -> list[str]:
    return [each.code for each in added.problems]
