"""From the words of a heading to the concepts of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from formkit.i18n import N_, _
from formkit.media.table.reasons import Reason, because
from formkit.media.table.vocabulary import Vocabulary, roster_words
from formkit.model.concepts import (
    BIRTH,
    GUARDIAN_ID,
    GUARDIAN_NAME,
    ID_NUMBER,
    NAME,
    PHONE,
    ROW_NUMBER,
    SEX,
    header_key,
)

EXACT, NEARLY, DERIVED, PART = 4, 3, 2, 1
"""How well a heading says a concept: exactly; without brackets, unit or qualifier; by what stands
above or before it; in a part of it only. The last is never sure."""
ADDRESS, NUMBER, GUARDIAN_PHONE = "person.address", "person.number", "guardian.phone"
VISIT_DATE, NEXT_DATE = "visit.date", "visit.next_date"
_GUARDIANS = {NAME: GUARDIAN_NAME, PHONE: GUARDIAN_PHONE, ADDRESS: "guardian.address", ID_NUMBER: GUARDIAN_ID}
_OWNED = frozenset({*_GUARDIANS, SEX, BIRTH, NUMBER, "person.age"})
"""Concepts of which a list may hold those of several persons."""
_NEUTRAL_GROUP = re.compile(r"情况|信息|资料|登记|管理|病情|随访|联系|住址|地址|户籍|人口|内容|项目|档案")
_QUARTER = re.compile(r"第?[一二三四1-4]季度?")
_BRACKETS = re.compile(r"[(【\[][^)】\]]*[)】\]]")
_UNIT_ENDS = re.compile(r"(?:级|岁|日期及时间)$")
_UNITS = frozenset({"级", "岁", "日", "年", "(级)", "(岁)", "(日)", "年月日", "年月"})
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST_PART = 2
_PLAIN_PHONE = frozenset({"电话", "联系电话", "联系方式", "手机", "手机号", "手机号码", "电话号码", "联系号码"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """The concept of a column, or None, with the reasons."""

    concept: str | None
    reasons: tuple[Reason, ...]
    strength: int = 0
    """How well the heading says it: `EXACT` to `PART`; 0 where it says nothing."""
    twice: str | None = None
    """The concept that the heading says as well as another column's does."""
    doubts: tuple[Reason, ...] = ()
    """What keeps the proposal from being sure."""

    @property
    def reason(self) -> str:
        """The reasons in one sentence."""
        return _("; ").join(map(str, self.reasons))

    def why(self, reason: Reason, **changes: object) -> Proposal:
        """Return the proposal with one more reason, and other changes."""
        return replace(self, reasons=(*self.reasons, reason), **changes)  # type: ignore[arg-type]


def propose(headers: Sequence[tuple[str, ...]], words: Vocabulary | None = None) -> tuple[Proposal, ...]:
    """Return a proposal for each column, given its words from the top of the heading down.

    A concept is given once, to the column whose heading says it best. What comes a second time
    after a guardian's name is the guardian's; any other keeps its content under its own heading.
    """
    words = words or roster_words()
    found = [_propose(header, words) for header in headers]
    taken = {proposal.concept: index for index, proposal in reversed(list(enumerate(found))) if proposal.concept}
    for index, proposal in enumerate(found):
        if proposal.concept and proposal.strength > found[taken[proposal.concept]].strength:
            taken[proposal.concept] = index
    guardian = taken.get(GUARDIAN_NAME, len(found))
    for index, proposal in enumerate(found):
        if proposal.concept and taken[proposal.concept] != index:
            beside = index > 0 and (found[index - 1].concept or "").startswith("guardian.")
            found[index] = _second(proposal, set(taken), index > guardian, beside)
            taken.setdefault(found[index].concept or "", index)
    return tuple(_doubt_phones(found, headers))


def _second(proposal: Proposal, taken: set[str], after_guardian: bool, beside_guardian: bool) -> Proposal:
    counterpart = _GUARDIANS.get(proposal.concept or "")
    if after_guardian and counterpart and counterpart not in taken:
        reason = because(N_("it comes a second time, after the guardian's name"))
        sure = beside_guardian and proposal.concept != ADDRESS
        doubts = () if sure else (because(N_("it may be the person's own as well")),)
        return proposal.why(
            reason, concept=counterpart, strength=min(proposal.strength, DERIVED), doubts=(*proposal.doubts, *doubts)
        )
    reason = because(N_("another column has this already"))
    return replace(proposal, concept=None, twice=proposal.concept, reasons=(reason,))


def _doubt_phones(found: list[Proposal], headers: Sequence[tuple[str, ...]]) -> Iterable[Proposal]:
    """A lone 电话 right behind the guardian may be either's: neither heading nor content tells."""
    places = {proposal.concept: index for index, proposal in enumerate(found) if proposal.concept}
    phone = places.get(PHONE)
    doubtful = (
        phone is not None and phone > 0 and headers[phone] and len(headers[phone]) == 1
        and header_key(_BRACKETS.sub("", header_key(headers[phone][0]))) in _PLAIN_PHONE
        and (found[phone - 1].concept or "").startswith("guardian.")
    )
    for index, proposal in enumerate(found):
        second = proposal.concept == GUARDIAN_PHONE and proposal.strength == DERIVED and len(headers[index]) == 1
        if doubtful and (index == phone or second):
            yield replace(proposal, doubts=(because(N_("it stands behind the guardian and may be the guardian's")),))
        else:
            yield proposal


def _propose(header: tuple[str, ...], words: Vocabulary) -> Proposal:
    if not header:
        return Proposal(None, (because(N_("no heading")),))
    leaf, groups = header[-1], tuple(map(header_key, header[:-1]))
    whole = header_key("".join(header))
    joined = _exactly(_joined(groups, header_key(leaf), words), words, " ".join(header)) if groups else None
    if joined is not None:
        return joined
    found = _by_words(leaf, words)
    exact = found.strength == EXACT and not groups
    if not exact and any(other in whole for other in words.qualifiers.others):
        return Proposal(None, (because(N_("somebody else's, or one of several")),))
    if any(word in group for group in groups for word in words.qualifiers.guardian_groups):
        return _guardians(found)
    if any(_QUARTER.search(group) for group in groups):
        return Proposal(None, (because(N_("somebody else's, or one of several")),))
    return _under_group(found, groups, words) if groups else found


def _joined(groups: tuple[str, ...], leaf: str, words: Vocabulary) -> list[str]:
    """Return what a heading below groups may mean as one word: 确诊情况 over 时间 is 确诊时间."""
    bare = [_without_ending(_BRACKETS.sub("", group), words) for group in groups]
    return ["".join((*bare, leaf)), bare[-1] + leaf, *([bare[-1]] if leaf in _UNITS else [])]


def _exactly(candidates: Iterable[str], words: Vocabulary, header: str) -> Proposal | None:
    for candidate in candidates:
        if (concept := words.headings.get(candidate)) is not None:
            return Proposal(concept, (because(N_("heading “{header}”"), header=header),), EXACT)
    return None


def _guardians(found: Proposal) -> Proposal:
    """Under a group 监护人情况 a plain 姓名 or 电话 is the guardian's."""
    reason = because(N_("under the guardian's heading"))
    if found.concept in _GUARDIANS:
        return found.why(reason, concept=_GUARDIANS[found.concept])
    if found.concept is not None and found.concept.startswith("person."):
        return found.why(reason, concept=None, strength=0)
    return found


def _under_group(found: Proposal, groups: tuple[str, ...], words: Vocabulary) -> Proposal:
    """A name or phone below a group that speaks of nobody known may be anybody's."""
    of_person = any(word in group for group in groups for word in words.qualifiers.person_groups)
    if found.concept not in _OWNED or of_person or all(_NEUTRAL_GROUP.search(group) for group in groups):
        return found
    doubt = because(N_("under “{group}” it may be somebody else's"), group=groups[-1])
    return replace(found, doubts=(*found.doubts, doubt))


def _by_words(header: str, words: Vocabulary) -> Proposal:
    key = header_key(header)
    exact = _exactly((key,), words, header)
    if exact is not None:
        return exact
    bare = _BRACKETS.sub("", key)
    shorter = _UNIT_ENDS.sub("", bare)
    for each in (bare, shorter, _without_ending(bare, words)):
        if (concept := words.headings.get(each)) is not None:
            return Proposal(concept, (because(N_("heading “{header}”"), header=header),), NEARLY)
    return _qualified(bare, header, words) or _by_part(bare, header, words)


def _without_ending(key: str, words: Vocabulary) -> str:
    for ending in words.qualifiers.endings:
        if key.endswith(ending) and len(key) > len(ending):
            return key.removesuffix(ending)
    return key


def _qualified(key: str, header: str, words: Vocabulary) -> Proposal | None:
    """Take off what only says whose or when it is: 患者 or 目前 in front, 监护人 for the guardian's."""
    for prefix in words.qualifiers.guardian:
        rest = key.removeprefix(prefix).removeprefix("的")
        concept = _GUARDIANS.get(words.headings.get(rest, "")) if key.startswith(prefix) else None
        if concept:
            reason = because(N_("heading “{header}” has the word “{word}”"), header=header, word=prefix)
            return Proposal(concept, (reason,), NEARLY)
    for prefix in words.qualifiers.next:
        if key.startswith(prefix) and words.headings.get(key.removeprefix(prefix)) == VISIT_DATE:
            reason = because(N_("heading “{header}” has the word “{word}”"), header=header, word=prefix)
            return Proposal(NEXT_DATE, (reason,), NEARLY)
    rest = key
    for prefix in (*words.qualifiers.person, *words.qualifiers.time):
        if rest.startswith(prefix) and len(rest) > len(prefix):
            rest = rest.removeprefix(prefix).removeprefix("的")
            for each in (rest, _without_ending(rest, words)):
                if (concept := words.headings.get(each)) not in (None, ROW_NUMBER, "remark", NUMBER):
                    reason = because(N_("heading “{header}” is “{word}”"), header=header, word=each)
                    return Proposal(concept, (reason,), NEARLY)
    return None


def _by_part(key: str, header: str, words: Vocabulary) -> Proposal:
    """Take the longest known word that the heading ends or begins with, the end first; never surely."""
    if not _HAN.search(key):
        return Proposal(None, (because(N_("no known heading")),))
    for start in range(1, len(key) - _SHORTEST_PART + 1):
        for part in (key[start:], key[:-start] if len(key) - start > _SHORTEST_PART else ""):
            concept = words.headings.get(part)
            if concept not in (None, ROW_NUMBER, "remark"):
                reason = because(N_("heading “{header}” has the word “{word}”"), header=header, word=part)
                doubt = because(N_("the rest of the heading is not known"))
                return Proposal(concept, (reason,), PART, doubts=(doubt,))
    return Proposal(None, (because(N_("no known heading")),))
