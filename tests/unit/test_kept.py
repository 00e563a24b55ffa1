"""A part of Airflow that ends is started again, until it is told to stop."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

from pipeline.settings import PROJECT

PART = "echo $$ >> {file}; [ $(wc -l < {file}) -lt 3 ] || exec sleep 600"


def kept(part: str, **seconds: float) -> subprocess.Popen[bytes]:
    script = f"from ops.kept import keep; raise SystemExit(keep(['bash', '-c', {part!r}], pause=0, **{seconds}))"
    return subprocess.Popen([sys.executable, "-c", script], cwd=PROJECT, stdout=subprocess.DEVNULL)


def test_it_is_started_again_and_ends_when_it_is_told_to(tmp_path: Path):
    file = tmp_path / "started"
    keeper = kept(PART.format(file=file), early=0)
    while not file.exists() or len(file.read_text(encoding="utf-8").split()) < 3:
        assert keeper.poll() is None
        time.sleep(0.05)
    keeper.send_signal(signal.SIGTERM)
    assert keeper.wait(60) == 256 - signal.SIGTERM
    last = int(file.read_text(encoding="utf-8").split()[-1])
    assert not Path(f"/proc/{last}").exists()


def test_what_ends_as_soon_as_it_is_started_is_left_alone(tmp_path: Path):
    file = tmp_path / "started"
    assert kept(f"echo x >> {file}; exit 7", early=600).wait(60) == 7
    assert file.read_text(encoding="utf-8") == "x\n"
