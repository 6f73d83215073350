"""The fonts in which a viewer shows what a person types: known to every viewer by name, and not embedded."""

from __future__ import annotations

from formkit.media.pdf.writer import PdfFile, array, dictionary, ref

CHINESE, LATIN = "Song", "Helv"


def appearance(size: float, *, latin: bool = False) -> bytes:
    """Return the default appearance (/DA) for typed text of ``size`` points; 0 lets the viewer choose."""
    return f"(/{LATIN if latin else CHINESE} {size:g} Tf 0 g)".encode("ascii")


def put_viewer_fonts(file: PdfFile) -> bytes:
    """Write both fonts and return the dictionary of their names."""
    helvetica = {"Type": b"/Font", "Subtype": b"/Type1", "BaseFont": b"/Helvetica", "Encoding": b"/WinAnsiEncoding"}
    song = {
        "Type": b"/Font",
        "Subtype": b"/Type0",
        "BaseFont": b"/STSong-Light",
        "Encoding": b"/UniGB-UCS2-H",
        "DescendantFonts": array([ref(_put_song(file))]),
    }
    return dictionary({CHINESE: ref(file.put(dictionary(song))), LATIN: ref(file.put(dictionary(helvetica)))})


def _put_song(file: PdfFile) -> int:
    """Write Song by the name and the character collection that viewers know (Adobe-GB1)."""
    descriptor = {
        "Type": b"/FontDescriptor",
        "FontName": b"/STSong-Light",
        "Flags": b"6",
        "FontBBox": b"[-25 -254 1000 880]",
        "ItalicAngle": b"0",
        "Ascent": b"880",
        "Descent": b"-120",
        "CapHeight": b"626",
        "StemV": b"93",
    }
    entries = {
        "Type": b"/Font",
        "Subtype": b"/CIDFontType0",
        "BaseFont": b"/STSong-Light",
        "FontDescriptor": ref(file.put(dictionary(descriptor))),
        "CIDSystemInfo": dictionary({"Registry": b"(Adobe)", "Ordering": b"(GB1)", "Supplement": b"2"}),
        "DW": b"1000",
        "W": b"[1 95 500]",
    }
    return file.put(dictionary(entries))
