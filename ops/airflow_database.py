"""Airflow's own database, brought to its present form, with the pools that the DAGs ask for; all in one process."""

from __future__ import annotations

from pipeline.tasks import WRITER


def main() -> None:
    """Make or migrate the database that the environment names."""
    from airflow.models.pool import Pool
    from airflow.utils.db import initdb

    initdb()
    Pool.create_or_update_pool(name=WRITER, slots=1, description="DuckDB has one writer", include_deferred=False)


if __name__ == "__main__":
    main()
