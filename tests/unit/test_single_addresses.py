"""Addresses given by hand are fetched under the outlet that they belong to."""

from __future__ import annotations

import pytest

from pipeline.errors import ConfigurationError
from pipeline.press.single import publishers_of
from pipeline.publishers import Publisher

PAPER = Publisher(
    id="paper",
    name="The Paper",
    domain="paper.example",
    feeds=("http://127.0.0.1:8700/feed.xml",),
    pace_seconds=9,
    private_network=True,
)
KNOWN = {"paper": PAPER}


def test_an_address_of_a_known_publisher_keeps_its_name_and_pace_and_asks_none_of_its_feeds():
    [outlet] = publishers_of(["https://www.paper.example/a", "https://paper.example/b"], KNOWN)
    assert (outlet.id, outlet.pace_seconds, outlet.feeds) == ("paper", 9, ())
    assert outlet.pages == ("https://www.paper.example/a", "https://paper.example/b")


def test_the_hosts_that_a_known_publisher_may_have_inside_the_network_stay_allowed_and_no_others():
    [outlet] = publishers_of(["http://127.0.0.1:8700/a"], KNOWN)
    assert outlet.private_places == {"127.0.0.1:8700"}
    [stranger] = publishers_of(["http://10.0.0.8/a"], KNOWN)
    assert stranger.private_places == frozenset()


def test_addresses_of_outlets_that_nobody_named_are_grouped_by_site():
    found = publishers_of(["https://a.other.example/1", "https://third.example/1", "https://other.example/2"], KNOWN)
    assert {outlet.id: len(outlet.pages) for outlet in found} == {"other-example": 2, "third-example": 1}


@pytest.mark.parametrize("address", ["paper.example/a", "ftp://paper.example/a", "http://", "http://[x/"])
def test_what_is_no_web_address_is_told(address):
    with pytest.raises(ConfigurationError, match="no web address"):
        publishers_of([address], KNOWN)
