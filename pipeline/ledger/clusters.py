"""Clusters of claims that make the same statement: what pairs of claims join together, over outlets and nights.

Most pairs are of one night: they are found of the night alone, before the working file is taken; those with claims of
other nights are found in it. A cluster in which the night had no claim before stays together, so its pairs are not
looked for again.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from pipeline.ledger.statements import statement
from pipeline.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_TONIGHT, _WHOLE, _BROKEN = "tonight", "whole", "broken"


def pairs_within(con: DuckDBPyConnection, prints: pa.Table, settings: Settings) -> pa.Table:
    """The pairs of one night alone: ``one`` and ``other``, identifiers of claims.

    Args:
        con: any connection; it gets temporary tables.
        prints: rows of ``claim_prints``.
    """
    con.register("claim_prints_of_night", prints)
    con.execute(statement("load/claim_members_of_night.sql"))
    con.execute(statement("load/claim_prints.sql"))
    return _pairs(con, [_TONIGHT], [_TONIGHT], settings)


def derive(con: DuckDBPyConnection, night: date, within: pa.Table, settings: Settings) -> None:
    """Make the clusters anew that the night touched.

    Args:
        con: to the working file, in a transaction; ``touched_claims`` names the claims that the night had and has.
        within: the night's own pairs, of :func:`pairs_within`.
    """
    window = {"nights": settings.memory_nights}
    con.execute(statement("load/claim_members.sql"), {"night": night, **window})
    con.execute(statement("load/claim_prints.sql"))
    across = _pairs(con, [_WHOLE, _BROKEN], [_TONIGHT], settings)
    parted = _pairs(con, [_BROKEN], [_BROKEN], settings)
    chains = con.execute(statement("load/claim_chains.sql"), window).to_arrow_table()
    con.register("joined", joined(pa.concat_tables([within, across, parted, chains])))
    con.execute(statement("load/claim_clusters.sql"))
    con.unregister("joined")


def _pairs(con: DuckDBPyConnection, one: list[str], other: list[str], settings: Settings) -> pa.Table:
    given = {"one": one, "other": other, "nights": settings.memory_nights}
    return con.execute(statement("load/claim_pairs.sql"), given).to_arrow_table()


def joined(pairs: pa.Table) -> pa.Table:
    """Claims that pairs join, directly or over others: ``claim_id``, and ``component``, a number for each group.

    Args:
        pairs: ``one`` and ``other``, identifiers of claims.
    """
    if not pairs.num_rows:
        return pa.table({"claim_id": pa.array([], pa.string()), "component": pa.array([], pa.int32())})
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    ends = pa.chunked_array([*pairs["one"].chunks, *pairs["other"].chunks]).combine_chunks().dictionary_encode()
    edges = ends.indices.to_numpy().reshape(2, -1)
    size = len(ends.dictionary)
    _, component = connected_components(coo_array((np.ones(edges.shape[1]), edges), shape=(size, size)), directed=False)
    return pa.table({"claim_id": ends.dictionary, "component": component})
