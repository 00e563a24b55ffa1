"""Stable identifiers: a kind letter and 64 bits of a SHA-256 digest.

An identifier is a function of what it names, so the same input gives the same identifier on every run and machine.
The digest doubles as the sharding key: identifiers sort in hash order, and a shard is one contiguous slice of it.
"""

from __future__ import annotations

import hashlib

_HEX_DIGITS = 16
_SPACE = 16**_HEX_DIGITS


def digest(data: bytes) -> str:
    """SHA-256 of ``data`` in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def make_id(kind: str, *parts: object) -> str:
    """Identifier such as ``a-6b1f0c…``: ``kind`` and a digest of ``parts`` in order.

    Parts are joined by a separator that cannot occur inside a part's ``repr``, so ("ab", "c") and ("a", "bc") differ.
    """
    text = "\x1f".join(repr(part) for part in parts)
    return f"{kind}-{digest(text.encode())[:_HEX_DIGITS]}"


def rekey(kind: str, identifier: str) -> str:
    """The identifier of another kind for the same thing: ``a-6b1f`` becomes ``d-6b1f``."""
    return f"{kind}-{identifier.partition('-')[2]}"


def shard_bounds(kind: str, shard: int, shards: int) -> tuple[str, str]:
    """First identifier inside shard ``shard`` of ``shards``, and first identifier past it.

    Slices of the hash space are used instead of ``hash mod n`` because tables are sorted by identifier: a shard is then
    one run of neighbouring rows, and Parquet statistics let a reader skip all others.
    """
    if not 0 <= shard < shards:
        raise ValueError(f"shard {shard} is not one of 0..{shards - 1}")
    low, high = (_SPACE * edge // shards for edge in (shard, shard + 1))
    top = f"{kind}-g" if high == _SPACE else f"{kind}-{high:0{_HEX_DIGITS}x}"  # "g" sorts after every digit
    return f"{kind}-{low:0{_HEX_DIGITS}x}", top
