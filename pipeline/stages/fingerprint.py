"""Reduce each claim to what it is compared by, so that the same statement is found over outlets and nights.

Near-equal wording is found by MinHash (Broder 1997) in bands (Leskovec, Rajaraman and Ullman, Mining of Massive
Datasets, 3.4): with 12 bands of 3, two claims that share 75 % of their words meet in a band in 99.8 of 100 cases.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import numpy as np

from pipeline.contract import Result, Tables
from pipeline.nlp.identity import folded
from pipeline.nlp.lexicon import words as listed
from pipeline.schema import CLAIM_PRINTS
from pipeline.settings import Settings
from pipeline.spans import PIECE_SEPARATOR
from pipeline.stages.sketches import hashes, minhash, mixed

_WORD = re.compile(r"\w+(?:[.,'-]\w+)*")
_LIGHT = {"a", "an", "the", "that", "to", "of", "will", "would", "has", "have", "had"} | listed("be")
"""Words that reporting changes: "The port will open" becomes "that the port would open"."""
_DENIALS = {"no", "not", "never", "nobody", "nothing", "none", "neither", "nor", "without"}
_SHORTEST = 4  # words; shorter contents ("yes", "it will") say nothing alone and are like no other
_SHINGLE = 5  # words of a verbatim fragment
_BANDS, _ROWS = 12, 3
_READ = ["claim_id", "speaker_entity_id", "source_text", "content_text", "content", "fragments"]
Row = dict[str, Any]


def fingerprint(tables: Tables, settings: Settings) -> Result:
    """Make one fingerprint of each claim that was not refused.

    Reads:  claims, sightings, quarantine.
    Writes: claim_prints, one row a claim.
    """
    refused = {row["row_key"] for row in tables["quarantine"].to_pylist() if row["table_name"] == "claims"}
    sightings = tables["sightings"]
    family = dict(zip(*(sightings.column(name).to_pylist() for name in ("entity_id", "family")), strict=True))
    claims = tables["claims"].select(_READ).to_pylist()
    rows = [_print(claim, family) for claim in claims if claim["claim_id"] not in refused]
    alike = [row for row in rows if row["wording"] is not None and row["words"]]
    for row, bands in zip(alike, _bands(alike), strict=True):
        row["bands"] = bands
    return Result({"claim_prints": CLAIM_PRINTS.build(rows)}, kept=len(claims))


def _print(claim: Row, family: dict[str, str]) -> Row:
    spoken = _words(claim["content_text"])
    telling = sorted({*spoken} - _LIGHT)
    figures = [word for word in telling if word in _DENIALS or word.endswith("n't") or any(map(str.isdigit, word))]
    shingles = {" ".join(run) for text in _fragments(claim) for run in _runs(_words(text))}
    is_long = len(spoken) >= _SHORTEST
    return {
        "claim_id": claim["claim_id"],
        "speaker_key": family.get(claim["speaker_entity_id"]) or f"as worded: {folded(claim['source_text'] or '')}",
        "wording": _number(" ".join(spoken)) if is_long else None,
        "words": telling,
        "figures": figures,
        "shingles": sorted(map(_number, shingles)),
        "bands": [],
    }


def _words(text: str) -> list[str]:
    words = _WORD.findall(folded(text).replace("’", "'"))
    return words[1:] if words[:1] == ["that"] else words


def _fragments(claim: Row) -> list[str]:
    """The words inside quotation marks, read out of the content's text: fragments lie within pieces."""
    found, at = [], 0
    for piece in claim["content"]:
        shift = at - piece["start"]
        inside = [f for f in claim["fragments"] if piece["start"] <= f["start"] and f["end"] <= piece["end"]]
        found += [claim["content_text"][f["start"] + shift : f["end"] + shift] for f in inside]
        at += piece["end"] - piece["start"] + len(PIECE_SEPARATOR)
    return found


def _runs(words: list[str]) -> list[list[str]]:
    return [words[start : start + _SHINGLE] for start in range(len(words) - _SHINGLE + 1)]


def _bands(rows: list[Row]) -> list[list[int]]:
    """For each row one number a band; other figures or another denial make other bands, however alike the words are."""
    signatures = minhash(hashes([row["words"] for row in rows]), _BANDS * _ROWS)
    told = np.array([_number(" ".join(row["figures"])) for row in rows], dtype=np.int64).view(np.uint64)
    seeds = np.repeat(told, _BANDS) ^ np.tile(np.arange(_BANDS, dtype=np.uint64), len(rows))
    return mixed(signatures.reshape(-1, _ROWS), seeds).view(np.int64).reshape(-1, _BANDS).tolist()


def _number(text: str) -> int:
    """64 bits of a digest, as DuckDB's BIGINT."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), signed=True)
