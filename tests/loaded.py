"""What a worker loads for its first file, loaded once by the server that it is a fork of; models are left to it."""

from __future__ import annotations

import formkit.engines.ppocr
import formkit.media.docx
import formkit.media.pdf
import formkit.media.xlsx
import formkit.pipeline.crew.worker
import formkit.pipeline.scanning  # noqa: F401
from formkit.mapping import available, load_handbook

for name, _folder in available():
    load_handbook(name)
