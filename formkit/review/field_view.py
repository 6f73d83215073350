"""What is shown of a field that waits: a crop, the reading, what may be chosen instead, and what was noticed."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Collection
from dataclasses import dataclass

from formkit.errors import FormkitError, Problem
from formkit.i18n import N_, _
from formkit.media.scan.crops import Crop
from formkit.model.handbook import Format, Kind
from formkit.model.ids import FieldRef
from formkit.model.reading import FieldStatus, Shares, Value
from formkit.model.review import DecisionKind, Entered, Reason, Waiting
from formkit.pipeline.deciding import needs_two, reading_needs_two
from formkit.pipeline.field_pictures import FieldPictures
from formkit.review.keys import alternative_keys, option_keys
from formkit.review.names import handbook, ref_of
from formkit.review.wording import SIGNED, in_words
from formkit.values.typed import bare

_KINDS = {DecisionKind.ILLEGIBLE: N_("illegible"), DecisionKind.WRONG_PAGE: N_("wrong page")}
_SURENESS = ((0.98, N_("nearly sure")), (0.9, N_("probable")), (0.6, N_("doubtful")), (0.0, N_("a guess")))


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that a key chooses: the key, the words, and what is sent."""

    key: str
    words: str
    pick: str
    code: str = ""
    on: bool = False
    who: str = ""


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle over a crop, in its pixels."""

    x: float
    y: float
    width: float
    height: float
    code: str = ""
    on: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A crop as a data URL with the boxes over it."""

    url: str
    width: int
    height: int
    box: Box
    options: tuple[Box, ...]

    @property
    def near(self) -> tuple[int, int, int, int]:
        """Left, top, width and height of the part close round the field, for where there is little room."""
        width = min(self.width, max(self.box.width * 1.2, self.width * 0.5))
        height = min(self.height, max(self.box.height * 1.4, width * 0.35))
        left = min(max(0.0, self.box.x + self.box.width / 2 - width / 2), self.width - width)
        top = min(max(0.0, self.box.y + self.box.height / 2 - height / 2), self.height - height)
        return round(left), round(top), round(width), round(height)


@dataclass(frozen=True, slots=True)
class Shown:
    """A field as the page shows it. ``mode`` is how it is answered: "single", "multi", "signature" or "text".

    ``blind`` keeps the reading back. ``retained`` and ``asked`` are what was typed and what is wrong with it.
    """

    waiting: Waiting
    ref: FieldRef | None
    mode: str
    blind: bool
    token: str
    words: str
    pick: str
    sureness: str
    choices: tuple[Choice, ...]
    alternatives: tuple[Choice, ...]
    picture: Picture | None
    raw: str
    problems: tuple[Problem, ...]
    retained: str = ""
    asked: tuple[Problem, ...] = ()
    keep: bool = False
    notice: str = ""

    @property
    def sheet(self) -> str:
        """The title of the sheet."""
        return self.ref.sheet.title if self.ref else self.waiting.handbook

    @property
    def label(self) -> str:
        """The printed words of the field."""
        return self.ref.field.label if self.ref else self.waiting.field_id

    @property
    def digits_choose(self) -> bool:
        """Say whether a digit chooses rather than begins an answer."""
        return self.mode != "text" or _begins_with_no_digit(self.ref)

    @property
    def multiline(self) -> bool:
        """Say whether the answer may have several lines."""
        return self.ref is not None and self.ref.field.multiline

    @property
    def handbook_title(self) -> str:
        """The title of the handbook with its edition."""
        found = handbook(self.waiting.handbook, self.waiting.edition)
        return f"{found.title} {found.edition}" if found else self.waiting.handbook


def ref_for(waiting: Waiting) -> FieldRef | None:
    """Return what a field is by its handbook."""
    return ref_of(waiting.handbook, waiting.edition, waiting.field_id)


def is_two(waiting: Waiting, kinds: Collection[str], *entered: Value) -> bool:
    """Say whether two persons have to enter the same for a field; ``entered`` is what somebody is about to enter."""
    ref, reading = ref_for(waiting), waiting.reading
    if ref is not None:
        return needs_two(ref.field, kinds)
    others = (each.value for each in waiting.entries.values())
    values = (waiting.value, reading.value, reading.raw, *reading.alternatives, *others, *entered)
    return reading_needs_two(waiting.concept, values, kinds)


def is_blind(waiting: Waiting, kinds: Collection[str]) -> bool:
    """Say whether the reading is kept back: at a second look, and until two persons entered what differs."""
    if is_two(waiting, kinds):
        return len(waiting.entries) < 2
    return waiting.reading.region is not None and waiting.reason is Reason.LOOK and not waiting.decided


def is_unread(waiting: Waiting) -> bool:
    """Say whether nothing was read, so that there is nothing to accept: not even that it is blank."""
    reading = waiting.reading
    return reading.status is FieldStatus.MISSING and not reading.reader and not waiting.decided


def shown(
    waiting: Waiting, kinds: Collection[str], pictures: FieldPictures, *, retained: str = "",
    asked: tuple[Problem, ...] = (), keep: bool = False, notice: str = "",
) -> Shown:
    """Return what the page shows of a field."""
    ref, blind = ref_for(waiting), is_blind(waiting, kinds)
    mode = mode_of(ref)
    now = _entered_now(waiting)
    value = None if blind else waiting.value
    region = waiting.reading.region
    unread = is_unread(waiting)
    is_told = not (blind or unread or waiting.decided or region is None)
    return Shown(
        waiting, ref, mode, blind, secrets.token_urlsafe(18),
        "" if blind else _("not read yet") if unread else entered_in_words(ref, now),
        "" if blind or unread else packed(now), _sureness(waiting) if is_told else "",
        _choices(ref, mode, value), () if blind else _alternatives(ref, mode, waiting),
        _picture(waiting, value, pictures),
        "" if blind and region is not None else _raw(waiting), () if blind else waiting.problems, retained, asked,
        keep, notice,
    )


def mode_of(ref: FieldRef | None) -> str:
    """Return how a field is answered."""
    if ref is None:
        return "text"
    return {Kind.SINGLE: "single", Kind.MULTI: "multi", Kind.SIGNATURE: "signature"}.get(ref.field.kind, "text")


def packed(entered: Entered) -> str:
    """Return a decision as it stands in a form: JSON of its kind and value."""
    value = list(entered.value) if isinstance(entered.value, tuple) else entered.value
    return json.dumps({"kind": entered.kind.value, "value": value}, ensure_ascii=False)


def of_value(value: Value) -> str:
    """Return the decision for a value, as it stands in a form."""
    return packed(Entered(DecisionKind.BLANK if value is None else DecisionKind.VALUE, value))


def entered_in_words(ref: FieldRef | None, entered: Entered) -> str:
    """Return what a person entered, or a reading says, in words."""
    if entered.kind in _KINDS:
        return _(_KINDS[entered.kind])
    return in_words(ref.field if ref else None, entered.value)


def _entered_now(waiting: Waiting) -> Entered:
    """Return what Enter accepts: the value that holds, or that it is illegible or of a wrong page."""
    kind = DecisionKind(waiting.decided) if waiting.decided else DecisionKind.VALUE
    if kind in _KINDS:
        return Entered(kind)
    return Entered(DecisionKind.BLANK if waiting.value is None else DecisionKind.VALUE, waiting.value)


def _sureness(waiting: Waiting) -> str:
    confidence = waiting.reading.confidence
    return _(next(word for least, word in _SURENESS if confidence >= least))


def _choices(ref: FieldRef | None, mode: str, value: Value) -> tuple[Choice, ...]:
    if mode == "signature":
        return (
            Choice("y", _(SIGNED), of_value(True), "y", value is True),
            Choice("n", _(N_("not signed")), of_value(None), "n"),
        )
    if ref is None or mode == "text":
        return ()
    options = ref.field.options
    on = set(value) if isinstance(value, tuple) else {value}
    return tuple(
        Choice(key, each.label, of_value(each.code), each.code, each.code in on)
        for each, key in zip(options, option_keys([each.code for each in options]), strict=True)
    )


def _begins_with_no_digit(ref: FieldRef | None) -> bool:
    return ref is not None and ref.field.format is Format.NAME


def _alternatives(ref: FieldRef | None, mode: str, waiting: Waiting) -> tuple[Choice, ...]:
    """Return what may be chosen instead of what is shown: the entries of two persons, else other readings."""
    if waiting.entries:
        offered = [(entered, who) for who, entered in waiting.entries.items()]
    elif mode == "single" or mode == "signature":
        offered = []
    else:
        read = (waiting.reading.value, *waiting.reading.alternatives)
        values = [each for each in dict.fromkeys(read) if each is not None and each != waiting.value]
        offered = [(Entered(DecisionKind.VALUE, each), "") for each in values[:6]]
    digits = mode == "text" and _begins_with_no_digit(ref)
    return tuple(
        Choice(key, entered_in_words(ref, entered), packed(entered), who=who)
        for (entered, who), key in zip(offered, alternative_keys(len(offered), digits=digits), strict=True)
    )


def _raw(waiting: Waiting) -> str:
    reading = waiting.reading
    if reading.region is None:
        return reading.raw or bare(reading.value)
    return reading.raw if reading.raw != bare(waiting.value) else ""


def _picture(waiting: Waiting, value: Value, pictures: FieldPictures) -> Picture | None:
    region = waiting.reading.region
    if region is None:
        return None
    try:
        made = pictures.crop(waiting.sha256, region)
    except FormkitError:
        return None
    on = set(value) if isinstance(value, tuple) else {value}
    options = tuple(_box(each, made, code, code in on) for code, each in made.options.items())
    return Picture(data_url(made.jpeg), made.width, made.height, _box(made.box, made), options)


def data_url(jpeg: bytes) -> str:
    """Return a picture as an address that holds it."""
    return "data:image/jpeg;base64," + base64.b64encode(jpeg).decode()


def _box(shares: Shares, made: Crop, code: str = "", on: bool = False) -> Box:
    left, top, right, bottom = shares
    return Box(
        round(left * made.width, 1), round(top * made.height, 1), round((right - left) * made.width, 1),
        round((bottom - top) * made.height, 1), code, on,
    )
