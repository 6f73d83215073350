"""Forms as other programs leave them, written object by object."""

from __future__ import annotations

from io import BytesIO

import pytest

from formkit.media.pdf import read
from formkit.media.pdf.strings import text_of
from formkit.media.pdf.writer import PdfFile, array, dictionary, ref
from formkit.model.imprint import Booklet, Imprint
from formkit.model.reading import FieldStatus
from tests.media.pdf.probe import HANDBOOK


def form(*fields: bytes, widgets: tuple[bytes, ...] = ()) -> bytes:
    """Return a file of one page whose form has ``fields``; %W1 … in them stand for widgets."""
    out = BytesIO()
    file = PdfFile(out)
    numbers = [file.put(each) for each in widgets]
    roots = []
    for each in fields:
        for place, number in enumerate(numbers, start=1):
            each = each.replace(b"%%W%d" % place, ref(number))
        roots.append(file.put(each))
    pages, page = file.reserve(), file.reserve()
    annotations = array(map(ref, [*numbers, *roots]))
    file.put(
        dictionary({"Type": b"/Page", "Parent": ref(pages), "MediaBox": b"[0 0 595 842]", "Annots": annotations}), page
    )
    file.put(dictionary({"Type": b"/Pages", "Count": b"1", "Kids": array([ref(page)])}), pages)
    acro = file.put(dictionary({"Fields": array(map(ref, roots))}))
    file.close(
        file.put(dictionary({"Type": b"/Catalog", "Pages": ref(pages), "AcroForm": ref(acro)})), file.put(b"<<>>")
    )
    return out.getvalue()


def booklet(*fields: bytes, widgets: tuple[bytes, ...] = ()) -> Booklet:
    content = form(*fields, widgets=widgets)
    return read(content, "in.pdf", HANDBOOK, Imprint("probe", "2017", "", {"basic": 1, "visit": 0}))


@pytest.mark.parametrize(
    "raw", [b"<FEFF5F204E09>", b"<FFFE205F094E>", b"<EFBBBFE5BCA0E4B889>", b"<FEFF001B007A0068001B5F204E09>"]
)
def test_texts_of_every_marked_encoding_are_read(raw: bytes) -> None:
    found = booklet(b"<</T (basic.name) /FT /Tx /V " + raw + b">>").readings["basic.name"]
    assert found.value == "张三"
    assert found.status is FieldStatus.ACCEPTED


def test_a_text_in_gbk_is_read_and_left_to_a_person() -> None:
    made = booklet(b"<</T (basic.name) /FT /Tx /V <%s>>>" % "张三".encode("gbk").hex().encode())
    assert made.readings["basic.name"].value == "张三"
    assert made.readings["basic.name"].status is FieldStatus.REVIEW
    assert "A207" in {each.code for each in made.problems}


def test_latin_letters_in_pdf_doc_encoding_stay_latin() -> None:
    assert text_of("Jos\xe9".encode("latin-1")) == ("José", False)


def test_what_a_person_typed_is_normalised() -> None:
    made = booklet(b"<</T (basic.birth) /FT /Tx /V (2013.3.5)>>", b"<</T (basic.symptoms) /FT /Tx /V (12, 1)>>")
    assert made.readings["basic.birth"].value == "2013-03-05"
    assert made.readings["basic.symptoms"].value == ("1", "12")


def test_what_cannot_be_read_as_its_kind_goes_to_review() -> None:
    made = booklet(b"<</T (basic.times) /FT /Tx /V (many)>>")
    assert made.readings["basic.times"].status is FieldStatus.REVIEW
    assert made.readings["basic.times"].value == "many"


def test_names_nest_and_attributes_are_inherited() -> None:
    made = booklet(b"<</T (basic) /FT /Tx /Kids [%W1]>>", widgets=(b"<</T (name) /V (Li) /Subtype /Widget>>",))
    assert made.readings["basic.name"].value == "Li"


def test_a_radio_group_whose_states_are_indexes_into_its_options_is_read() -> None:
    made = booklet(
        b"<</T (basic.sex) /FT /Btn /Ff 32768 /V /1 /Opt [(1) (2) (3)] /Kids [%W1 %W2]>>",
        widgets=(b"<</Subtype /Widget /AS /Off>>", b"<</Subtype /Widget /AS /1>>"),
    )
    assert made.readings["basic.sex"].value == "2"


def test_a_button_without_a_value_counts_by_what_it_shows() -> None:
    made = booklet(b"<</T (basic.sex) /FT /Btn /Ff 32768 /Kids [%W1]>>", widgets=(b"<</Subtype /Widget /AS /3>>",))
    assert made.readings["basic.sex"].value == "3"


@pytest.mark.parametrize("raw", [b"/2", b"(2)", b"(/2)", b"<FEFF0032>"])
def test_a_state_is_read_however_it_is_stored(raw: bytes) -> None:
    made = booklet(b"<</T (basic.sex) /FT /Btn /Ff 32768 /V " + raw + b">>")
    assert made.readings["basic.sex"].value == "2"
    assert made.readings["basic.sex"].status is FieldStatus.ACCEPTED


def test_a_state_that_is_no_option_goes_to_review() -> None:
    made = booklet(b"<</T (basic.sex) /FT /Btn /Ff 32768 /V /Weiblich>>")
    assert made.readings["basic.sex"].status is FieldStatus.REVIEW


def test_check_boxes_of_any_on_state_make_a_multi_choice() -> None:
    made = booklet(
        b"<</T (basic.places.3) /FT /Btn /V /On>>",
        b"<</T (basic.places.1) /FT /Btn /V /Yes>>",
        b"<</T (basic.places.2) /FT /Btn /V /Off>>",
    )
    assert made.readings["basic.places"].value == ("1", "3")


def test_a_choice_list_and_a_text_stream_are_read() -> None:
    made = booklet(b"<</T (basic.symptoms) /FT /Ch /V [(2) (11)]>>")
    assert made.readings["basic.symptoms"].value == ("2", "11")


def test_a_filled_field_that_the_handbook_lacks_is_told() -> None:
    made = booklet(b"<</T (basic.name) /FT /Tx /V (Li)>>", b"<</T (other.field) /FT /Tx /V (x)>>")
    assert [each.field for each in made.problems if each.code == "A209"] == ["other.field"]


def test_a_form_that_bites_its_tail_ends() -> None:
    bitten = b"<</T (name) /FT /Tx /V (Li) /Kids [1 0 R]>>"
    made = booklet(b"<</T (basic) /Kids [%W1 %W1]>>", b"<</T (basic.story) /FT /Tx /V (calm)>>", widgets=(bitten,))
    assert made.readings["basic.story"].value == "calm"
