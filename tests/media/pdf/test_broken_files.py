from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from formkit.errors import InputError
from formkit.media.pdf import identify, read
from formkit.media.pdf.writer import PdfFile, dictionary, ref
from formkit.model.imprint import Imprint
from tests.media.pdf.probe import FILLED, HANDBOOK, LAYOUT, values_of, written


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return written(tmp_path_factory.mktemp("whole"), FILLED, form=True)


def code_of(content: bytes) -> str:
    with pytest.raises(InputError) as caught:
        identify(content, "in.pdf")
    assert "in.pdf" in str(caught.value)
    return caught.value.problem.code


def foreign(*lines: str, password: str = "") -> bytes:
    out = BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption(password, canPrint=1) if password else None)
    for number, line in enumerate(lines):
        canvas.drawString(72, 700 - 20 * number, line)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def without_pages(extra: bytes = b"") -> bytes:
    out = BytesIO()
    file = PdfFile(out)
    if extra:
        file.put(b"<</Length %d /Filter /FlateDecode>>\nstream\n" % len(extra) + extra + b"\nendstream")
    pages = file.put(b"<</Type /Pages /Count 0 /Kids []>>")
    file.close(file.put(dictionary({"Type": b"/Catalog", "Pages": ref(pages)})), file.put(b"<<>>"))
    return out.getvalue()


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", "姓名,电话".encode("gb18030"), b"\x00" * 5000])
def test_what_is_no_pdf_is_refused(content: bytes) -> None:
    assert code_of(content) == "A001"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.99])
def test_a_file_that_is_cut_off_is_refused(whole: bytes, share: float) -> None:
    assert code_of(whole[: int(len(whole) * share)]) == "A002"


def test_a_file_with_a_password_is_refused() -> None:
    assert code_of(foreign("secret", password="geheim")) == "A003"


def test_a_file_without_pages_is_refused() -> None:
    assert code_of(without_pages()) == "A005"


def test_a_file_that_unpacks_to_far_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formkit.media.pdf.opened.MOST_UNPACKED", 2**25)
    packer = zlib.compressobj(9)
    swollen = b"".join(packer.compress(bytes(2**24)) for _ in range(3)) + packer.flush()
    assert len(swollen) < 10**5
    assert code_of(without_pages(swollen)) == "A007"


def test_a_file_of_somebody_else_is_not_ours() -> None:
    assert identify(foreign("hello"), "in.pdf") is None


def test_a_page_of_somebody_else_is_not_read_as_ours() -> None:
    with pytest.raises(InputError) as caught:
        read(foreign("hello"), "in.pdf", HANDBOOK, Imprint("probe", "2017"))
    assert caught.value.problem.code == "A009"


def test_a_scan_is_known_by_its_symbol_and_refused_as_a_scan(whole: bytes) -> None:
    document = pypdfium2.PdfDocument(whole)
    document.init_forms()
    pictures = [page.render(scale=2, may_draw_forms=True).to_pil().convert("RGB") for page in document]
    out = BytesIO()
    pictures[0].save(out, "PDF", resolution=144, save_all=True, append_images=pictures[1:])
    identity = identify(out.getvalue(), "scan.pdf")
    assert identity is not None
    assert identity.serial == LAYOUT.serial
    assert identity.designs == tuple(page.code[:5] for page in LAYOUT.pages)
    with pytest.raises(InputError) as caught:
        read(out.getvalue(), "scan.pdf", HANDBOOK, identity)
    assert caught.value.problem.code == "A008"


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_damage_anywhere_gives_a_result_or_a_problem_by_name(whole: bytes, data: st.DataObject) -> None:
    content = bytearray(whole)
    for _ in range(data.draw(st.integers(1, 6))):
        start = data.draw(st.integers(0, len(content) - 1))
        content[start : start + data.draw(st.integers(0, 40))] = data.draw(st.binary(max_size=40))
    with suppress(InputError):
        identity = identify(bytes(content), "in.pdf")
        if identity is not None:
            booklet = read(bytes(content), "in.pdf", HANDBOOK, Imprint("probe", "2017", identity.serial))
            assert booklet.readings


def test_bytes_after_the_end_do_no_harm(whole: bytes, tmp_path: Path) -> None:
    identity = identify(whole + b"\r\n--mail--" * 20, "in.pdf")
    assert identity is not None
    assert identity.serial == LAYOUT.serial


def test_a_file_with_far_too_many_pages_is_refused(whole: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("formkit.media.pdf.opened.MOST_PAGES", 2)
    assert code_of(whole) == "A006"


def test_a_file_whose_pages_cannot_be_found_is_refused(whole: bytes) -> None:
    assert code_of(whole.replace(b"/Type /Pages", b"/Type /Pagez").replace(b"/Root", b"/Rost")) == "A004"


def test_a_file_that_lost_pages_is_refused(whole: bytes) -> None:
    assert code_of(whole.replace(b"/Count 3", b"/Count 9")) == "A004"


def test_a_page_of_another_form_among_ours_is_told(whole: bytes) -> None:
    document, out = pypdfium2.PdfDocument(whole), BytesIO()
    document.import_pages(pypdfium2.PdfDocument(foreign("hello")), index=1)
    document.save(out)
    identity = identify(out.getvalue(), "in.pdf")
    assert identity is not None
    booklet = read(out.getvalue(), "in.pdf", HANDBOOK, identity)
    assert [(each.code, dict(each.context)["page"]) for each in booklet.problems] == [("A202", "2")]
    assert values_of(booklet) == FILLED
