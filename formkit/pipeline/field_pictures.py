"""Pictures of fields for those who look at them: cut from the stored files, some kept in memory, cut ahead of need."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from contextlib import suppress
from functools import partial

from formkit.errors import FormkitError, InputError
from formkit.media.scan.canvas import Grey
from formkit.media.scan.crops import Crop, crop, page_jpeg, picture_of, turned
from formkit.media.scan.raster import image_count
from formkit.model.reading import Region, Shares
from formkit.model.store import Store
from formkit.pipeline.digitise import is_scan
from formkit.pipeline.kept import Ahead, Kept

_THUMBNAIL = 420
"""Pixels of the longer side of a thumbnail: enough to tell one page from another."""
_CROPS, _PICTURES, _FILE_BYTES = 256, 8, 256 << 20
"""How much is kept: a crop has some 20 kB, a picture 9 MB. Eight clerks look at eight pages."""
MOST_AHEAD = 64
"""Crops that wait to be cut ahead: those of eight clerks and some more."""


class FieldPictures:
    """Cuts crops out of the files of a store; safe to use from several threads. Nothing of it goes to the disk.

    Who waits for a picture waits for nothing else but that picture and its file.
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._crops: Kept[Hashable, Crop] = Kept(_CROPS)
        self._small: Kept[tuple[str, int, int], bytes] = Kept(_CROPS)
        self._files: Kept[str, bytes] = Kept(_FILE_BYTES, len)
        self._pictures: Kept[tuple[str, int], Grey] = Kept(_PICTURES)
        self._ahead = Ahead(MOST_AHEAD, "formkit-crops")

    def crop(self, sha256: str, region: Region) -> Crop:
        """Return the crop of a field.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        return self._crops.get(_key(sha256, region), lambda: crop(self._picture(sha256, region.image), region))

    def page(self, sha256: str, image: int, turn: int) -> bytes:
        """Return a whole picture, upright, as JPEG.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        return page_jpeg(self._picture(sha256, image), turn)

    def place(self, sha256: str, region: Region) -> tuple[int, int, Shares]:
        """Return width and height of the picture of a field, upright, and where the field lies in it.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        rows, columns = self._picture(sha256, region.image).shape
        width, height = (rows, columns) if region.turn % 2 else (columns, rows)
        return width, height, turned(region.box, region.turn)

    def thumbnail(self, sha256: str, image: int, turn: int) -> bytes:
        """Return a whole picture, upright, as a small JPEG.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        return self._small.get(
            (sha256, image, turn), lambda: page_jpeg(self._picture(sha256, image), turn, _THUMBNAIL)
        )

    def count(self, sha256: str) -> int:
        """Return how many pictures a file has; 0 for a file that is no pictures.

        Raises:
            StoreError: the file is gone.
        """
        content = self._file(sha256)
        try:
            return image_count(content, sha256[:12]) or 0 if is_scan(content) else 0
        except InputError:
            return 0

    def cut_ahead(self, wanted: Iterable[tuple[str, Region]]) -> None:
        """Cut crops that will be asked for soon, in a thread; what cannot be shown is told when it is asked for."""
        for sha256, region in wanted:
            key = _key(sha256, region)
            if key not in self._crops:
                self._ahead.want(key, partial(self._quietly, sha256, region))

    def close(self) -> None:
        """Stop cutting ahead and forget everything."""
        self._ahead.close()
        for kept in (self._crops, self._small, self._files, self._pictures):
            kept.clear()

    def _quietly(self, sha256: str, region: Region) -> None:
        with suppress(FormkitError):
            self.crop(sha256, region)

    def _file(self, sha256: str) -> bytes:
        return self._files.get(sha256, lambda: self._store.content(sha256))

    def _picture(self, sha256: str, image: int) -> Grey:
        return self._pictures.get((sha256, image), lambda: picture_of(self._file(sha256), sha256[:12], image))


def _key(sha256: str, region: Region) -> Hashable:
    """Return what makes a crop another one."""
    return (sha256, region.image, region.box, region.turn, region.label, tuple(region.options.items()))
