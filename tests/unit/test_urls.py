"""An article has one address, however it was reached."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.urls import canonical, same_site

ONE = "https://paper.example/news/one?id=5"


@pytest.mark.parametrize(
    "address",
    [
        "https://paper.example/news/one?id=5&utm_source=feed&fbclid=abc",
        "https://paper.example/news/one?CMP=share&id=5&ito=feeds&outputType=amp",
        "https://PAPER.example:443/news/./old/../one?id=5#comments",
        "https://paper.example//news/one?id=5",
    ],
)
def test_trackers_fragments_ports_and_dot_segments_are_no_part_of_an_address(address):
    assert canonical(address) == ONE


@pytest.mark.parametrize("address", ["https://paper.example/?p=12", "https://paper.example/a?aid=7&page=2", ONE])
def test_parameters_that_may_name_the_article_stay(address):
    assert canonical(address) == address


def test_a_host_in_letters_of_its_own_is_written_as_it_is_asked_for():
    assert canonical("https://bücher.example/") == "https://xn--bcher-kva.example/"


@pytest.mark.parametrize("address", ["file:///data/a.jsonl#line=2", "http://[paper.example/x", "no address"])
def test_what_is_no_web_address_stays_as_it_is(address):
    assert canonical(address) == address


@given(st.text(max_size=30), st.text(max_size=20))
def test_a_canonical_address_stays_as_it_is(path, query):
    once = canonical(f"https://paper.example/{path}?{query}")
    assert canonical(once) == once


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://www.paper.example/x", "https://amp.paper.example/y", True),
        ("https://www.paper.co.uk/x", "https://paper.co.uk/", True),
        ("https://paper.co.uk/", "https://courier.co.uk/", False),
        ("https://paper.example/", "https://paper.example.evil.example2/", False),
        ("http://127.0.0.1:8701/x", "https://paper.example/x", True),
        ("http://[paper", "https://paper.example/x", False),
    ],
)
def test_a_site_is_told_by_its_registered_domain(one, other, same):
    assert same_site(one, other) is same
