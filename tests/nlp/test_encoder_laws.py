"""What holds for every text that the encoder reads, however odd."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from laws import GLUED, ODD_TEXTS, TEXTS, check_laws

LONG = 10_000  # code points; the square of it would take minutes
SPOKEN = "“The pump is old,” Ms. Nell Arden said on Friday. Mr. Boone, the mayor of Oslo, denied that it leaks. "


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given((TEXTS | GLUED).map(lambda odd: SPOKEN[:60] + odd + SPOKEN[60:]) | TEXTS)
def test_spans_lie_in_the_text_and_every_claim_is_whole(encoder_read, text):
    check_laws(text, encoder_read(text))


@settings(max_examples=10, deadline=None)
@given(st.permutations([SPOKEN, "", "Boone said no.", "\n", SPOKEN * 30, "“It leaks,” she said."]), st.integers(1, 5))
def test_a_text_reads_the_same_in_any_company_and_order(encoder_reader, encoder_read, texts, size):
    batches = [texts[i : i + size] for i in range(0, len(texts), size)]
    assert [r for batch in batches for r in encoder_reader.read(batch)] == [encoder_read(text) for text in texts]


@pytest.mark.parametrize("text", ["", " ", "\n\n \t\n", "\x00", "\x1b\x07", "\u200f", "“", "“” ‘’", "😀😀"])
def test_almost_nothing_reads_as_nothing(encoder_read, text):
    reading = encoder_read(text)
    assert (reading.mentions, reading.claims) == ((), ())


@pytest.mark.parametrize(
    "text",
    [
        "وقال الوزير: «لن نقبل هذا القرار». وأضاف أن الحكومة ستجتمع يوم الخميس.",
        "部长说：“我们不会接受。”他补充说，政府将于周四开会。",
        "«Мы не согласны», — заявил министр Иван Петров в четверг.",
        "👍🏽 “We’re open 🎉,” Zoë 😀 Lindqvist said 👩‍👩‍👧 on Friday.",
        "Ms. Arden\x00 said\x1b[31m the pump\r\nleaks\u2028“No,” he\x0bsaid.\x1c",
        "“He said ‘no,” Ms. Arden said. ”It« ‘is’’ ‘‘odd“.",
        "N\u0308ell A\u0301rden said the e\u0301cole was ﬁne. Ⅷ ½ ① İstanbul ẞ",
        "said said said, : “ said ” : said —",
    ],
    ids=["arabic", "chinese", "cyrillic", "emoji", "control", "quotes", "combining", "cues"],
)
def test_odd_texts_keep_the_laws(encoder_read, text):
    for given_text in (text, f"{SPOKEN}{text}\n{SPOKEN}", text.replace(" ", "")):
        check_laws(given_text, encoder_read(given_text))


@pytest.mark.parametrize("unit", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_a_long_odd_text_takes_seconds_not_hours(fast_read, unit):
    text = (unit * LONG)[:LONG]
    started = time.process_time()
    reading = fast_read(text)  # what comes after the network is the same for both
    assert time.process_time() - started < 12
    check_laws(text, reading)


def test_offsets_count_code_points_of_the_text_as_given(encoder_read):
    text = "😀\xa0e\u0301.\n“Non,”\tsaid Ms.\xa0E\u0301ve Arden in Oslo on Friday."
    reading = encoder_read(text)
    assert [span.text(text) for claim in reading.claims for span in claim.content] == ["“Non,”"]
    assert [m.span.text(text) for m in reading.mentions if m.label == "PERSON"] == ["E\u0301ve Arden"]
