"""Make a ledger of any size out of the newsroom's, by variation: other ids, nights, names and words, true offsets.

    python -m benchmarks.large_ledger PUBLISHED TARGET --documents 100000 --claims 1000000

Each copy of a document gets a first line of its own, by whose length all its spans move, and every second copy has its
vowels exchanged, letter for letter, so that names and words differ from copy to copy while every span stays true.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from pipeline.ledger.publishing import finish
from pipeline.ledger.warehouse import attached, define
from pipeline.settings import PROJECT

_COPY = (PROJECT / "benchmarks" / "large_ledger.sql").read_text(encoding="utf-8")


def make(published: Path, target: Path, documents: int, claims: int, *, finished: bool = True) -> None:
    """Write a ledger of about so many documents and claims to ``target``, as an edition or as a working file."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.unlink(missing_ok=True)
    with attached(target) as con:
        define(con)
        con.execute(f"ATTACH '{published}' AS small (READ_ONLY)")
        [(there,)] = con.sql("SELECT count(*) FROM small.documents").fetchall()
        [(said,)] = con.sql("SELECT count(*) FROM small.claims").fetchall()
        con.execute("SET VARIABLE copies = $copies", {"copies": -(-documents // there)})
        con.execute("SET VARIABLE share = $share", {"share": claims / (said * -(-documents // there))})
        con.execute(_COPY)
    if finished:
        finish(target)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("published", type=Path)
    parser.add_argument("target", type=Path)
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--claims", type=int, default=1_000_000)
    make(**vars(parser.parse_args()))
