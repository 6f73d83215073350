"""A clerk's program that is killed, run in a process of its own: it tells each decision it was promised."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from formkit.model.review import Decision, DecisionKind
from formkit.pipeline.settling import settle
from formkit.store.engine import open_store
from tests.store.invented_scans import DANGER, NOTE


def decide_all(path: str, told: str, documents: tuple[int, ...], settles: bool, last: int) -> None:
    """Decide both fields of each document, tell each decision in the file ``told``, and die after the ``last`` one."""
    count = 0
    with open_store(path) as store, Path(told).open("a", encoding="utf-8") as promised:
        for number in documents:
            for field_id, value in ((DANGER, "4"), (NOTE, "平")):
                token = f"{number} {field_id}"
                store.desk.decide(Decision(number, field_id, DecisionKind.VALUE, value, "王", token))
                promised.write(token + "\n")
                promised.flush()
                count += 1
                if count == last:
                    os.kill(os.getpid(), signal.SIGKILL)
                if settles:
                    settle(store, number)
