"""The client is polite, bounded, and closed to private addresses. Its server is on loopback."""

from __future__ import annotations

import asyncio
import gzip
import socket
from dataclasses import replace

import pytest
from client import PAGE, get, rule_of, with_client
from origin import Answer

from pipeline.errors import RetryLater, RowRefused
from pipeline.press.network import Client, PublicResolver, Response


def test_an_answer_comes_with_its_bytes_type_and_validators(origin):
    headers = PAGE.headers | {"ETag": '"v1"', "Last-Modified": "Mon, 02 Mar 2026 06:30:00 GMT"}
    origin.routes["/page"] = Answer(PAGE.body, headers=headers)
    answer = get(origin.url("/page"))
    first, *fields = answer.head.split("\n")
    assert first == "HTTP/1.1 200 OK"
    assert {'ETag: "v1"', "Content-Type: Text/HTML; charset=ISO-8859-1", "Content-Length: 12"} <= {*fields}
    assert replace(answer, head="") == Response(
        status=200,
        url=origin.url("/page"),
        body=b"<p>Hello</p>",
        content_type="text/html",
        charset="ISO-8859-1",
        etag='"v1"',
        last_modified="Mon, 02 Mar 2026 06:30:00 GMT",
    )


def test_validators_are_sent_and_an_unchanged_page_answers_without_a_body(origin):
    origin.routes["/page"] = Answer(b"long", headers={"ETag": '"v1"'})
    answer = get(origin.url("/page"), '"v1"', "Mon, 02 Mar 2026 06:30:00 GMT")
    assert (answer.status, answer.body) == (304, b"")
    assert origin.asked[-1].headers["If-Modified-Since"] == "Mon, 02 Mar 2026 06:30:00 GMT"


def test_a_changed_page_answers_in_full_though_validators_are_sent(origin):
    origin.routes["/page"] = Answer(b"new", headers={"ETag": '"v2"'})
    assert get(origin.url("/page"), '"v1"').body == b"new"


def test_no_validators_are_sent_where_none_are_known(origin):
    origin.routes["/page"] = PAGE
    get(origin.url("/page"))
    assert not {"If-None-Match", "If-Modified-Since"} & set(origin.asked[-1].headers)


def test_every_request_says_who_asks(origin):
    origin.routes["/page"] = PAGE
    get(origin.url("/page"), user_agent="newsledger-test (desk@paper.example)")
    assert {request.headers["User-Agent"] for request in origin.asked} == {"newsledger-test (desk@paper.example)"}


@pytest.mark.parametrize("status", [404, 410, 403])
def test_a_page_that_is_not_there_is_refused_by_its_status_and_not_asked_again(origin, status):
    origin.routes["/gone"] = Answer(status=status)
    assert rule_of(origin.url("/gone"), attempts=3) == f"http_{status}"
    assert origin.times("/gone") == 1


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_failing_server_is_asked_as_often_as_set_and_then_left_for_later(origin, status):
    origin.routes["/page"] = Answer(status=status)
    with pytest.raises(RetryLater, match=f"answered {status}"):
        get(origin.url("/page"), attempts=2)
    assert origin.times("/page") == 2


def test_a_server_that_recovers_within_the_attempts_is_heard(origin):
    origin.routes["/page"] = lambda request: Answer(status=500) if origin.times("/page") < 2 else PAGE
    assert get(origin.url("/page"), attempts=2).body == PAGE.body


def test_a_server_that_takes_too_long_is_left_for_later():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(RetryLater, match="no answer"):
            with_client(lambda client: client._request(address, {}), timeout_seconds=0.1)


def test_a_host_that_is_down_is_left_for_later():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        with pytest.raises(RetryLater, match="no answer"):
            get(f"http://127.0.0.1:{closed.getsockname()[1]}/page")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_followed_and_the_last_address_is_told(origin, status):
    origin.routes["/old"] = Answer(status=status, headers={"Location": "/new?x=1"})
    origin.routes["/new"] = PAGE
    answer = get(origin.url("/old"))
    assert (answer.url, answer.body) == (origin.url("/new?x=1"), PAGE.body)


def test_redirects_are_followed_up_to_the_limit_and_no_further(origin):
    for step in range(3):
        origin.routes[f"/{step}"] = Answer(status=302, headers={"Location": f"/{step + 1}"})
    origin.routes["/3"] = PAGE
    assert get(origin.url("/0"), max_redirects=3).body == PAGE.body
    assert rule_of(origin.url("/0"), max_redirects=2) == "redirects"


def test_a_redirect_in_a_circle_ends(origin):
    origin.routes["/round"] = Answer(status=302, headers={"Location": "/round"})
    assert rule_of(origin.url("/round"), max_redirects=4) == "redirects"
    assert origin.times("/round") == 5


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://paper.example/x", "javascript:alert(1)"])
def test_a_redirect_away_from_the_web_is_refused(origin, target):
    origin.routes["/old"] = Answer(status=302, headers={"Location": target})
    assert rule_of(origin.url("/old")) == "no_web_address"


def test_a_redirect_to_an_address_that_is_none_is_refused(origin):
    origin.routes["/old"] = Answer(status=302, headers={"Location": "http://[paper.example/x"})
    with pytest.raises((RowRefused, RetryLater)):
        get(origin.url("/old"))


@pytest.mark.parametrize("name", ["paper..example", "a" * 64 + ".example"], ids=["empty part", "long part"])
def test_a_host_name_that_is_none_is_refused_or_left_for_later(name):
    with pytest.raises((RowRefused, RetryLater)):
        get(f"http://{name}/x")


def test_an_address_that_is_none_is_refused():
    assert rule_of("http://[paper.example/x") == "no_web_address"


@pytest.mark.parametrize("address", ["file:///etc/passwd", "ftp://paper.example/x", "paper.example/x", "http:///x", ""])
def test_only_web_addresses_are_asked(address):
    assert rule_of(address) == "no_web_address"


def test_a_body_longer_than_the_limit_is_refused(origin):
    origin.routes["/long"] = Answer(b"x" * 1001)
    assert rule_of(origin.url("/long"), max_body_bytes=1000) == "too_large"


def test_a_body_of_exactly_the_limit_is_taken(origin):
    origin.routes["/long"] = Answer(b"x" * 1000)
    assert len(get(origin.url("/long"), max_body_bytes=1000).body) == 1000


def test_a_packed_body_is_measured_unpacked(origin):
    bomb = gzip.compress(b"x" * 3_000_000)
    assert len(bomb) < 100_000
    origin.routes["/bomb"] = Answer(bomb, headers={"Content-Encoding": "gzip"})
    assert rule_of(origin.url("/bomb"), max_body_bytes=100_000) == "too_large"


def test_a_body_that_says_it_is_too_long_is_not_read(origin):
    origin.routes["/long"] = Answer(b"x" * 100_000)
    assert rule_of(origin.url("/long"), max_body_bytes=1000) == "too_large"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/",
        "http://127.8.8.8:8080/",
        "http://10.0.0.8/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data",
        "http://100.64.0.1/",
        "http://0.0.0.0/",
        "http://[::1]/",
        "http://[fd00::1]/",
        "http://[fe80::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://user:word@127.0.0.1/",
        "http://①②⑦.⓪.⓪.①/",
        "http://１２７.0.0.1/",
        "http://127。0。0。1/",
        "http://0x7f000001/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::a00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001:0:a00:1::]/",
        "http://[::7f00:1]/",
        "http://[fec0::1]/",
        "http://224.0.0.1/",
    ],
)
def test_a_private_address_is_refused_unless_the_publisher_is_meant_to_have_one(address):
    assert rule_of(address, private=False) == "private_address"


def test_the_refusal_of_a_private_address_says_how_to_allow_it():
    with pytest.raises(RowRefused, match="private_network = true"):
        get("http://127.0.0.1/", private=False)


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://[::1]/", "//10.0.0.8/x"])
def test_a_redirect_to_a_private_address_is_refused_before_it_is_asked(monkeypatch, target):
    asked = []

    async def answer(self, url, headers):
        asked.append(url)
        if url.endswith("/robots.txt"):
            raise RowRefused("http_404", "there is none")
        return target

    monkeypatch.setattr(Client, "_request", answer)
    assert rule_of("http://paper.example/old", private=False) == "private_address"
    assert asked == ["http://paper.example/robots.txt", "http://paper.example/old"]


def resolved(monkeypatch, *addresses):
    """What the resolver makes of a name that stands for these addresses."""

    async def look_up(self, host, port=0, family=socket.AF_INET):
        return [{"hostname": host, "host": address, "port": port, "family": family} for address in addresses]

    monkeypatch.setattr("aiohttp.ThreadedResolver.resolve", look_up)

    async def work():
        return await PublicResolver().resolve("paper.example", 80)

    return asyncio.run(work())


def test_a_name_that_stands_for_a_public_address_is_resolved(monkeypatch):
    [found] = resolved(monkeypatch, "93.184.216.34")
    assert found["host"] == "93.184.216.34"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "::1", "fe80::1%eth0"])
def test_a_name_is_refused_if_any_of_its_addresses_is_private(monkeypatch, address):
    with pytest.raises(RowRefused, match=r"paper\.example is at") as told:
        resolved(monkeypatch, "93.184.216.34", address)
    assert told.value.rule == "private_address"


def test_a_name_of_a_private_address_is_refused_as_such(origin):
    assert rule_of(f"http://localhost:{origin.port}/page", private=False) == "private_address"
    assert origin.asked == []
