"""What can go wrong, sorted by what the caller must do about it.

    NewsledgerError
    ├── ConfigurationError   stop before any work: a setting, a path or an argument is wrong
    ├── RetryLater           run the same stage again later: a publisher or a lock was not to be had
    ├── RowRefused           quarantine this one row and go on with the rest
    ├── ShardFailed          this shard's result must not be sealed: a contract of the code was broken
    └── PartitionStopped     a critical expectation failed: the night must not reach the warehouse

Every message names the file, row or value that is wrong and what to do about it.
"""

from __future__ import annotations


class NewsledgerError(Exception):
    """Base of every error this project raises on purpose."""


class ConfigurationError(NewsledgerError):
    """A setting, path or argument is wrong; nothing has been done yet."""


class RetryLater(NewsledgerError):
    """Something outside did not answer; the same call may succeed later."""


class RowRefused(NewsledgerError):
    """One row cannot be used.

    Args:
        rule: short name of the broken rule, e.g. ``not_utf8``; it becomes ``quarantine.rule``.
        reason: what is wrong with which value, and what to do; it becomes ``quarantine.reason``.
    """

    def __init__(self, rule: str, reason: str) -> None:
        super().__init__(reason)
        self.rule = rule
        self.reason = reason


class ShardFailed(NewsledgerError):
    """A stage broke its contract (types, keys, counts); its output is not sealed."""


class PartitionStopped(NewsledgerError):
    """A critical expectation failed; the partition stays out of the warehouse."""
