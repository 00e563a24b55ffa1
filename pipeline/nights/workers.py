"""Shards of a night worked on beside one another, in processes of our own that stay warm from stage to stage.

What passes between processes is the name of a shard and the manifest of its result: texts and tables go through the
lake. spaCy's own way to several processes sends every document over, which takes a quarter of the work again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from multiprocessing import get_context

from pipeline.lake.storage import Manifest
from pipeline.settings import Settings

Task = Callable[[str], Manifest]
RunShards = Callable[[Task, Sequence[str]], Iterator[Manifest]]


@contextmanager
def workers(shards: int, settings: Settings) -> Iterator[RunShards]:
    """Gives a function that runs a task, which can be pickled, on shards and yields their manifests in their order.

    No more processes are started than there are shards; for a single one none is.
    """
    count = min(settings.workers, shards)
    if count < 2:
        yield map
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=one_thread) as pool:
        yield partial(_spread, pool)


def one_thread() -> None:
    """Keep a worker to one thread: the cores are shared out among workers already."""
    import pyarrow as pa

    for variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ[variable] = "1"
    pa.set_cpu_count(1)


def _spread(pool: Executor, task: Task, shards: Sequence[str]) -> Iterator[Manifest]:
    waiting = [pool.submit(task, shard) for shard in shards]
    try:
        for done in waiting:
            yield done.result()
    finally:
        for one in waiting:
            one.cancel()  # after a failure what has not begun is left
