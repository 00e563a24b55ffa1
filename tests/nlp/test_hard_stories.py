"""Stories in which the wrong speaker is near at hand, read as a night reads them."""

from __future__ import annotations

import pytest

STORIES = {
    "two of one surname": (
        "The governor, Helena Marsh, met her former husband, Senator Paul Marsh, at the dam on Tuesday.\n\n"
        "“The wall will hold,” Mrs. Marsh said. Mr. Marsh said that he was less sure. “Nobody has looked at the "
        "north gate since May,” he told reporters.\n\n"
        "Gov. Marsh later called the senator's remarks irresponsible.",
        ["Helena Marsh", "Paul Marsh", "Paul Marsh", "Helena Marsh"],
    ),
    "father and son": (
        "Viktor Anselm Sr. founded the ferry line in 1961. His son, Viktor Anselm Jr., has led it since "
        "March.\n\n"
        "“My father would not have sold a single boat,” the younger Mr. Anselm said on Monday.\n\n"
        "The elder Mr. Anselm said in a letter to the board that the sale was a mistake.",
        ["Viktor Anselm Jr.", "Viktor Anselm Sr."],
    ),
    "a company named after a person": (
        "Ottilie Brandt opened her first bakery in Graz in 1988. Today Brandt & Sons runs 340 shops in six "
        "countries.\n\n"
        "Brandt & Sons said on Wednesday that it would close forty of them. “Flour has become too dear,” the "
        "company said in a statement.\n\n"
        "“It breaks my heart,” Ms. Brandt said.",
        ["Brandt & Sons", "Brandt & Sons", "Ottilie Brandt"],
    ),
    "Paris the city and Paris the person": (
        "PARIS — Paris Delacroix, the mayor's spokeswoman, arrived in Paris on Sunday for talks on the river.\n\n"
        "“The Seine is cleaner than it was,” Ms. Delacroix said. Officials in Paris said that bathing would be "
        "allowed in July. She said that two beaches were ready.",
        ["Paris Delacroix", None, "Paris Delacroix"],
    ),
    "named only after the quote": (
        "“We counted every ballot twice and we would do it again.”\n\n"
        "The words came late on Sunday. “Nobody asked us to hurry,” said Imogen Tarrant, who chairs the "
        "electoral commission.",
        [None, "Imogen Tarrant"],
    ),
    "a quotation over three paragraphs": (
        "Prime Minister Aldo Ferrante spoke for an hour.\n\n"
        "“The winter was hard,” Mr. Ferrante said. “Many of you lost heat for days.\n\n"
        "“Some of you lost more than that.\n\n"
        "“We will rebuild every line before the first frost.”\n\n"
        "Then he left.",
        ["Aldo Ferrante"],
    ),
    "a transcript": (
        "Minutes of the council's meeting on Thursday:\n\n"
        "MAYOR ROSALIND PIKE: The bridge will stay closed until June.\n\n"
        "COUNCILLOR DEV ANAND: That is two months longer than you promised.\n\n"
        "PIKE: The steel arrived late.",
        ["Rosalind Pike", "Dev Anand", "Rosalind Pike"],
    ),
    "a headline that names the speaker": (
        "Nuclear plant is safe, minister Greta Lindqvist says\n\n"
        "STOCKHOLM — The minister said on Friday that inspectors had found no cracks. “I would let my children "
        "swim beside it,” she added.",
        ["Greta Lindqvist", "Greta Lindqvist", "Greta Lindqvist"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("model", ["encoder_read", "fast_read"])
def test_each_claim_has_the_speaker_that_a_reader_gives_it(request, model, story):
    text, speakers = STORIES[story]
    reading = request.getfixturevalue(model)(text)
    assert [claim.speaker for claim in reading.claims if claim.parent is None] == speakers


def test_a_quotation_over_three_paragraphs_is_one_claim_of_all_its_words(encoder_read):
    text, _ = STORIES["a quotation over three paragraphs"]
    [claim] = encoder_read(text).claims
    words = " ".join(span.text(text) for span in claim.content)
    assert words.startswith("“The winter was hard,”")
    assert words.endswith("“Some of you lost more than that. “We will rebuild every line before the first frost.”")
    assert claim.quote_type == "direct"
