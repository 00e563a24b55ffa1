"""Proof behind every claim of the newsroom, cut anew from the article's own text."""

from __future__ import annotations

import duckdb


def test_the_proof_of_every_claim_equals_the_articles_text_at_its_offsets(newsroom_ledger):
    with duckdb.connect(str(newsroom_ledger), read_only=True) as ledger:
        texts = dict(ledger.execute("SELECT document_id, text FROM documents").fetchall())
        rows = ledger.execute("SELECT claim_id, document_id, content_text, content, source, cue FROM claims").fetchall()
        proofs = {row[0]: row[1:] for row in ledger.execute(
            "SELECT claim_id, article_says, holds, sentence, sentence_start, sentence_end FROM proof_of_claim"
        ).fetchall()}  # fmt: skip
    assert len(rows) > 500
    for claim_id, document_id, content_text, content, source, cue in rows:
        text = texts[document_id]
        says, holds, sentence, start, end = proofs[claim_id]
        assert says == content_text == " … ".join(text[piece["start"] : piece["end"]] for piece in content)
        assert holds
        assert sentence == text[start:end]
        for span in [*content, *source, *cue]:
            assert start <= span["start"] < span["end"] <= end


def test_the_macro_gives_the_same_proof_as_a_row_and_as_a_value(newsroom_ledger):
    with duckdb.connect(str(newsroom_ledger), read_only=True) as ledger:
        ids = [row[0] for row in ledger.execute("SELECT claim_id FROM claims ORDER BY claim_id LIMIT 20").fetchall()]
        for claim_id in ids:
            [row] = ledger.execute("SELECT sentence, holds, url FROM proof(?)", [claim_id]).fetchall()
            [(value,)] = ledger.execute("SELECT proof(claim_id) FROM claims WHERE claim_id = ?", [claim_id]).fetchall()
            assert row == (value["sentence"], value["holds"], value["url"])


def test_the_words_a_speaker_is_quoted_with_stand_in_the_article(newsroom_ledger):
    with duckdb.connect(str(newsroom_ledger), read_only=True) as ledger:
        wrong = ledger.execute("""
            SELECT said.claim_id, verbatim
            FROM who_said_what AS said
            JOIN claims USING (claim_id)
            JOIN documents ON documents.document_id = said.document_id
            WHERE verbatim <> list_transform(
                fragments, lambda fragment: text[fragment."start" + 1 : fragment."end"]
            )
        """).fetchall()
    assert wrong == []
