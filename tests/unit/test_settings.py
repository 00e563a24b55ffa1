"""Settings and the publishers file: what is wrong is named, with its file, entry and field."""

from __future__ import annotations

from importlib.metadata import version

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import ConfigurationError
from pipeline.publishers import Publisher, load_publishers
from pipeline.settings import _NO_ROWS, PROJECT, Settings, code_version

GOOD = """
[[publishers]]
id = "paper"
name = "The Paper"
domain = "paper.example"
feeds = ["https://paper.example/feed.xml"]
"""


@pytest.fixture
def publishers(tmp_path):
    """Writes a publishers file and gives its path."""

    def write(text):
        path = tmp_path / "outlets.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_an_entry_needs_an_id_a_name_and_a_domain_and_has_defaults_for_the_rest(publishers):
    paper = load_publishers(publishers(GOOD))["paper"]
    assert (paper.name, paper.language, paper.pace_seconds, paper.private_network) == ("The Paper", "en", 5.0, False)


def test_publishers_keep_the_order_of_the_file(publishers):
    text = GOOD.replace('"paper"', '"zeta"') + GOOD.replace('"paper"', '"alpha"')
    assert list(load_publishers(publishers(text))) == ["zeta", "alpha"]


@pytest.mark.parametrize(
    ("fault", "field"),
    [
        (('id = "paper"', 'id = "The Paper"'), "id"),
        (('name = "The Paper"', ""), "name"),
        (('domain = "paper.example"', "domain = 5"), "domain"),
        (('domain = "paper.example"', 'domain = "paper.example"\npace = 3'), "pace"),
        (('feeds = ["https://paper.example/feed.xml"]', "feeds = [1]"), "feeds.0"),
        (('name = "The Paper"', 'name = "The Paper"\npace_seconds = -1'), "pace_seconds"),
    ],
)
def test_a_wrong_entry_is_told_with_file_entry_and_field(publishers, fault, field):
    path = publishers(GOOD.replace('"paper"', '"first"') + GOOD.replace(*fault))
    with pytest.raises(ConfigurationError) as told:
        load_publishers(path)
    assert str(path) in str(told.value)
    assert "publisher 2" in str(told.value)
    assert repr(field) in str(told.value)


def test_an_id_that_is_used_twice_is_told_with_file_and_entry(publishers):
    path = publishers(GOOD + GOOD)
    with pytest.raises(ConfigurationError, match="publisher 2: the id 'paper' is taken") as told:
        load_publishers(path)
    assert str(path) in str(told.value)


def test_no_publisher_may_take_the_id_that_stands_for_files(publishers):
    with pytest.raises(ConfigurationError, match="publisher 1: the id 'files' is taken"):
        load_publishers(publishers(GOOD.replace('id = "paper"', 'id = "files"')))


def test_a_missing_publishers_file_is_named_with_the_variable_that_sets_it(tmp_path):
    with pytest.raises(ConfigurationError, match="NEWSLEDGER_PUBLISHERS") as told:
        load_publishers(tmp_path / "nowhere.toml")
    assert str(tmp_path / "nowhere.toml") in str(told.value)


@pytest.mark.parametrize("text", ["[[publishers]\n", b"id = '\xff'"])
def test_a_file_that_is_no_toml_is_named(publishers, text):
    path = publishers(text)
    with pytest.raises(ConfigurationError, match="is not valid TOML") as told:
        load_publishers(path)
    assert str(path) in str(told.value)


def test_a_folder_in_place_of_the_publishers_file_is_a_configuration_error(tmp_path):
    with pytest.raises(ConfigurationError):
        load_publishers(tmp_path)


def test_publishers_that_are_no_list_are_a_configuration_error(publishers):
    with pytest.raises(ConfigurationError):
        load_publishers(publishers("publishers = 3"))


def test_a_file_without_publishers_has_none(publishers):
    assert load_publishers(publishers("")) == {}


def test_the_variables_of_the_environment_set_the_settings(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSLEDGER_ATTEMPTS", "7")
    settings = Settings()
    assert settings.attempts == 7
    assert settings.published_warehouse == tmp_path / "newsledger.duckdb"


def test_the_lake_lies_under_home_unless_it_is_given(tmp_path):
    assert Settings(home=tmp_path, lake="").lake_uri == (tmp_path / "lake").as_uri()
    assert Settings(home=tmp_path, lake="file:///elsewhere").lake_uri == "file:///elsewhere"


def test_the_lake_of_a_relative_home_is_an_absolute_address(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert Settings(home="night", lake="").lake_uri == (tmp_path / "night" / "lake").as_uri()


def test_readers_and_the_writer_never_share_a_warehouse_file(tmp_path):
    settings = Settings(home=tmp_path)
    assert settings.working_warehouse != settings.published_warehouse


def test_a_wrong_value_in_the_environment_is_told_in_one_message_that_names_it(monkeypatch, tmp_path):
    monkeypatch.setenv("NEWSLEDGER_HOME", str(tmp_path))
    monkeypatch.setenv("NEWSLEDGER_ATTEMPTS", "zero")
    result = CliRunner().invoke(app, ["status"])
    assert result.exit_code == 2, repr(result.exception)
    assert "attempts" in result.stderr.lower()


def test_the_code_version_is_the_release_and_a_digest_of_the_source():
    release, _, source = code_version().partition("+")
    assert release == version("newsledger")
    assert len(source) == 12


def test_a_page_that_looks_another_way_makes_no_night_anew_and_another_stage_does(tmp_path, monkeypatch):
    for name in ("pages/templates/night.html", "web/app.py", "cli.py", "stages/parse.py", "settings.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("before", encoding="utf-8")
    monkeypatch.setattr("pipeline.settings._SOURCE", tmp_path)

    def version_after(name: str) -> str:
        (tmp_path / name).write_text(f"{name} after", encoding="utf-8")
        return code_version.__wrapped__()

    before = code_version.__wrapped__()
    assert {version_after(name) for name in ("pages/templates/night.html", "web/app.py", "cli.py")} == {before}
    assert version_after("stages/parse.py") != before


def test_what_is_said_to_make_no_row_is_there():
    assert [name for name in _NO_ROWS if not (PROJECT / "pipeline" / name).exists()] == []


def test_the_project_folder_is_the_one_with_the_project_file():
    assert (PROJECT / "pyproject.toml").is_file()


@pytest.mark.parametrize(
    ("allowed", "places"),
    [(False, set()), (True, {"10.0.0.5:80"}), (("10.0.0.6:8080",), {"10.0.0.5:80", "10.0.0.6:8080"})],
)
def test_the_private_places_of_a_publisher_are_those_that_its_entry_allows(allowed, places):
    entry = {"id": "paper", "name": "P", "domain": "p.example", "feeds": ("http://10.0.0.5/feed.xml",)}
    assert Publisher(**entry, private_network=allowed).private_places == places
