"""A lock keeps others away while it is held, and is gone with the process that held it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from pipeline.errors import RetryLater
from pipeline.locks import held

HOLD = "import sys, time; from pathlib import Path; from pipeline.locks import held\n\
with held(Path(sys.argv[1]), 'night'): print('held', flush=True); time.sleep(60)"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "locks" / "night"


def test_who_comes_second_is_told_which_process_was_first(path):
    told = pytest.raises(RetryLater, match=f"night 1 is in use by process {os.getpid()}")
    with held(path, "night 1"), told, held(path, "night 1"):
        pass


def test_a_lock_that_was_let_go_can_be_taken_again(path):
    for _ in range(2):
        with held(path, "night"):
            assert path.read_text(encoding="utf-8") == str(os.getpid())


def test_those_who_share_a_lock_do_not_wait_for_each_other_but_for_whoever_wants_it_alone(path):
    with held(path, "night", shared=True), held(path, "night", shared=True):
        assert path.exists()
        told = pytest.raises(RetryLater)
        with told, held(path, "night"):
            pass


def test_a_process_that_is_killed_lets_go(path):
    with subprocess.Popen([sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(RetryLater, match=f"process {holder.pid}"), held(path, "night"):
            pass
        holder.send_signal(signal.SIGKILL)
    with held(path, "night"):
        pass
