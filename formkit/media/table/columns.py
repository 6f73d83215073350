"""From the words of a heading to the concepts of its columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from formkit.model.concepts import (
    BY_HEADER,
    GUARDIAN_NAME,
    ID_NUMBER,
    NAME,
    PHONE,
    ROW_NUMBER,
    header_key,
)

_GUARDIAN = ("监护人", "家属", "联系人")
_GUARDIANS = {NAME: GUARDIAN_NAME, PHONE: "guardian.phone", "person.address": "guardian.address"}
_OTHERS = (
    "医生", "民警", "干部", "网格员", "责任人", "村医", "社工", "公安", "填报", "经办",
    "监护人身份", "家属身份", "户主", "季度", "委会联系",
)
"""A name, phone or number with such a word is somebody else's; a date by quarters is not the latest."""
_BRACKETS = re.compile(r"[(【\[][^)】\]]*[)】\]]")
_UNIT_ENDS = re.compile(r"(?:级|岁|日期及时间)$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_SHORTEST_PART = 2
TWICE = "twice: "
"""Begins the reason of a column whose concept another column has already."""
_PARTS = tuple(sorted(
    (word for word, concept in BY_HEADER.items() if len(word) >= _SHORTEST_PART and concept != ROW_NUMBER),
    key=len, reverse=True,
))
"""The words that a longer heading may begin or end with, the longest first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """The concept of a column, or None, with the reason in words."""

    concept: str | None
    reason: str
    strength: int = 0
    """How well the heading says it: 3 exactly, 2 without brackets or unit, 1 in a part of it."""


def propose(headers: Sequence[tuple[str, ...]]) -> tuple[Proposal, ...]:
    """Return a proposal for each column, given its words from the top of the heading down.

    A concept is given once, to the column whose heading says it best. What comes a second time
    after a guardian's name is the guardian's; any other keeps its content under its own heading.
    """
    found = [_propose(words) for words in headers]
    taken = {proposal.concept: index for index, proposal in reversed(list(enumerate(found))) if proposal.concept}
    for index, proposal in enumerate(found):
        if proposal.concept and proposal.strength > found[taken[proposal.concept]].strength:
            taken[proposal.concept] = index
    guardian = taken.get(GUARDIAN_NAME, len(found))
    for index, proposal in enumerate(found):
        if proposal.concept and taken[proposal.concept] != index:
            found[index] = _second(proposal, set(taken), index > guardian)
            taken.setdefault(found[index].concept or "", index)
    return tuple(found)


def _second(proposal: Proposal, taken: set[str], after_guardian: bool) -> Proposal:
    counterpart = _GUARDIANS.get(proposal.concept or "")
    if after_guardian and counterpart and counterpart not in taken:
        return replace(proposal, concept=counterpart, reason=f"{proposal.reason}, after the guardian's name")
    return replace(proposal, concept=None, reason=f"{TWICE}{proposal.concept}")


def _propose(words: tuple[str, ...]) -> Proposal:
    if not words:
        return Proposal(None, "no heading")
    leaf, groups = words[-1], words[:-1]
    whole = "".join(words)
    if any(other in header_key(whole) for other in _OTHERS):
        return Proposal(None, "somebody else's, or one of several")
    found = _by_words(leaf)
    if any(word in group for group in groups for word in _GUARDIAN):
        return _guardians(found)
    if found.concept is None and groups:
        joined = _by_words(whole)
        return joined if joined.concept else _by_words(groups[-1]) if len(leaf) == 1 else found
    return found


def _guardians(found: Proposal) -> Proposal:
    """Under a group 监护人情况 a plain 姓名 or 电话 is the guardian's."""
    if found.concept in _GUARDIANS:
        return Proposal(_GUARDIANS[found.concept], f"{found.reason}, under the guardian's heading", found.strength)
    if found.concept == ID_NUMBER:
        return Proposal(None, "the guardian's ID number")
    return found


def _by_words(header: str) -> Proposal:
    key = header_key(header)
    if key in BY_HEADER:
        return Proposal(BY_HEADER[key], f"heading “{header}”", 3)
    bare = _BRACKETS.sub("", key)
    if bare in BY_HEADER:
        return Proposal(BY_HEADER[bare], f"heading “{header}” without its brackets", 2)
    shorter = _UNIT_ENDS.sub("", bare)
    if shorter in BY_HEADER:
        return Proposal(BY_HEADER[shorter], f"heading “{header}” without its unit", 2)
    return _by_part(bare, header) if _HAN.search(bare) else Proposal(None, "no known heading")


def _by_part(key: str, header: str) -> Proposal:
    """Take the longest known word that the heading ends or begins with, the end first."""
    for fits in (key.endswith, key.startswith):
        for word in _PARTS:
            if fits(word):
                return Proposal(BY_HEADER[word], f"heading “{header}” has the word “{word}”", 1)
    return Proposal(None, "no known heading")
