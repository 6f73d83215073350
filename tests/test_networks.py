"""Nothing leaves the computer, and nothing is left on it, when a network is run."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

READ = """
import sys
import numpy as np
from formkit.engines.ppocr import PpOcr
from formkit.media.scan.cells.classifier import classify
PpOcr().read_line(np.full((48, 96), 255, np.uint8))
classify(np.zeros((1, 2, 40, 40), np.uint8))
"""
SUPPRESSED_BY = ("CI", "GITHUB_ACTIONS", "TF_BUILD", "ORT_RUNNING_UNIT_TESTS", "ORT_DISABLE_TELEMETRY")
"""What keeps onnxruntime from reporting on machines for tests, so that a test would see nothing."""


def test_running_the_networks_leaves_nothing_in_the_folders_of_user_and_machine(tmp_path: Path) -> None:
    home, scratch = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    scratch.mkdir()
    own = {"HOME": str(home), "TMPDIR": str(scratch), "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"}
    plain = {
        name: value for name, value in os.environ.items()
        if name not in SUPPRESSED_BY and not name.startswith(("XDG_", "PYTEST_"))
    }
    subprocess.run([sys.executable, "-c", READ], cwd=tmp_path, env={**plain, **own}, check=True, timeout=120)
    assert sorted(str(each.relative_to(tmp_path)) for each in tmp_path.rglob("*")) == ["home", "tmp"]
