"""Refused rows are kept in a form by which a person recognises them."""

from __future__ import annotations

import json

from making import NIGHT, RUN, article, claim, document

from pipeline.contract import check
from pipeline.lake.quarantine import quarantine, refused
from pipeline.schema import ARTICLES, CLAIM_MENTIONS, CLAIMS, DOCUMENTS, QUARANTINE


def refuse(table=ARTICLES, row=None, **more):
    facts = {"rule": "no_text", "reason": "there is no text in it", "stage": "parse"}
    return refused(table, row or article(), **facts | more)


def shown(row, table=ARTICLES) -> dict:
    return json.loads(refuse(table, row)["row_json"])


def test_a_refusal_names_table_key_rule_stage_and_reason():
    row = refuse()
    assert (row["table_name"], row["row_key"]) == ("articles", article()["article_id"])
    assert (row["rule"], row["stage"], row["reason"]) == ("no_text", "parse", "there is no text in it")
    assert row["severity"] == "warning"


def test_a_key_of_two_parts_is_joined_by_a_slash():
    assert refuse(CLAIM_MENTIONS, {"claim_id": "c-1", "mention_id": "m-2"})["row_key"] == "c-1/m-2"


def test_the_row_is_shown_as_json():
    row = shown(article("Words.", listed_title="„Nein“"))
    assert row["body"] == "Words."
    assert row["listed_title"] == "„Nein“"
    assert row["http_status"] == 200
    assert row["charset"] is None


def test_what_a_clock_or_a_run_put_into_a_row_is_not_shown_so_that_the_same_facts_are_refused_in_the_same_words():
    assert "fetched_at" not in shown(article("Words.", run_id=RUN))
    assert "run_id" not in shown(article("Words.", run_id=RUN))


def test_letters_stay_readable_in_the_json():
    assert "Zoë" in refuse(row=article("Zoë"))["row_json"]


def test_a_long_text_is_shortened_and_its_length_told():
    row = shown(article("x" * 501))
    assert row["body"] == f"{'x' * 500}… (501 characters)"


def test_a_text_of_five_hundred_characters_is_shown_whole():
    assert shown(article("ë" * 500))["body"] == "ë" * 500


def test_bytes_that_are_no_text_are_shown_as_far_as_they_can_be():
    assert shown(article(b"caf\xe9 \x00"))["body"] == "caf\ufffd \x00"


def test_lists_of_a_row_stay_lists():
    of = document("one")
    assert shown(claim(of, "The council met"), CLAIMS)["content"][0]["end"] > 0
    assert shown(document("one", flags=["cut_off"]), DOCUMENTS)["flags"] == ["cut_off"]


def test_a_row_refused_twice_by_one_rule_stands_once_and_by_two_rules_twice():
    assert quarantine([refuse(), refuse()]).num_rows == 1
    assert quarantine([refuse(), refuse(rule="not_utf8")]).num_rows == 2


def test_no_refusals_make_a_table_without_rows():
    assert quarantine([]).num_rows == 0


def test_quarantine_fits_its_table():
    check(QUARANTINE, data := QUARANTINE.stamped(quarantine([refuse()]), NIGHT, RUN))
    assert data.num_rows == 1
