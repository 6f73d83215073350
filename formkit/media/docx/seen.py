"""The content controls of a returned file, gathered by what they are for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from formkit.media.docx.elements import controls, tag_of
from formkit.media.docx.marking import Marker, read_marker
from formkit.media.docx.names import ADDENDUM, MARKER, q
from formkit.model.handbook import Handbook
from formkit.model.ids import ID_PATTERN, FieldRef, find


@dataclass(frozen=True, slots=True)
class Seen:
    """All controls by tag, in the order of the document, and those at the head of sides and on the sheet at the end."""

    by_tag: Mapping[str, tuple[etree._Element, ...]]
    markers: tuple[Marker, ...]
    addendum: Mapping[int, etree._Element]
    strange: tuple[str, ...]
    """Tags that look like fields and are none of the handbook."""
    order: Mapping[etree._Element, int]
    """Where a control stands in the document."""

    def all(self, tag: str) -> tuple[etree._Element, ...]:
        """Return the controls with this tag."""
        return self.by_tag.get(tag, ())

    def tags(self, ref: FieldRef) -> list[str]:
        """Return the tags that the field has in the file: its own and those of its options."""
        return [tag for tag in tags_of(ref) if tag in self.by_tag]


def tags_of(ref: FieldRef) -> list[str]:
    """Return every tag that can belong to a field."""
    options = [f"{ref.id}.{option.code}" for option in ref.field.options] if ref.field.kind.is_choice else []
    return [ref.id, *options]


def seen(root: etree._Element, handbook: Handbook) -> Seen:
    """Return the controls of a document."""
    by_tag: dict[str, list[etree._Element]] = {}
    addendum: dict[int, etree._Element] = {}
    markers: list[Marker] = []
    order: dict[etree._Element, int] = {}
    for tag, control in controls(root):
        order[control] = len(order)
        number = tag.removeprefix(ADDENDUM)
        if tag.startswith(MARKER):
            markers += filter(None, [read_marker(tag)])
        elif tag.startswith(ADDENDUM) and number.isascii() and number.isdigit():
            addendum.setdefault(int(number), control)
        elif not _inside_its_like(control, tag):
            by_tag.setdefault(tag, []).append(control)
    strange = tuple(_strange(handbook, by_tag))
    return Seen({tag: tuple(found) for tag, found in by_tag.items()}, tuple(markers), addendum, strange, order)


def _inside_its_like(control: etree._Element, tag: str) -> bool:
    """Say whether a program put a control into another of the same tag: the outer one has all of the text."""
    return any(tag_of(outer) == tag for outer in control.iterancestors(q("w:sdt")))


def _strange(handbook: Handbook, tags: Iterable[str]) -> Iterator[str]:
    for tag in tags:
        if ID_PATTERN.fullmatch(tag) and "." in tag and find(handbook, tag) is None and not _option(handbook, tag):
            yield tag


def _option(handbook: Handbook, tag: str) -> bool:
    head, _, code = tag.rpartition(".")
    ref = find(handbook, head)
    return ref is not None and any(option.code == code for option in ref.field.options)
