"""Neural networks by onnxruntime, which here reports to nobody.

Its wheels tell their maker of the process, the models and how long they take, under a number for the computer that lies
in the user's folder: those for Windows since 1.3, for Linux and macOS since 1.29 (pull request 27379 of
microsoft/onnxruntime). They do not where the environment says so before the library is loaded, so nothing else in
formkit imports it.
"""

from __future__ import annotations

import os
from pathlib import Path

os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime
from onnxruntime import InferenceSession, OrtValue, SessionOptions

onnxruntime.disable_telemetry_events()  # What Windows collects does not heed the environment.

__all__ = ["InferenceSession", "OrtValue", "SessionOptions", "options_of", "session"]


def options_of(threads: int = 1) -> SessionOptions:
    """Return the options of a session that takes so many threads and only tells of errors."""
    options = SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return options


def session(model: Path | bytes, options: SessionOptions | None = None) -> InferenceSession:
    """Return a session of a model, which is a file or its bytes, on the processor."""
    given = model if isinstance(model, bytes) else str(model)
    return InferenceSession(given, options or options_of(), providers=["CPUExecutionProvider"])
