"""Every command of a page is run in the order of the page, and prints what the page says."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from pipeline.settings import PROJECT

TUTORIAL = "docs/tutorial.md"  # starts from nothing; the others from the four nights of the demo
PAGES = [TUTORIAL, *(str(page.relative_to(PROJECT)) for page in sorted((PROJECT / "docs" / "how-to").glob("*.md")))]
ANYTHING = "…"
OWN = {"PYTHONPATH": ".", "COLUMNS": "160", "NO_COLOR": "1", "NEWSROOM_PORT": "0"}
_MARK = "\x1e"  # parts what one command prints from what the next one prints
_FAILED = "exit status"
_PRELUDE = f"""
PATH=$PWD/.venv/bin:$PATH
end_of_step() {{
  [ $1 = 0 ] || echo "{_FAILED} $1"
  printf '{_MARK}'
}}
await_port() {{  # 30 seconds for what was started in the background to answer
  for _ in $(seq 150); do (: > /dev/tcp/127.0.0.1/$1) 2> /dev/null && return; sleep 0.2; done
}}
"""


class Step(NamedTuple):
    """A command, its further lines included, and what the page says that it prints."""

    command: str
    told: str


def steps(page: str) -> Iterator[Step]:
    """The commands in the blocks of kind ``console``: after ``$``, and ``>`` for further lines of the same command."""
    for block in re.findall(r"^```console\n(.*?)^```$", page, flags=re.MULTILINE | re.DOTALL):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            first, *rest = part.splitlines()
            further = [line for line in rest if line.startswith("> ")]
            told = [line for line in rest if not line.startswith("> ")]
            yield Step("\n".join([first, *(line[2:] for line in further)]), "\n".join(told))


def fits(told: str, printed: str) -> bool:
    """Whether a command printed what is told, whatever stands where the page leaves out; a failure must be told."""
    if _FAILED in printed and _FAILED not in told:
        return False
    pattern = ".*".join(re.escape(part.strip()) for part in told.split(ANYTHING))
    return re.fullmatch(pattern, printed.strip(), flags=re.DOTALL) is not None


def test_the_reading_of_pages():
    page = "```console\n$ echo 'a\n> b'\na\n…\n$ true\n```\n```\n$ not run\n```\n"
    assert list(steps(page)) == [Step("echo 'a\nb'", "a\n…"), Step("true", "")]
    assert fits("a\n…", "a\nb")
    assert not fits("a\n…", "c\nb")
    assert not fits("a…", "a\nexit status 1")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """The project as a fresh clone has it, installed."""
    folder = tmp_path / "newsledger"
    left_out = shutil.ignore_patterns(".*", "publishers.toml", "__pycache__")
    shutil.copytree(PROJECT, folder, ignore=left_out)
    (folder / ".venv").symlink_to(Path(sys.prefix))
    for declared in ("requirements.lock", "pyproject.toml"):
        os.utime(folder / declared, (0, 0))  # newer than the environment, they had make clear what the link points to
    return folder


def in_bash(step: Step) -> str:
    """The command with all it prints; what is started in the background prints nowhere and is waited for."""
    if not step.command.endswith("&"):
        return f"{{ {step.command}\n}} 2>&1"
    [port] = re.findall(r"\b\d{4,5}\b", step.command)
    return f"{step.command.removesuffix('&')} > /dev/null 2>&1 &\nawait_port {port}"


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_a_page_print_what_it_says(page, checkout, newsroom):
    if page != TUTORIAL:
        shutil.copytree(newsroom.home, checkout / ".newsledger")
    text = (PROJECT / page).read_text(encoding="utf-8")
    for port in set(re.findall(r"\b8[67]\d\d\b", text)):
        text = text.replace(port, str(free_port()))
    todo = list(steps(text))
    script = "\n".join(f"{in_bash(step)}\nend_of_step $?" for step in todo)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("NEWSLEDGER", "AIRFLOW"))}
    ran = subprocess.run(
        ["bash"], input=_PRELUDE + script, cwd=checkout, env=clean | OWN, capture_output=True, text=True, check=False
    )
    printed = ran.stdout.split(_MARK)
    for step, output in zip(todo, printed, strict=False):
        assert fits(step.told, output), f"$ {step.command}\nis said to print:\n{step.told}\nbut prints:\n{output}"
    assert len(printed) == len(todo) + 1, f"the page ended early: {ran.stderr[-2000:]}"
