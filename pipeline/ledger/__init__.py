"""The ledger in DuckDB: written by one, published as editions, asked read-only."""
