"""What an outlet says in its own voice: statements that nobody is quoted for, and nothing else."""

from __future__ import annotations

import pytest

OWN = "Norway and Denmark have been the only states with a plan for the cables since May."


@pytest.fixture
def own(read):
    """The assertions of a text, as words."""

    def words(text: str) -> list[str]:
        return [span.text(text) for span in read(text).assertions]

    return words


def test_a_statement_between_claims_is_an_assertion(own):
    text = f"“We are ready,” Mayor Ines Calloway said on Monday. {OWN} She said the port would open."
    assert own(text) == [OWN]


def test_a_scare_quote_does_not_take_a_statement_from_the_outlet(own):
    text = "The tankers of the “grey fleet” carried oil past two ports of the north."
    assert own(text) == [text]


@pytest.mark.parametrize(
    "text",
    [
        "“We are ready for the storm,” Mayor Ines Calloway said on Monday.",
        "According to the county, the bridge has been closed since Monday.",
        "Who would pay for the bridge in the end?",
        "What the new bridge will cost the county",
        "By Rafe Dunmore in Plainview, Kansas",
        "It rained on Monday.",
        "“The bridge will open in May and the old one will be gone by June.”",
        "Close the bridge to all of the traffic now!",
        "",
    ],
)
def test_claims_questions_calls_headings_and_quotations_are_no_assertions(own, text):
    assert own(text) == []
