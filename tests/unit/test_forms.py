"""Forms: every field is explained, unknown keys are refused by name, and an orchestrator can make its form of them."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline import forms, tasks
from pipeline.errors import ConfigurationError

ALL = [forms.NightForm, forms.ImportForm, forms.CompareForm, forms.PublishForm, forms.UpkeepForm]


@pytest.mark.parametrize("form", ALL)
def test_every_field_is_explained_and_has_a_type(form):
    for name, field in forms.fields(form).items():
        assert field["description"], name
        assert field["type"], name
        assert "anyOf" not in field


@pytest.mark.parametrize("form", ALL)
def test_an_unknown_key_is_refused_by_name(form):
    with pytest.raises(ConfigurationError, match=r"nigth: there is no such key; known keys: \w+"):
        forms.read_form(form, {"nigth": "2026-03-02"})


def test_an_empty_choice_keeps_its_kind_of_input():
    night = forms.fields(forms.NightForm)["night"]
    assert (night["type"], night["format"], night["default"]) == (["string", "null"], "date", None)


def test_a_range_is_every_night_of_it():
    asked = forms.read_form(forms.CompareForm, {"first": "2026-02-27", "last": "2026-03-01"})
    assert asked.nights == [date(2026, 2, 27), date(2026, 2, 28), date(2026, 3, 1)]
    with pytest.raises(ConfigurationError, match="are 731 nights; ask for 1 to 400"):
        forms.read_form(forms.CompareForm, {"first": "2024-01-01", "last": "2025-12-31"}).nights  # noqa: B018


def test_what_a_task_gave_is_told_as_a_person_reads_it():
    counts = {"run_id": "r", "rows_in": 3, "rows_kept": 2, "rows_quarantined": 1}
    one = counts | {"tables": {"documents": 2, "quarantine": 1}}
    assert tasks.told(one) == "3 in, 2 kept, 1 quarantined; wrote 2 documents, 1 quarantine"
    assert tasks.told(counts | {"tables": {}}) == "3 in, 2 kept, 1 quarantined"
    assert tasks.told({"added": 4, "lost": 0, "page": "diff.html"}) == "added 4, lost 0, page diff.html"
    assert tasks.told(["0-of-2", "1-of-2"]) == "2 of them"
    assert [tasks.told(nothing) for nothing in (None, True, "x", 3)] == [""] * 4
    assert tasks.told_of_all([one, None, "x", one]) == "0 articles, 4 documents, 0 claims, 0 mentions, 2 quarantine"
    assert tasks.told_of_all([True]) == ""
