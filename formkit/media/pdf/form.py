"""AcroForm: a field for every field id, each widget with an appearance of its own (ISO 32000-1, clause 12.7).

Viewers show these appearances; only where a person types do they make one of their own, with the
fonts of `formkit.media.pdf.viewer_fonts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from formkit.geometry import Box
from formkit.media.pdf.ink import Stroke, draw
from formkit.media.pdf.page import points
from formkit.media.pdf.pen import Pen
from formkit.media.pdf.typeface import Embedding
from formkit.media.pdf.viewer_fonts import appearance, put_viewer_fonts
from formkit.media.pdf.writer import PdfFile, array, dictionary, name, numbers, ref, text_string

MULTILINE, RADIO, COMB = 1 << 12, 1 << 15, 1 << 24
"""Field flags (tables 226 and 228)."""
PRINTED = b"4"
"""Annotation flag Print (table 165)."""
OFF, ON = "Off", "Yes"
OF_OPTION = "#"
"""In the name of a radio button's widget, between its field and its option."""


@dataclass(frozen=True, slots=True)
class Widget:
    """A place of a field on a page: its object, its page's object, its box and height of the page in mm."""

    number: int
    page: int
    box: Box
    height: float


@dataclass(frozen=True, slots=True)
class TextLook:
    """How a text field takes text: flags, the size that a viewer types in (0: it chooses), boxes of a comb."""

    flags: int = 0
    size: float = 10.0
    comb: int = 0
    covers: bool = False
    """Typed text hides the one-character boxes beneath."""
    centred: bool = False
    latin: bool = False
    """Digits and Latin letters are all that is meant to be typed."""


@dataclass(slots=True)
class _Node:
    number: int
    kids: dict[str, _Node] = field(default_factory=dict)
    leaf: bool = False


class Form:
    """Gathers the fields of one booklet and writes them after its pages."""

    def __init__(self, file: PdfFile, fonts: Embedding, resources: int) -> None:
        self._file, self._fonts, self._resources = file, fonts, resources
        self._root = _Node(0)
        self._texts: dict[str, _TextField] = {}
        self._looks: dict[tuple[bytes, bytes], int] = {}

    def text(self, field_id: str, label: str, value: str, look: TextLook) -> None:
        """Start a text field; its widgets follow by `place`."""
        self._texts[field_id] = _TextField(label, value, look)

    def has_text(self, field_id: str) -> bool:
        """Say whether there is a text field of this name."""
        return field_id in self._texts

    def place(self, field_id: str, widget: Widget, strokes: Iterable[Stroke]) -> None:
        """Add a place of a text field and what stands there."""
        self._texts[field_id].widgets.append((widget, self._appearance(widget, strokes, text=True)))

    def radio(
        self, field_id: str, label: str, value: str, widgets: Sequence[tuple[str, Widget, Sequence[Stroke]]]
    ) -> None:
        """Write a radio group: for each option its code, its widget and what marks it."""
        node = self._leaf(field_id)
        for code, widget, strokes in widgets:
            chosen = code == value
            entries = {"Parent": ref(node.number)} | _annotation(widget, f"{field_id}{OF_OPTION}{code}")
            self._put_mark(widget, state(code), chosen, strokes, entries)
        self._put_field(
            field_id,
            node,
            {
                "FT": b"/Btn",
                "Ff": b"%d" % RADIO,
                "TU": text_string(label),
                "V": name(state(value)) if value else b"/Off",
                "Kids": array(ref(widget.number) for _, widget, _ in widgets),
            },
        )

    def check(self, field_id: str, label: str, widget: Widget, strokes: Sequence[Stroke], *, chosen: bool) -> None:
        """Write a check box."""
        node = self._leaf(field_id, widget.number)
        entries = {"FT": b"/Btn", "TU": text_string(label), "V": name(ON if chosen else OFF)} | self._partial(field_id)
        entries |= _annotation(widget, field_id)
        self._put_mark(widget, ON, chosen, strokes, entries)
        node.leaf = True

    def _put_mark(
        self, widget: Widget, on: str, chosen: bool, strokes: Sequence[Stroke], entries: dict[str, bytes]
    ) -> None:
        looks = {"Off": ref(self._appearance(widget, ()))}
        shown = b"<<" + name(on) + b" " + ref(self._appearance(widget, strokes)) + b" /Off " + looks["Off"] + b">>"
        self._file.put(
            dictionary(
                entries
                | {"AS": name(on if chosen else OFF), "AP": dictionary({"N": shown}), "MK": b"<<>>", "H": b"/P"}
            ),
            widget.number,
        )

    def finish(self) -> int:
        """Write what is left and return the number of the AcroForm dictionary."""
        for field_id, made in self._texts.items():
            self._put_text(field_id, made)
        self._put_inner(self._root)
        entries = {
            "Fields": array(ref(node.number) for node in self._root.kids.values()),
            "NeedAppearances": b"false",
            "DA": appearance(10.0),
            "DR": dictionary({"Font": put_viewer_fonts(self._file)}),
        }
        return self._file.put(dictionary(entries))

    def _put_text(self, field_id: str, made: _TextField) -> None:
        look = made.look
        entries = {
            "FT": b"/Tx",
            "TU": text_string(made.label),
            "V": text_string(made.value),
            "DA": appearance(look.size, latin=look.latin and made.value.isascii()),
            "Ff": b"%d" % look.flags,
            "Q": b"1" if look.centred else b"0",
        }
        if look.comb:
            entries["MaxLen"] = b"%d" % look.comb
        style = {"MK": b"<</BG [1 1 1]>>"} if look.covers else {}
        if len(made.widgets) == 1:
            widget, shown = made.widgets[0]
            self._leaf(field_id, widget.number).leaf = True
            merged = entries | self._partial(field_id) | _annotation(widget, field_id) | style
            self._file.put(dictionary(merged | {"AP": dictionary({"N": ref(shown)})}), widget.number)
            return
        node = self._leaf(field_id)
        for widget, shown in made.widgets:
            parts = _annotation(widget, field_id) | {"Parent": ref(node.number), "AP": dictionary({"N": ref(shown)})}
            self._file.put(dictionary(parts), widget.number)
        kids = array(ref(widget.number) for widget, _ in made.widgets)
        self._put_field(field_id, node, entries | {"Kids": kids})

    def _put_field(self, field_id: str, node: _Node, entries: dict[str, bytes]) -> None:
        self._file.put(dictionary(self._partial(field_id) | entries), node.number)
        node.leaf = True

    def _leaf(self, field_id: str, number: int | None = None) -> _Node:
        node = self._root
        *heads, last = field_id.split(".")
        for head in heads:
            if head not in node.kids:
                node.kids[head] = _Node(self._file.reserve())
            node = node.kids[head]
        if last not in node.kids:
            node.kids[last] = _Node(self._file.reserve() if number is None else number)
        return node.kids[last]

    def _partial(self, field_id: str) -> dict[str, bytes]:
        """Return the entries that give a field its name: its last word, under its parent's."""
        head, _, last = field_id.rpartition(".")
        return {"T": text_string(last)} | ({"Parent": ref(self._node(head).number)} if head else {})

    def _node(self, path: str) -> _Node:
        node = self._root
        for part in path.split("."):
            node = node.kids[part]
        return node

    def _put_inner(self, root: _Node) -> None:
        waiting = [(part, node, 0) for part, node in root.kids.items()]
        while waiting:
            part, node, parent = waiting.pop()
            if node.leaf:
                continue
            up = {"Parent": ref(parent)} if parent else {}
            kids = array(ref(kid.number) for kid in node.kids.values())
            self._file.put(dictionary({"T": text_string(part)} | up | {"Kids": kids}), node.number)
            waiting += [(below, kid, node.number) for below, kid in node.kids.items()]

    def _appearance(self, widget: Widget, strokes: Iterable[Stroke], *, text: bool = False) -> int:
        box = widget.box
        pen = Pen(self._fonts, widget.height, (box.x0, box.y1))
        draw(pen, strokes)
        content = pen.content
        if text:
            content = b"/Tx BMC\n" + (b"q\n" + content + b"\nQ\n" if content else b"") + b"EMC"
        x0, y0, x1, y1 = points(box, widget.height)
        bounds = numbers(0, 0, x1 - x0, y1 - y0)
        if text:
            return self._put_look(content, bounds)
        if (content, bounds) not in self._looks:
            self._looks[content, bounds] = self._put_look(content, bounds)
        return self._looks[content, bounds]

    def _put_look(self, content: bytes, bounds: bytes) -> int:
        """Write an appearance; of a text field each has its own, for programs that fill forms rewrite it in place."""
        return self._file.put_stream(
            content, {"Type": b"/XObject", "Subtype": b"/Form", "BBox": bounds, "Resources": ref(self._resources)}
        )


@dataclass(slots=True)
class _TextField:
    label: str
    value: str
    look: TextLook
    widgets: list[tuple[Widget, int]] = field(default_factory=list)


def state(code: str) -> str:
    """Return the name of the "on" state of an option; "Off" is taken by the format."""
    return f"{code}_" if code.rstrip("_") == OFF else code


def check_id(field_id: str, code: str) -> str:
    """Return the full name of the check box of an option; a dot would start another level."""
    return f"{field_id}.{code.replace('.', '_')}"


def _annotation(widget: Widget, known_as: str) -> dict[str, bytes]:
    """Return the entries of a widget; ``known_as``, its name, outlasts programs that lose the tree of the fields."""
    return {
        "NM": text_string(known_as),
        "Type": b"/Annot",
        "Subtype": b"/Widget",
        "F": PRINTED,
        "P": ref(widget.page),
        "Rect": numbers(*points(widget.box, widget.height)),
    }
