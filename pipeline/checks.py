"""Adapter to Great Expectations: judge a table by the suite of its name.

A suite is ``expectations/<table>.yml``::

    expectations:
      - name: offsets_true                      # the rule, unique in the suite
        reason: a mention must show the words it points at
        type: expect_column_pair_values_to_be_equal
        kwargs: {column_A: surface, column_B: surface_in_text}
        severity: critical                      # critical stops the night, warning is shown
        quarantine: true                        # optional: a row rule; rows that break it are refused instead

Great Expectations counts an expectation that raises as failed; here it is an error, since nothing was judged.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.columns import SEVERITIES
from pipeline.errors import ConfigurationError, ShardFailed

if TYPE_CHECKING:
    import pandas as pd

_INDEX = "row_number"


class Rule(BaseModel):
    """One expectation of a suite."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    reason: str
    type: str
    kwargs: dict[str, Any] = {}
    severity: str
    quarantine: bool = False


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one rule said of one table.

    Args:
        unexpected: positions of the rows that break a row rule, ascending.
    """

    rule: Rule
    held: bool
    unexpected: tuple[int, ...]
    observed: str | None


def load_suite(path: Path) -> list[Rule]:
    """The rules of a suite file.

    Raises:
        ConfigurationError: the file is no suite; the message names file, entry and field.
    """
    import yaml

    try:
        entries = yaml.safe_load(path.read_text(encoding="utf-8"))["expectations"]
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise ConfigurationError(f"{path} is not a suite with a list of expectations: {error}") from error
    if not isinstance(entries, list):
        raise ConfigurationError(f"{path} is not a suite: its expectations are {entries!r}, not a list")
    rules = []
    for number, entry in enumerate(entries, 1):
        try:
            rules.append(Rule.model_validate(entry))
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise ConfigurationError(f"{path}, expectation {number}, field {field!r}: {first['msg']}") from None
        if rules[-1].severity not in SEVERITIES:
            raise ConfigurationError(f"{path}, expectation {number}: severity must be one of {', '.join(SEVERITIES)}")
    names = [rule.name for rule in rules]
    if len(set(names)) != len(names):
        raise ConfigurationError(f"{path}: two expectations have the same name")
    return rules


def judge(frame: pd.DataFrame, rules: list[Rule]) -> list[Judgement]:
    """Hold a frame to rules, in the order of the rules.

    Raises:
        ConfigurationError: a rule is no expectation that could be judged.
        ShardFailed: an expectation could not be evaluated.
    """
    if not rules:
        return []
    results = {result.expectation_config.meta["rule"]: result for result in _validated(frame, rules)}
    return [_judgement(rule, results[rule.name]) for rule in rules]


def _expectation(rule: Rule) -> Any:
    """The rule as Great Expectations' own object.

    Raises:
        ConfigurationError: there is no such type, or it does not take these arguments.
    """
    from great_expectations.exceptions.exceptions import ExpectationNotFoundError
    from great_expectations.expectations.registry import get_expectation_impl

    try:
        return get_expectation_impl(rule.type)(**rule.kwargs, meta={"rule": rule.name})
    except (ExpectationNotFoundError, ValueError, TypeError) as error:
        raise ConfigurationError(
            f"expectation {rule.name} ({rule.type}) is not one that can be judged: {error}"
        ) from error


def _validated(frame: pd.DataFrame, rules: list[Rule]) -> Iterator[Any]:
    import great_expectations as gx
    from great_expectations.core.expectation_suite import ExpectationSuite
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("lake").add_dataframe_asset("table")
    numbered = frame[_columns_read(frame, rules)].assign(**{_INDEX: range(len(frame))})
    batch = asset.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": numbered})
    suite = ExpectationSuite(name="suite", expectations=[_expectation(rule) for rule in rules])
    shown = {"result_format": "COMPLETE", "unexpected_index_column_names": [_INDEX]}
    return iter(batch.validate(suite, result_format=shown).results)


def _columns_read(frame: pd.DataFrame, rules: list[Rule]) -> list[str]:
    """The columns that rules name, all of them where a rule is about the columns: each costs a copy in each rule."""
    if any(rule.type.startswith("expect_table_column") for rule in rules):
        return list(frame.columns)
    told = str([rule.kwargs for rule in rules])
    return [column for column in frame.columns if column in told]


def _judgement(rule: Rule, result: Any) -> Judgement:
    raised = [info["exception_message"] for info in _exceptions(result.exception_info) if info.get("raised_exception")]
    if raised:
        raise ShardFailed(f"expectation {rule.name} ({rule.type}) could not be evaluated: {raised[0]}")
    found = result.result or {}
    rows = sorted(entry[_INDEX] for entry in found.get("unexpected_index_list") or [])
    observed = found.get("observed_value")
    return Judgement(rule, bool(result.success), tuple(rows), None if observed is None else str(observed))


def _exceptions(info: Any) -> list[dict[str, Any]]:
    """Exception records, which come as one or as one for each metric."""
    if not isinstance(info, dict):
        return []
    return [info] if "raised_exception" in info else [entry for entry in info.values() if isinstance(entry, dict)]
