"""Readers that misbehave, for a process of their own."""

from __future__ import annotations

import os
import re
import time
from typing import Any


def read(body: bytes, name: str) -> Any:
    match body:
        case b"sleep":
            time.sleep(60)
        case b"spin":
            re.match(r"(a+)+$", "a" * 60 + "b")  # years, and never back in the interpreter
        case b"die":
            os._exit(3)
        case b"eat":
            return len(bytearray(8 << 30))
        case b"raise":
            raise AssertionError("a fault of a library")
        case b"print":
            os.write(1, b"a library that talks")
    return {"length": len(body), "process": os.getpid()}
