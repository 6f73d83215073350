"""Pictures of fields for those who look at them: cut from the stored files, some kept in memory, cut ahead of need."""

from __future__ import annotations

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import lru_cache
from threading import Lock

from formkit.errors import FormkitError, InputError
from formkit.media.scan.canvas import Grey
from formkit.media.scan.crops import Crop, crop, page_jpeg, picture_of, turned
from formkit.media.scan.raster import image_count
from formkit.model.reading import Region, Shares
from formkit.model.store import Store
from formkit.pipeline.digitise import is_scan

_THUMBNAIL = 420
"""Pixels of the longer side of a thumbnail: enough to tell one page from another."""
_CROPS, _PICTURES, _FILES = 256, 3, 2
"""How many are kept: a crop has some 20 kB, a picture 9 MB, a file up to 200 MB."""


class FieldPictures:
    """Cuts crops out of the files of a store; safe to use from several threads. Nothing of it goes to the disk."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = Lock()
        self._crops: dict[tuple[str, int, tuple[float, ...]], Crop] = {}
        self._small: dict[tuple[str, int, int], bytes] = {}
        self._file = lru_cache(_FILES)(store.content)
        self._picture = lru_cache(_PICTURES)(self._load)
        self._ahead = ThreadPoolExecutor(1, thread_name_prefix="formkit-crops")

    def crop(self, sha256: str, region: Region) -> Crop:
        """Return the crop of a field.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        key = (sha256, region.image, region.box)
        known = self._crops.get(key)
        if known is not None:
            return known
        with self._one_at_a_time:
            made = crop(self._picture(sha256, region.image), region)
            while len(self._crops) >= _CROPS:
                self._crops.pop(next(iter(self._crops)))
            self._crops[key] = made
        return made

    def page(self, sha256: str, image: int, turn: int) -> bytes:
        """Return a whole picture, upright, as JPEG.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        with self._one_at_a_time:
            return page_jpeg(self._picture(sha256, image), turn)

    def place(self, sha256: str, region: Region) -> tuple[int, int, Shares]:
        """Return width and height of the picture of a field, upright, and where the field lies in it.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        with self._one_at_a_time:
            rows, columns = self._picture(sha256, region.image).shape
        width, height = (rows, columns) if region.turn % 2 else (columns, rows)
        return width, height, turned(region.box, region.turn)

    def thumbnail(self, sha256: str, image: int, turn: int) -> bytes:
        """Return a whole picture, upright, as a small JPEG.

        Raises:
            FormkitError: the file is gone or its picture cannot be shown.
        """
        key = (sha256, image, turn)
        known = self._small.get(key)
        if known is not None:
            return known
        with self._one_at_a_time:
            made = page_jpeg(self._picture(sha256, image), turn, _THUMBNAIL)
            while len(self._small) >= _CROPS:
                self._small.pop(next(iter(self._small)))
            self._small[key] = made
        return made

    def count(self, sha256: str) -> int:
        """Return how many pictures a file has; 0 for a file that is no pictures.

        Raises:
            StoreError: the file is gone.
        """
        with self._one_at_a_time:
            content = self._file(sha256)
        try:
            return image_count(content, sha256[:12]) or 0 if is_scan(content) else 0
        except InputError:
            return 0

    def cut_ahead(self, wanted: Iterable[tuple[str, Region]]) -> None:
        """Cut crops that will be asked for soon, in a thread; what cannot be shown is told when it is asked for."""
        for sha256, region in wanted:
            self._ahead.submit(self._quietly, sha256, region)

    def close(self) -> None:
        """Stop cutting ahead and forget everything."""
        self._ahead.shutdown(wait=True, cancel_futures=True)
        self._crops.clear()
        self._small.clear()
        self._file.cache_clear()
        self._picture.cache_clear()

    def _quietly(self, sha256: str, region: Region) -> None:
        with suppress(FormkitError):
            self.crop(sha256, region)

    def _load(self, sha256: str, image: int) -> Grey:
        return picture_of(self._file(sha256), sha256[:12], image)
