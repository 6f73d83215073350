"""The words by which columns and answers are known: concepts, roster words, labels of a handbook."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from formkit.model.concepts import BY_HEADER, CONCEPTS, Answer, header_key, meaning
from formkit.model.handbook import Field, Handbook, Kind
from formkit.model.ids import booklet_refs

_WORDS = "words.toml"
_LISTED = ("person.", "guardian.", "illness.", "visit.", "household_type", "village.")
"""Concepts whose labels in a handbook may stand over the column of a roster; those of plans and forms do not."""
_SHORTEST_LABEL = 2


@dataclass(frozen=True, slots=True)
class Qualifiers:
    """Words around a heading: whose or when it is, and what says that it is somebody else's."""

    person: tuple[str, ...]
    time: tuple[str, ...]
    next: tuple[str, ...]
    guardian: tuple[str, ...]
    others: tuple[str, ...]
    endings: tuple[str, ...]
    person_groups: tuple[str, ...]
    guardian_groups: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Headings and answers by concept.

    ``codes`` are the options of the handbook's choices, by concept: what a lone digit says there.
    """

    headings: Mapping[str, str]
    """Concept by the reduced heading (`header_key`)."""
    answers: Mapping[str, Mapping[str, str]]
    """For a choice: the common word by the reduced answer."""
    qualifiers: Qualifiers
    kinds: Mapping[str, Answer] = field(default_factory=dict)
    """The sort of content of concepts that only the handbook has."""
    codes: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def answer_of(self, concept: str) -> Answer:
        """Return what sort of content a concept has."""
        known = CONCEPTS.get(concept)
        return known.answer if known else self.kinds.get(concept, Answer.TEXT)

    def word(self, concept: str, text: str) -> str | None:
        """Return the common word for an answer as written, or None; a lone code has none."""
        return meaning(concept, text) or self.answers.get(concept, {}).get(header_key(text))

    def known(self, concept: str) -> bool:
        """Say whether there is such a concept."""
        return concept in CONCEPTS or concept in self.kinds


@cache
def roster_words() -> Vocabulary:
    """Return what is known without a handbook."""
    content = tomllib.loads((files(__package__) / _WORDS).read_text(encoding="utf-8"))
    headings = dict(BY_HEADER)
    for concept, words in content["headings"].items():
        for word in words:
            headings.setdefault(header_key(word), concept)
    answers = {concept: dict(_answers(words)) for concept, words in content["answers"].items()}
    return Vocabulary(headings, answers, _qualifiers(content["qualifiers"]))


def _answers(words: Mapping[str, list[str]]) -> Iterator[tuple[str, str]]:
    for word, others in words.items():
        for other in others:
            yield header_key(other), word


def _qualifiers(content: Mapping[str, Any]) -> Qualifiers:
    """Longer words come first, so that 最近一次 is not taken for 最近 with a rest."""
    return Qualifiers(**{
        name: tuple(sorted(map(header_key, words), key=len, reverse=True)) for name, words in content.items()
    })


def vocabulary(handbook: Handbook | None = None) -> Vocabulary:
    """Return the words of rosters and, where a handbook is given, its labels, aliases and codes.

    A word of rosters comes before a label; a label that two concepts share stands for none.
    """
    words = roster_words()
    if handbook is None:
        return words
    labels: dict[str, set[str]] = {}
    kinds: dict[str, Answer] = {}
    codes: dict[str, dict[str, str]] = {}
    for ref in booklet_refs(handbook):
        concept = ref.field.concept or ""
        if not concept.startswith(_LISTED):
            continue
        kinds.setdefault(concept, _kind(ref.field))
        if ref.field.kind is Kind.SINGLE:
            codes.setdefault(concept, {option.code: option.label for option in ref.field.options})
        for label in (ref.field.label, *ref.field.aliases):
            if len(key := header_key(label)) >= _SHORTEST_LABEL:
                labels.setdefault(key, set()).add(concept)
    plain = {key: next(iter(concepts)) for key, concepts in labels.items() if len(concepts) == 1}
    return Vocabulary(plain | dict(words.headings), words.answers, words.qualifiers, kinds, codes)


def _kind(field: Field) -> Answer:
    if field.kind is Kind.DATE:
        return Answer.DATE
    if field.format == "phone":
        return Answer.PHONE
    if field.format == "id_number":
        return Answer.ID_NUMBER
    return Answer.COUNT if field.kind in (Kind.INTEGER, Kind.NUMBER) else Answer.TEXT
