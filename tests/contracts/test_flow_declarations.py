"""The list of stages hangs together: what a stage reads has been written before it runs."""

from __future__ import annotations

import pytest

from pipeline.flow import FETCHED, STAGES, Per, stage
from pipeline.schema import TABLES

ALL = pytest.mark.parametrize("step", STAGES, ids=lambda step: step.name)


def written_before(step) -> set[str]:
    earlier = STAGES[: STAGES.index(step)]
    return set(FETCHED).union(*(other.writes for other in earlier))


@ALL
def test_a_stage_reads_only_what_earlier_stages_write(step):
    assert set(step.reads) <= written_before(step)


@ALL
def test_a_stage_reads_and_writes_declared_tables_each_once(step):
    for names in (step.reads, step.writes):
        assert len(set(names)) == len(names)
        assert set(names) <= set(TABLES)


@ALL
def test_a_stage_accounts_for_rows_that_it_reads(step):
    assert step.subject in step.reads


@ALL
def test_a_stage_cut_into_shards_reads_tables_whose_keys_are_digests(step):
    if step.per is Per.SHARD:
        assert [name for name in step.reads if not TABLES[name].key[0].endswith("_id")] == []
    else:
        assert step.per is Per.NIGHT


@ALL
def test_what_a_stage_declares_stands_in_the_docstring_of_its_function(step):
    told = step.function.__doc__ or ""
    reads, _, writes = told.partition("Writes:")
    assert [name for name in step.reads if name not in reads] == []
    assert [name for name in step.writes if name not in writes] == []


def test_stage_names_are_unique_and_lead_to_their_stage():
    assert [stage(step.name) for step in STAGES] == list(STAGES)


def test_no_table_but_quarantine_is_written_by_two_stages():
    written = [name for step in STAGES for name in step.writes] + list(FETCHED)
    assert {name for name in written if written.count(name) > 1} == {"quarantine"}


def test_every_stage_writes_partitioned_tables_only():
    written = {name for step in STAGES for name in step.writes} | set(FETCHED)
    assert [name for name in sorted(written) if not TABLES[name].is_partitioned] == []
