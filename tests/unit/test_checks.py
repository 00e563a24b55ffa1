"""The adapter to Great Expectations: suites are read strictly, and what cannot be judged is an error."""

from __future__ import annotations

import pandas as pd
import pytest

from pipeline.checks import Rule, judge, load_suite
from pipeline.errors import ConfigurationError, NewsledgerError, ShardFailed

SUITE = """
expectations:
  - name: has_words
    reason: an empty text says nothing
    type: expect_column_values_to_be_between
    kwargs: {column: words, min_value: 5}
    severity: warning
    quarantine: true
  - name: mostly_titled
    reason: a layout changed
    type: expect_column_values_to_not_be_null
    kwargs: {column: title, mostly: 0.5}
    severity: critical
"""
FRAME = pd.DataFrame({"words": [9, 3, 7, 1], "title": ["a", None, "c", "d"]})


@pytest.fixture
def suite(tmp_path):
    """Writes a suite file and gives its path."""

    def write(text):
        path = tmp_path / "documents.yml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def rule(**more) -> Rule:
    facts = {
        "name": "some_rule",
        "reason": "because",
        "type": "expect_column_values_to_not_be_null",
        "kwargs": {"column": "title"},
        "severity": "warning",
    }
    return Rule(**facts | more)


def told_of(path) -> str:
    with pytest.raises(ConfigurationError) as told:
        load_suite(path)
    assert str(path) in str(told.value)
    return str(told.value)


def test_rules_keep_the_order_of_their_file(suite):
    one, other = load_suite(suite(SUITE))
    assert (one.name, one.severity, one.quarantine) == ("has_words", "warning", True)
    assert (other.name, other.severity, other.quarantine) == ("mostly_titled", "critical", False)


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (("    reason: a layout changed\n", ""), "'reason'"),
        (("severity: critical", "severity: critical\n    mostly: 0.5"), "'mostly'"),
        (("severity: critical", "severity: fatal"), "severity"),
        (("severity: critical", "severity: critical\n    quarantine: perhaps"), "'quarantine'"),
        (("kwargs: {column: title, mostly: 0.5}", "kwargs: title"), "'kwargs'"),
    ],
)
def test_a_wrong_rule_is_told_with_file_number_and_field(suite, fault, field):
    told = told_of(suite(SUITE.replace(*fault)))
    assert "expectation 2" in told
    assert field in told


def test_two_rules_of_one_name_are_refused(suite):
    assert "the same name" in told_of(suite(SUITE.replace("mostly_titled", "has_words")))


@pytest.mark.parametrize("text", ["", "- a\n", "rules: []\n", "expectations: [\n"])
def test_a_file_that_is_no_suite_is_named(suite, text):
    assert "not a suite" in told_of(suite(text))


def test_a_missing_suite_is_named(tmp_path):
    assert "nowhere.yml" in told_of(tmp_path / "nowhere.yml")


@pytest.mark.parametrize("text", ["expectations:\n", "expectations: 5\n", b"expectations: '\xff'\n"])
def test_a_suite_without_a_readable_list_is_named_too(suite, text):
    told_of(suite(text))


def test_an_empty_list_of_rules_is_a_suite_that_judges_nothing(suite):
    assert load_suite(suite("expectations: []\n")) == []
    assert judge(FRAME, []) == []


def test_each_rule_is_judged_in_order_and_the_rows_that_break_it_are_told(suite):
    words, titles = judge(FRAME, load_suite(suite(SUITE)))
    assert (words.rule.name, words.held, words.unexpected) == ("has_words", False, (1, 3))
    assert (titles.rule.name, titles.held, titles.unexpected) == ("mostly_titled", True, (1,))


def test_a_rule_over_a_whole_table_tells_the_value_it_saw():
    mean = rule(type="expect_column_mean_to_be_between", kwargs={"column": "words", "min_value": 6})
    [judgement] = judge(FRAME, [mean])
    assert (judgement.held, judgement.unexpected, judgement.observed) == (False, (), "5.0")


def test_two_rules_of_one_type_and_column_are_told_apart():
    low = rule(name="low", type="expect_column_values_to_be_between", kwargs={"column": "words", "min_value": 2})
    high = rule(name="high", type="expect_column_values_to_be_between", kwargs={"column": "words", "max_value": 8})
    assert [found.unexpected for found in judge(FRAME, [low, high])] == [(3,), (0,)]


@pytest.mark.parametrize(
    "broken",
    [
        {"kwargs": {"column": "absent"}},
        {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "absent", "min_value": 1}},
        {"type": "expect_column_mean_to_be_between", "kwargs": {"column": "title", "min_value": 1}},
    ],
)
def test_a_rule_that_cannot_be_evaluated_is_an_error_and_not_a_failure_of_the_data(broken):
    with pytest.raises(ShardFailed, match=r"expectation some_rule .* could not be evaluated"):
        judge(FRAME, [rule(**broken)])


@pytest.mark.parametrize("broken", [{"type": "expect_miracles"}, {"kwargs": {"colum": "title"}}])
def test_a_rule_that_great_expectations_does_not_know_is_told_by_its_name(broken):
    with pytest.raises(NewsledgerError, match="some_rule"):
        judge(FRAME, [rule(**broken)])
