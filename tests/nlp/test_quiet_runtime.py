"""What the network's runtime leaves behind."""

from __future__ import annotations

import os
import subprocess
import sys


def test_reading_leaves_no_record_of_use_in_the_home_folder(tmp_path):
    program = "from pipeline.nlp.reader import Reader; next(iter(Reader('fast').read(['Ann Lee said it rained.'])))"
    home = {**os.environ, "HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    home.pop("ORT_DISABLE_TELEMETRY", None)
    subprocess.run([sys.executable, "-c", program], check=True, env=home)
    assert list(tmp_path.rglob("*")) == []
