"""Problem codes of bulk imports: F20 workers, F21 archives and what is left aside, F22 what came twice."""

from __future__ import annotations

from formkit.catalogue.entry import Entry, error, warning

CODES: dict[str, Entry] = {
    "F201": error(
        "reading the file took longer than {seconds} s, twice; it was set aside and the others went on",
        "open it in its own program and save it anew, or scan it again; --seconds gives more time, and formkit import "
        "--retry tries it once more",
    ),
    "F202": error(
        "reading the file took more than {most} MB of memory, twice; it was set aside and the others went on",
        "split it, or scan at 200 to 300 dots per inch; --memory gives more, and formkit import --retry tries it once "
        "more",
    ),
    "F203": error(
        "reading the file ended the program that read it ({how}), twice; it was set aside and the others went on",
        "open it in its own program and save it anew, or scan it again; formkit import --retry tries it once more",
    ),
    "F204": error(
        "the file could not be read because of a fault of formkit's own ({fault})",
        "report the fault; it names a place in the program and nothing of what stands in the file",
    ),
    "F211": error("the file is locked with the archive's password", "unpack the archive and import the folder"),
    "F212": error(
        "the archive holds too much, or something packed absurdly small ({reason}): it was not unpacked",
        "look at where it came from; if it is sound, unpack it and import the folder",
    ),
    "F213": error("the archive is damaged", "ask for it again: it was perhaps cut off while it was copied"),
    "F214": error(
        "this is an archive in an archive in an archive, which is not opened",
        "unpack the outermost and import the folder",
    ),
    "F215": warning(
        "the name in the archive leads out of the archive's folder; the file was read all the same, and nothing was "
        "written there",
        "look at where the archive came from",
    ),
    "F216": error("archives of this kind are not opened", "unpack it and import the folder, or pack it as .zip"),
    "F217": error("there is no file in the archive", "ask for it again"),
    "F218": error(
        "no process for reading can be started ({how})",
        "close other programs; formkit doctor tells what this machine lacks",
    ),
    "F219": warning(
        "formkit does not read files of this kind, so the file was left aside",
        "nothing is to be done, unless it is a form: then save it as {known}",
    ),
    "F220": warning(
        "formkit made this workbook itself and nobody changed it since, so it was left aside",
        "nothing is to be done; a workbook that is named itself is read",
    ),
    "F221": warning(
        "the file has the same bytes as {other}, which is in this run; it was not stored a second time",
        "nothing is to be done, unless another sheet was meant",
    ),
    "F222": warning(
        "a file with the same bytes was stored before as {other}; it was not stored a second time",
        "nothing is to be done, unless another sheet was meant",
    ),
}
