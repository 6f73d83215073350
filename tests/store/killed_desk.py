"""A clerk's program that is killed, run in a process of its own: it tells each decision it was promised."""

from __future__ import annotations

import os
import shutil
import signal
import tempfile
from pathlib import Path

from sqlalchemy import Engine, event

from formkit.model.review import EVERYTHING, Decision, DecisionKind, FieldKey
from formkit.model.whole import WholeDecision
from formkit.pipeline import whole_documents
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


def take_all(url: str, who: str, told: str) -> None:
    """Take what waits, three fields at a time, and tell which they were."""
    with open_store(url) as store, Path(told).open("w", encoding="utf-8") as taken:
        # What a clerk holds is given to them again, so each time all is asked for beside what they have.
        own: list[FieldKey] = []
        while found := store.desk.take(who, EVERYTHING, 3, beside=own):
            own += [each.key for each in found]
            taken.writelines(f"{each.document_id} {each.field_id}\n" for each in found)


def decide_whole(folder: str, decision: WholeDecision, most: int) -> None:
    """Decide about a whole document in copies of a store, "1", "2" …, and die before the n-th step in the n-th copy.

    A step is a statement that writes, or the end of a transaction. In the last copy nothing is left to die before.
    """
    # What a decision loads, such as the handbook, is loaded once here and not again in each program that dies.
    with tempfile.TemporaryDirectory() as rehearsal:
        shutil.copytree(Path(folder) / "0", Path(rehearsal) / "0")
        with open_store(str(Path(rehearsal) / "0" / "formkit.db")) as store:
            whole_documents.decide(store, decision)
    for step in range(1, most + 1):
        copy = Path(folder) / str(step)
        shutil.copytree(Path(folder) / "0", copy)
        child = os.fork()
        if not child:
            _decide_and_die(copy, decision, step)
        _child, code = os.waitpid(child, 0)
        if os.WIFEXITED(code):
            os._exit(os.WEXITSTATUS(code))
    os._exit(3)


def _decide_and_die(copy: Path, decision: WholeDecision, step: int) -> None:
    code, left = 1, step

    def count(*_told: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)

    def count_writing(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        if not statement.startswith("SELECT"):
            count()

    try:
        with open_store(str(copy / "formkit.db")) as store:
            event.listen(Engine, "before_cursor_execute", count_writing)
            event.listen(Engine, "commit", count)
            whole_documents.decide(store, decision)
            code = 0
    finally:
        os._exit(code)
