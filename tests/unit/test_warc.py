"""What was fetched is written as a web archive: other tools read it, and taken again it gives the same documents."""

from __future__ import annotations

import gzip
import zlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from making import NIGHT, article
from origin import Answer
from test_fetch_publisher import feed
from typer.testing import CliRunner
from warcio.archiveiterator import ArchiveIterator

from pipeline.cli import app
from pipeline.lake.storage import Lake
from pipeline.nights.intake import run_archive, run_fetch, run_files
from pipeline.press.archives import parts
from pipeline.press.warc import write_responses
from pipeline.publishers import Publisher
from pipeline.schema import ARTICLES
from pipeline.settings import Settings
from pipeline.stages.parse import parse

AT = datetime(2026, 3, 2, 3, 30, 15, 250000, tzinfo=UTC)
BODY = (
    "<html><head><title>Westmarch signs the water bill</title></head><body><article>"
    "<p>The governor of Westmarch signed the water bill on Monday after a debate that lasted most of the night.</p>"
    "<p>“We did not come here to win an argument,” said Senator Orla Brandt, who had opposed an earlier draft.</p>"
    "</article></body></html>"
).encode("cp1252")
HEAD = "\n".join(
    (
        "HTTP/1.1 200 Fine",
        "Content-Type: text/html; charset=windows-1252",
        "Content-Encoding: gzip",
        "Content-Length: 321",
        "X-Served-By: one",
        "X-Served-By: two",
    )
)


def records(path: Path) -> list:
    """The records as another library reads them: kind, fields, status, header fields, body."""
    with path.open("rb") as stream:
        return [
            (one.rec_type, dict(one.rec_headers.headers), one.http_headers, one.content_stream().read())
            for one in ArchiveIterator(stream, check_digests="raise")
        ]


def written(path: Path, *articles: dict) -> Path:
    with path.open("wb") as stream:
        assert write_responses(articles, stream) == len([row for row in articles if row["http_status"]])
    return path


def taken(path: Path) -> list[dict]:
    found = parts(path, NIGHT, lambda: AT, 0, 1_000_000)
    return [row for part in found for row in part.result.tables["articles"].to_pylist()]


def response(**columns) -> dict:
    return article(BODY, **{"content_type": "text/html", "charset": "windows-1252", "head": HEAD} | columns)


def test_another_library_reads_address_time_header_and_bytes(tmp_path):
    path = written(tmp_path / "night.warc.gz", response(fetched_at=AT))
    (about, _, _, _), (kind, fields, http, body) = records(path)
    assert (about, kind) == ("warcinfo", "response")
    assert fields["WARC-Target-URI"] == "https://paper.example/one"
    assert fields["WARC-Date"] == "2026-03-02T03:30:15.250000Z"
    assert fields["WARC-Payload-Digest"].startswith("sha1:")
    assert (http.protocol, http.statusline, body) == ("HTTP/1.1", "200 Fine", BODY)
    assert http.headers == [
        ("Content-Type", "text/html; charset=windows-1252"),
        ("X-Crawler-Content-Encoding", "gzip"),
        ("X-Crawler-Content-Length", "321"),
        ("X-Served-By", "one"),
        ("X-Served-By", "two"),
        ("Content-Length", str(len(BODY))),
    ]


def test_each_record_is_packed_by_itself_so_that_it_can_be_read_alone(tmp_path):
    packed = written(tmp_path / "night.warc.gz", response(), response(name="two")).read_bytes()
    starts = []
    while packed:
        member = zlib.decompressobj(zlib.MAX_WBITS + 16)
        starts.append(member.decompress(packed)[:10])
        packed = member.unused_data
    assert starts == [b"WARC/1.1\r\n"] * 3


def test_a_response_whose_head_was_not_kept_has_the_one_that_its_columns_tell(tmp_path):
    columns = {"head": None, "etag": '"v1"', "last_modified": "Mon, 02 Mar 2026 06:30:00 GMT"}
    _, (_, _, http, _) = records(written(tmp_path / "night.warc.gz", response(**columns)))
    assert http.statusline == "200 OK"
    assert http.headers[:3] == [
        ("Content-Type", "text/html; charset=windows-1252"),
        ("ETag", '"v1"'),
        ("Last-Modified", "Mon, 02 Mar 2026 06:30:00 GMT"),
    ]


def test_a_file_given_by_hand_is_no_response(tmp_path):
    assert len(records(written(tmp_path / "night.warc.gz", response(http_status=None)))) == 1


@pytest.mark.parametrize("times", [1, 2])
def test_what_is_taken_again_has_the_same_columns_however_often(tmp_path, times):
    listed = {"listed_title": "A  title\nin two lines", "listed_at": AT, "publisher_id": "courier", "fetched_at": AT}
    rows = [response(canonical_url="https://paper.example/moved", **listed)]
    for number in range(times):
        rows = taken(written(tmp_path / f"{number}.warc.gz", *rows))
    [row] = rows
    assert (row["body"], row["publisher_id"], row["fetched_at"]) == (BODY, "courier", AT)
    assert (row["listed_title"], row["listed_at"]) == ("A title in two lines", AT)
    assert (row["content_type"], row["charset"], row["http_status"]) == ("text/html", "windows-1252", 200)
    assert row["canonical_url"] == "https://paper.example/moved"
    assert row["url"].startswith("https://paper.example/moved#warc=")


def test_what_another_archive_says_under_our_names_is_taken_only_if_it_can_be(tmp_path):
    path = written(tmp_path / "night.warc.gz", response(publisher_id="../x", listed_title="The title"))
    [row] = taken(path)
    assert (row["publisher_id"], row["listed_title"], row["listed_at"]) == ("paper-example", "The title", None)


@pytest.fixture
def fetched(origin, tmp_path, monkeypatch) -> Settings:
    """A night of three pages, of which one came packed and one after a redirect, and of a file given by hand."""
    html = {"Content-Type": "text/html; charset=windows-1252", "Content-Language": "en"}
    origin.routes["/feed.xml"] = feed(origin, "/1", "/2", "/3")
    origin.routes["/1"] = Answer(BODY, headers=html)
    origin.routes["/2"] = Answer(gzip.compress(BODY), headers=html | {"Content-Encoding": "gzip"})
    origin.routes["/3"] = Answer(status=301, headers={"Location": "/third"})
    origin.routes["/third"] = Answer(BODY, headers=html)
    address = origin.url("/feed.xml")
    entry = Publisher(id="paper", name="P", domain="p.example", feeds=(address,), pace_seconds=0, private_network=True)
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path / "home"))
    settings = Settings(home=tmp_path / "home")
    run_fetch(entry, NIGHT, settings)
    (tmp_path / "story.txt").write_text("A story.\nOf two lines.")
    run_files([tmp_path / "story.txt"], NIGHT, settings)
    return settings


def documents(settings: Settings) -> list[dict]:
    """The documents of the night's responses, without what their place in an archive decides."""
    rows = Lake(settings.lake_uri).read(ARTICLES, NIGHT)
    found = parse({"articles": rows.filter(rows["http_status"].is_valid())}, settings).tables["documents"].to_pylist()
    named = ("document_id", "article_id")
    return sorted(
        ({key: value for key, value in row.items() if key not in named} for row in found), key=lambda row: row["url"]
    )


def test_the_archive_of_a_night_gives_its_documents_again(fetched, origin, tmp_path):
    path, other = tmp_path / "night.warc.gz", Settings(home=tmp_path / "other")
    said = CliRunner().invoke(app, ["warc", str(NIGHT), "--out", str(path)])
    assert (said.exit_code, said.output.strip().split(":")[0]) == (0, "3 responses")
    run_archive(path, NIGHT, other, lambda step, share=0.0: None)
    assert documents(other) == documents(fetched)
    assert {row["url"] for row in documents(other)} == {origin.url(place) for place in ("/1", "/2", "/third")}
    heads = [http for _, _, http, _ in records(path)[1:]]
    assert {http.get_header("Content-Language") for http in heads} == {"en"}
    assert {http.get_header("X-Crawler-Content-Encoding") for http in heads} == {None, "gzip"}


def test_nights_without_a_response_give_no_file(fetched, tmp_path):
    said = CliRunner().invoke(app, ["warc", "2025-01-01", "2025-01-31", "--out", str(tmp_path / "none.warc.gz")])
    assert said.exit_code == 2
    assert "no response of 2025-01-01 to 2025-01-31 is kept" in said.output
    assert not list(tmp_path.glob("none*"))
