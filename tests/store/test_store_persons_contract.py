"""How documents, booklets and rows find their persons, over a file and over memory alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from formkit.errors import StoreError
from formkit.matching.match import match
from formkit.model.person import Identity, IssuedBooklet
from formkit.model.reading import DocumentStatus
from formkit.model.store import ForeignRow, Store
from formkit.model.whole import WholeDecision, WholeKind
from formkit.store.engine import open_store
from tests.store.conftest import KINDS
from tests.store.invented_cases import LI, add, codes, document, handbook, id_number, visit

BOOK = handbook()


def test_a_sheet_of_an_issued_booklet_joins_by_its_serial_alone(store: Store) -> None:
    names = {name: LI[name] for name in ("cover.patient_name", "cover.patient_no")}
    issued = IssuedBooklet("7K2M9Q", "case-management", "2017", {"cover": 1, "followup": 4}, None, names, ("f1", "f2"))
    kept = store.register_issued(issued, handbook=BOOK, matcher=match)
    assert kept.person_id is not None
    assert store.register_issued(issued, handbook=BOOK, matcher=match) == kept
    assert store.find_serial("7K2M9Q") == kept
    assert (kept.counts, kept.values, kept.fingerprints) == ({"cover": 1, "followup": 4}, names, ("f1", "f2"))
    lone = {"followup.2.visit_date": "2013-06-01", "followup.2.danger": "1"}
    added = add(store, document("lone.pdf", lone, serial="7K2M9Q"))
    assert added.person_id == kept.person_id
    with pytest.raises(StoreError) as raised:
        store.register_issued(IssuedBooklet("7K2M9Q", "case-management", "2017"))
    assert raised.value.problem.code == "S106"
    assert store.find_serial("000000") is None


def test_prefilled_values_make_no_visit(store: Store) -> None:
    filled = {"cover.patient_name": LI["cover.patient_name"], "followup.1.note": "printed"}
    issued = IssuedBooklet("7K2M9Q", "case-management", "2017", values=filled)
    store.register_issued(issued, handbook=BOOK, matcher=match)
    added = add(store, document("a.pdf", filled | {"followup.2.note": "by hand"}, serial="7K2M9Q"))
    assert [each.entry for each in store.case_values(added.case_id or 0).of_sheet("followup")] == [2]


def test_the_same_paper_scanned_twice_is_one_visit_though_its_date_was_misread(store: Store) -> None:
    first = add(store, document("a.pdf", LI | visit(1, "2013-03-01", "0"), serial="7K2M9Q"))
    second = add(store, document("b.pdf", visit(1, "2013-03-07", "0"), serial="7K2M9Q"))
    assert codes(second) == ["S110"]
    assert store.case_values(first.case_id or 0).of_sheet("followup")[0].conflicts == ("visit_date",)


def test_sheets_without_a_name_wait_for_the_rest_of_their_booklet(store: Store) -> None:
    lone = {"followup.2.visit_date": "2013-06-01", "followup.2.danger": "1"}
    first = add(store, document("lone.pdf", lone, serial="7K2M9Q"))
    assert codes(first) == ["S204"]
    assert first.person_id is None
    second = add(store, document("cover.pdf", LI, serial="7K2M9Q"))
    joined = store.document(first.document_id)
    assert (joined.person_id, joined.case_id) == (second.person_id, second.case_id)
    assert joined.status is DocumentStatus.ACCEPTED
    assert len(store.case_values(second.case_id or 0).of_sheet("followup")) == 1


def test_plain_blanks_share_no_serial(store: Store) -> None:
    first = add(store, document("a.pdf", LI, serial="000000"))
    other = LI | {"cover.patient_name": "赵远山", "cover.patient_no": "9", "cover.id_no": None, "cover.phone": None}
    second = add(store, document("b.pdf", other, serial="000000"))
    assert first.person_id != second.person_id


def test_a_doubtful_match_is_never_merged_until_a_person_settles_it(store: Store) -> None:
    first = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0")))
    alike = {"cover.patient_name": "李青禾", "cover.patient_no": None}
    second = add(store, document("b.docx", alike | {"followup.1.visit_date": "2013-06-01", "followup.1.danger": "3"}))
    assert codes(second) == ["S203"]
    assert second.person_id != first.person_id
    flagged = {each.id: each.possible_duplicate_of for each in store.persons()}
    assert flagged == {first.person_id: None, second.person_id: first.person_id}
    assert first.person_id is not None
    assert second.person_id is not None
    store.settle_duplicate(second.person_id, first.person_id, same=True, who="王", why="asked the village")
    assert [each.id for each in store.persons()] == [first.person_id]
    assert [each.id for each in store.cases()] == [first.case_id]
    for case in (first.case_id, second.case_id):
        assert len(store.case_values(case or 0).of_sheet("followup")) == 2
    assert store.document(second.document_id).case_id == first.case_id
    store.settle_duplicate(first.person_id, second.person_id, same=False, who="王", why="wrong after all")
    assert {each.id: each.possible_duplicate_of for each in store.persons()} == {
        first.person_id: None, second.person_id: None,
    }
    assert len(store.case_values(first.case_id or 0).of_sheet("followup")) == 1


def test_two_people_of_one_name_are_two_without_a_word(store: Store) -> None:
    add(store, document("a.docx", LI))
    namesake = LI | {
        "cover.id_no": id_number("1954-11-30", 33), "cover.birth": "1954-11", "cover.sex": "1",
        "cover.patient_no": "101-00999", "cover.phone": "13900000009",
    }
    assert codes(add(store, document("b.docx", namesake))) == []
    assert len(store.persons()) == 2


def test_a_sheet_that_fits_two_persons_is_merged_with_neither(store: Store) -> None:
    namesake = {"cover.patient_name": LI["cover.patient_name"], "cover.patient_no": "101-00999"}
    add(store, document("a.docx", LI))
    add(store, document("b.docx", namesake))
    lone = {"followup.1.patient_name": LI["cover.patient_name"], "followup.1.visit_date": "2013-06-01"}
    found = add(store, document("c.docx", lone))
    assert codes(found) == ["S201"]
    assert len(store.persons()) == 3


def test_a_corrected_number_lets_a_document_find_its_person(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", visit(1, "2013-06-01", "0") | {"followup.1.patient_name": "季青禾"}))
    assert codes(second) == ["S202"]
    store.correct(second.document_id, "followup.1.patient_name", LI["cover.patient_name"], who="王", why="misread")
    again = store.rematch(second.document_id, matcher=match)
    assert (again.person_id, again.case_id) == (first.person_id, first.case_id)
    assert store.problems(second.document_id) == ()
    assert [each.id for each in store.persons()] == [first.person_id]


def test_a_document_that_a_person_assigned_stays_there_whatever_its_name_matches(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", visit(1, "2013-06-01", "0") | {"followup.1.patient_name": "季青禾"}))
    assert second.person_id is not None
    store.assign(second.document_id, second.person_id, who="王", why="asked the village")
    store.correct(second.document_id, "followup.1.patient_name", LI["cover.patient_name"], who="王", why="misread")
    again = store.rematch(second.document_id, matcher=match)
    assert again.person_id == store.document(second.document_id).person_id == second.person_id != first.person_id


def test_a_document_without_a_name_can_be_assigned(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    lone = add(store, document("b.docx", {"followup.1.visit_date": "2013-06-01", "followup.1.danger": "1"}))
    assert store.document(lone.document_id).status is DocumentStatus.REVIEW
    assert first.person_id is not None
    store.assign(lone.document_id, first.person_id, who="王", why="came in the same envelope")
    assert store.document(lone.document_id).case_id == first.case_id
    assert store.document(lone.document_id).status is DocumentStatus.ACCEPTED
    with pytest.raises(StoreError) as raised:
        store.assign(lone.document_id, 999, who="王", why="x")
    assert raised.value.problem.code == "S104"


def test_a_correction_of_the_name_reaches_the_person(store: Store) -> None:
    added = add(store, document("a.docx", LI))
    store.correct(added.document_id, "cover.patient_name", "李青荷", who="王", why="misread")
    assert store.persons()[0].identity.name == "李青荷"
    assert store.persons()[0].identity.number == LI["cover.patient_no"]


def test_columns_that_no_handbook_feeds_are_kept_with_their_person(store: Store) -> None:
    added = add(store, document("a.docx", LI))
    row = ForeignRow(
        Identity(name="李青禾", id_number=LI["cover.id_no"]), {"managed_since": "2010-05", "subsidy": "是"},
        "roster.xlsx", "ab" * 32, "花名册!7", "case-management",
    )
    joined = store.add_foreign_row(row, matcher=match)
    assert (joined.person_id, joined.case_id, joined.duplicate) == (added.person_id, added.case_id, False)
    assert store.add_foreign_row(row, matcher=match).duplicate
    assert store.case_values(added.case_id or 0).foreign == (row,)


def test_a_person_known_from_a_list_alone_has_a_case(store: Store) -> None:
    row = ForeignRow(Identity(name="赵远山", number="7"), {}, "r.csv", "cd" * 32, "3", "case-management")
    joined = store.add_foreign_row(row, matcher=match)
    view = store.case_values(joined.case_id or 0)
    assert (view.person.identity.name, view.visits) == ("赵远山", ())
    assert [each.id for each in store.cases("case-management")] == [joined.case_id]
    assert store.cases("home-care") == ()


def test_one_person_is_found_by_each_number_that_was_settled_to_be_theirs(store: Store) -> None:
    first = add(store, document("a.docx", LI | visit(1, "2013-03-01", "0")))
    second = add(store, document("b.docx", {"cover.patient_name": "李青禾", "cover.village": "石桥村"}))
    other = add(store, document("c.docx", {"cover.patient_name": "赵远山", "cover.patient_no": "9"}))
    assert first.person_id is not None
    assert second.person_id is not None
    assert [store.person(each.id) for each in store.persons()] == list(store.persons())
    store.settle_duplicate(second.person_id, first.person_id, same=True, who="王", why="asked the village")
    one, apart = store.persons()
    assert store.person(first.person_id) == store.person(second.person_id) == one
    assert [each.id for each in store.documents(person_id=second.person_id)] == [first.document_id, second.document_id]
    assert [each.id for each in store.cases(person_id=second.person_id)] == [first.case_id]
    assert [each.id for each in store.documents(person_id=apart.id)] == [other.document_id]
    assert [each.id for each in store.documents(sha256=store.document(3).sha256)] == [3]


def test_a_person_to_whom_nothing_belongs_is_not_there(store: Store) -> None:
    added = add(store, document("a.docx", LI))
    assert added.person_id is not None
    store.whole.decide(WholeDecision(added.document_id, WholeKind.REJECT, "王", "token 1", "no booklet"))
    for number in (added.person_id, 99):
        with pytest.raises(StoreError) as raised:
            store.person(number)
        assert raised.value.problem.code == "S104"
    assert store.find_persons("李青禾", 10) == ()
    assert store.statuses() == {added.document_id: DocumentStatus.REJECTED}


@pytest.fixture(scope="module", params=KINDS)
def three(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store of three persons, in which tests only look."""
    folder = tmp_path_factory.mktemp("three")
    if request.param == "server":
        server = request.getfixturevalue("server")
        url = server.url(server.make())
    else:
        url = "memory:" if request.param == "memory" else str(folder / "formkit.db")
    with open_store(url) as store:
        add(store, document("a.docx", LI))
        add(store, document("b.docx", {"cover.patient_name": "李青禾", "cover.village": "石桥村"}))
        more = {"cover.village": "东湾村3组", "cover.phone": "（０５７１）５７４８８０"}
        add(store, document("c.docx", {"cover.patient_name": "赵远山", "cover.patient_no": "9", **more}))
        yield store


@pytest.mark.parametrize(
    ("wanted", "numbers"),
    [("李青禾", [1, 2]), ("李 青禾", [1, 2]), ("101-00023", [1]), ("10100023", [1]), ("柳河", [1]), ("３组", [3]),
     ("LI% ", []), ("李_禾", []), (LI["cover.id_no"], [1]), (LI["cover.id_no"][-4:], [1]), (LI["cover.id_no"][:12], []),
     ("139-0000", [1]), ("57488", [3]), ("李青禾 石桥", [2]), ("李青禾 柳河 139", [1]), ("赵远山 柳河", []),
     ("  ", [])],
)
def test_persons_are_found_by_what_is_said_of_them(three: Store, wanted: str, numbers: list[int]) -> None:
    assert [each.id for each in three.find_persons(wanted, 10)] == numbers
    assert [each.id for each in three.find_persons(wanted, 1)] == numbers[:1]


def test_of_persons_who_are_one_every_name_and_number_finds_the_first(store: Store) -> None:
    first = add(store, document("a.docx", LI))
    second = add(store, document("b.docx", {"cover.patient_name": "李青禾", "cover.village": "石桥村"}))
    assert first.person_id is not None
    assert second.person_id is not None
    assert store.find_persons("石桥 101-00023", 10) == ()
    store.settle_duplicate(second.person_id, first.person_id, same=True, who="王", why="asked")
    assert [each.id for each in store.find_persons("石桥 101-00023", 10)] == [first.person_id]
