"""Which of the persons known a document belongs to.

From the strongest sign to the weakest: the serial of an issued booklet, the ID number, the office's
number together with the name, name with birth and village, and the name where only one person has
it and the phone, the address down to the house or, unless the villages differ, the day of birth
agrees. A sign that fits one person while something else contradicts is doubtful, and so is one that
fits several, or an ID number that a slip makes another's. Nothing doubtful is ever merged. Two people
of one name whose ID numbers, births or numbers differ are simply two, unless all else is alike.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from formkit.matching import agreement
from formkit.model.person import Candidate, Certainty, Identity, Match, Reason

_Rule = Callable[[Identity, Sequence[Candidate]], Match | None]


def match(identity: Identity, candidates: Sequence[Candidate]) -> Match:
    """Return whom ``identity`` belongs to.

    Args:
        identity: what the document says of its person.
        candidates: every person that shares serial, ID number, number or name with it.
    """
    for rule in _RULES:
        found = rule(identity, candidates)
        if found is not None:
            return found
    return Match(None, Certainty.NEW, Reason.NOBODY)


def _by_serial(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    fitting = [each for each in candidates if each.same_serial]
    if not fitting:
        return None
    person = fitting[0].person
    # The ID number outweighs all but itself; a misread birth or sex is for the checks to find.
    same_id = agreement.ids_agree(identity, person.identity)
    differs = agreement.names_differ(identity, person.identity) or agreement.contradict(identity, person.identity)
    if differs and not same_id:
        return _doubtful(fitting, Reason.CONTRADICTION)
    return Match(person.id, Certainty.SURE, Reason.SERIAL)


def _by_id_number(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    fitting = [each for each in candidates if agreement.ids_agree(identity, each.person.identity)]
    named = [each for each in fitting if not agreement.names_differ(identity, each.person.identity)]
    if fitting and not named:
        return _doubtful(fitting, Reason.CONTRADICTION)
    return _only(named, Reason.ID_NUMBER)


def _by_number(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    fitting = [each for each in candidates if agreement.numbers_agree(identity, each.person.identity)]
    named = [each for each in fitting if agreement.names_agree(identity, each.person.identity)]
    agreeing = [each for each in named if not agreement.contradict(identity, each.person.identity)]
    if agreeing:
        return _only(agreeing, Reason.NUMBER_AND_NAME)
    if not fitting:
        return None
    nameless = [each for each in fitting if not agreement.names_differ(identity, each.person.identity)]
    return _doubtful(fitting, Reason.NUMBER_ONLY if nameless and not named else Reason.CONTRADICTION)


def _by_name_birth_village(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    fitting = [
        each for each in _of_that_name(identity, candidates)
        if agreement.births_agree(identity, each.person.identity)
        and agreement.villages_agree(identity, each.person.identity)
    ]
    return _only(fitting, Reason.NAME_BIRTH_VILLAGE)


def _by_name(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    named = _of_that_name(identity, candidates)
    if not named:
        return None
    if len(named) > 1:
        return _doubtful(named, Reason.SEVERAL)
    person = named[0].person
    more = _born_alike_and_near(identity, person.identity) or agreement.reachable_alike(identity, person.identity)
    return Match(person.id, Certainty.SURE, Reason.NAME_AND_MORE) if more else _doubtful(named, Reason.NAME_ONLY)


def _born_alike_and_near(one: Identity, other: Identity) -> bool:
    """Two of one name in two villages are easily born in one month."""
    return agreement.births_agree(one, other, to_the_day=True) and not agreement.villages_differ(one, other)


def _by_likeness(identity: Identity, candidates: Sequence[Candidate]) -> Match | None:
    """Catch a slip of the pen in a number: the name agrees all the same, and birth, phone or nearly all of the ID."""
    fitting = [
        each for each in candidates
        if agreement.names_agree(identity, each.person.identity)
        and (
            agreement.births_agree(identity, each.person.identity)
            or agreement.reachable_alike(identity, each.person.identity)
            or agreement.ids_nearly_agree(identity, each.person.identity)
        )
    ]
    return _doubtful(fitting, Reason.CONTRADICTION) if fitting else None


def _of_that_name(identity: Identity, candidates: Sequence[Candidate]) -> list[Candidate]:
    """Return those of the same name whom nothing contradicts: with two ID numbers they are two people."""
    return [
        each for each in candidates
        if agreement.names_agree(identity, each.person.identity)
        and not agreement.contradict(identity, each.person.identity)
        and not agreement.numbers_differ(identity, each.person.identity)
    ]


def _only(fitting: Sequence[Candidate], reason: Reason) -> Match | None:
    """Return the match if there is one, doubt if there are several, None if there is none."""
    if len(fitting) > 1:
        return _doubtful(fitting, Reason.SEVERAL)
    return Match(fitting[0].person.id, Certainty.SURE, reason) if fitting else None


def _doubtful(fitting: Sequence[Candidate], reason: Reason) -> Match:
    return Match(fitting[0].person.id, Certainty.DOUBTFUL, reason)


_RULES: tuple[_Rule, ...] = (_by_serial, _by_id_number, _by_number, _by_name_birth_village, _by_name, _by_likeness)
