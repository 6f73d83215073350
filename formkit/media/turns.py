"""PDFium serves one thread at a time, whatever the documents are (pypdfium2, "Incompatibility with Threading").

Whoever uses it where several threads may, as the review page does, holds `pdfium` meanwhile.
"""

from __future__ import annotations

from threading import RLock

pdfium = RLock()
