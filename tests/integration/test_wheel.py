"""What is built as a wheel runs a night without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile

import pytest
from ledger import rows

from pipeline.settings import PROJECT

STORY = "“The bridge will open in May,” Mayor Ines Calloway said on Tuesday.\nThe council met for an hour.\n" * 4


@pytest.mark.slow
def test_a_wheel_carries_all_that_a_night_needs(tmp_path):
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    [wheel] = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "installed")
    (tmp_path / "story.txt").write_text(STORY, encoding="utf-8")
    script = "import pipeline.cli, sys; print(pipeline.cli.__file__, file=sys.stderr); pipeline.cli.app()"
    names = [name for name in os.environ if name.startswith("NEWSLEDGER_")]
    variables = {name: value for name, value in os.environ.items() if name not in names}
    told = subprocess.run(
        [sys.executable, "-c", script, "run", "--night", "2026-03-02", "--files", "story.txt"],
        cwd=tmp_path,
        env=variables | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stderr
    assert str(tmp_path / "installed") in told.stderr, "the checkout was run"
    assert "1 documents" in told.stdout
    published = tmp_path / ".newsledger" / "newsledger.duckdb"
    assert rows(published, "SELECT DISTINCT speaker FROM claims") == [("Ines Calloway",)]
    assert "<style>" in (tmp_path / ".newsledger" / "pages" / "2026-03-02.html").read_text(encoding="utf-8")
