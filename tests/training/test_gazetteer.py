"""The file of states is what its recipe makes of its packages."""

from __future__ import annotations

from training.gazetteer import PATH, text


def test_the_file_of_states_is_made_by_its_recipe():
    assert PATH.read_text(encoding="utf-8") == text(), "python -m training.gazetteer writes it anew"
