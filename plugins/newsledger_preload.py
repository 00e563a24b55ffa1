"""What tasks import is imported once, in the processes that tasks are forked from; otherwise each pays for it anew."""

from __future__ import annotations

import sys

if {"scheduler", "celery"} & set(sys.argv):
    import great_expectations  # noqa: F401

    import pipeline.ledger.published
    import pipeline.nights.night  # noqa: F401
