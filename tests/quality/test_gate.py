"""No change may make the ledger worse than its floors: see docs/evaluation.md."""

from __future__ import annotations

import importlib.util
import json
import shutil
from dataclasses import replace

import pytest

from pipeline.errors import ConfigurationError
from pipeline.measure.calibration import GOLD, VIEW, merged, tell, told
from pipeline.measure.evaluation import (
    BINS,
    COLUMNS,
    FLOORS,
    Row,
    compare,
    eval_command,
    read_floors,
    write_floors,
)
from pipeline.measure.facets import Facets
from pipeline.measure.gold import default_shared, gold_sets
from pipeline.measure.scores import Bin, Score, Tally, summarise
from pipeline.measure.scoring import ROLES, Attribution, score_claims
from pipeline.nlp.reader import Reader
from pipeline.spans import Span

MODELS = sorted(json.loads(FLOORS.read_text(encoding="utf-8")))
OWN = ("dev", "gate", "newsroom", "reports")
OTHERS = ("gum-news", "polnear-dev", "seed", "uner-ewt")


def row(value, measure="A", digest="d1", name="small"):
    return Row(name, digest, Score(measure, value, None, None, None, None, Tally(1, 1, 1)))


def pinned(path):
    return json.loads(path.read_text(encoding="utf-8"))["plain"]["small"]["floors"]


@pytest.mark.parametrize("name", OWN)
@pytest.mark.parametrize("model", MODELS)
def test_our_own_sets_are_read_no_worse_than_pinned(measured, model, name):
    floors = read_floors(FLOORS, model)
    assert floors["newsroom"].pinned
    assert compare(measured(model, name), floors) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("model", MODELS)
def test_the_sets_of_others_are_read_no_worse_than_pinned(measured, model, name):
    floors = read_floors(FLOORS, model)
    rows = measured(model, name)
    assert floors[name].pinned
    assert compare(rows, floors) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", GOLD)
@pytest.mark.parametrize("model", MODELS)
def test_the_calibration_that_editions_carry_is_the_one_measured(figures, model, name):
    measured = merged(figures(model, name).calibration[name])
    carried = told()[model, name]
    assert [(b.right, b.size) for b in carried] == [(b.right, b.size) for b in measured]
    assert [b.confidence for b in carried] == pytest.approx([b.confidence for b in measured], abs=0.001)


def test_what_is_measured_anew_of_one_model_leaves_the_others_calibration(tmp_path):
    view = tmp_path / "view.sql"
    shutil.copy(VIEW, view)
    before = told(view)
    tell("encoder", {"gate": [Bin(0.25, 1, 4), Bin(0.7, 1, 2), Bin(0.7004, 2, 2)], "dev": [Bin(0.5, 1, 2)]}, view)
    assert told(view) == before | {("encoder", "gate"): [Bin(0.25, 1, 4), Bin(0.7, 3, 4)]}


def test_every_figure_that_is_measured_on_the_newsroom_is_pinned_or_meant_to_be_free(measured):
    measures = {row.score.measure for row in measured("plain", "newsroom")}
    assert measures - set(read_floors(FLOORS, "plain")["newsroom"].pinned) == {"speaker-unresolved"}


def test_what_falls_below_its_floor_is_named(tmp_path):
    write_floors(tmp_path / "floors.json", "plain", [row(60.0), row(5.0, "speaker-wrong")])
    floors = read_floors(tmp_path / "floors.json", "plain")
    assert floors["small"].pinned == {"A": 59.5, "speaker-wrong": 5.5}
    assert compare([row(59.5), row(5.5, "speaker-wrong")], floors) == []
    below, above = compare([row(59.4), row(5.6, "speaker-wrong")], floors)
    assert below == "small: A is 59.4, below its floor 59.5"
    assert above == "small: speaker-wrong is 5.6, above its ceiling 5.5"


def test_a_measure_that_vanished_is_named(tmp_path):
    write_floors(tmp_path / "floors.json", "plain", [row(60.0), row(50.0, "A-loose")])
    (message,) = compare([row(60.0)], read_floors(tmp_path / "floors.json", "plain"))
    assert "A-loose is pinned at 49.5 but not measured" in message


def test_a_changed_set_is_told_and_its_floors_are_not_applied(tmp_path):
    write_floors(tmp_path / "floors.json", "plain", [row(60.0)])
    (message,) = compare([row(10.0, digest="d2")], read_floors(tmp_path / "floors.json", "plain"))
    assert message.startswith("small: the set changed (digest d2, pinned d1)")


def test_the_digest_changes_with_a_mark_and_with_a_word(sets):
    newsroom = sets["newsroom"]
    first, *rest = newsroom.documents
    changes = (
        {"claims": first.claims[1:]},
        {"claims": (type(first.claims[0])((), (), first.claims[0].content), *first.claims[1:])},
        {"claims": (replace(first.claims[0], facets=Facets(role="Mayor")), *first.claims[1:])},
        {"text": first.text + " And so on."},
    )
    digests = {replace(newsroom, documents=(replace(first, **change), *rest)).digest for change in changes}
    assert len(digests | {newsroom.digest}) == 5


@pytest.mark.parametrize("worse", [row(58.0), row(60.0, digest="d2")], ids=["lower", "other data"])
def test_a_floor_is_lowered_only_by_the_flag(tmp_path, worse):
    path = tmp_path / "floors.json"
    write_floors(path, "plain", [row(60.0)])
    before = path.read_bytes()
    with pytest.raises(ConfigurationError, match="not lowered without --lower: small"):
        write_floors(path, "plain", [worse])
    assert path.read_bytes() == before
    write_floors(path, "plain", [worse], lower=True)
    assert pinned(path) == {"A": worse.score.value - 0.5}


def test_without_the_flag_a_floor_rises_or_stays(tmp_path):
    path = tmp_path / "floors.json"
    write_floors(path, "plain", [row(60.0), row(50.0, "A-loose")])
    write_floors(path, "plain", [row(59.8), row(52.0, "A-loose")])
    assert pinned(path) == {"A": 59.5, "A-loose": 51.5}


def test_other_models_and_sets_keep_their_floors(tmp_path):
    path = tmp_path / "floors.json"
    write_floors(path, "encoder", [row(70.0)])
    write_floors(path, "plain", [row(60.0)])
    write_floors(path, "plain", [row(40.0, name="other")])
    assert read_floors(path, "encoder")["small"].pinned == {"A": 69.5}
    assert set(read_floors(path, "plain")) == {"small", "other"}


def test_a_file_that_holds_no_floors_is_refused(tmp_path):
    path = tmp_path / "floors.json"
    path.write_text('{"plain": {"small": {"floors": {}}}}', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="no file of floors"):
        read_floors(path, "plain")


def test_the_command_gives_a_table_with_floors_and_complains_about_nothing(tmp_path):
    outcome = eval_command(tmp_path, "plain", FLOORS)
    assert outcome.complaints == []
    assert {line["set"] for line in outcome.table} == set(OWN) == {line["set"] for line in outcome.calibration}
    assert all(tuple(line) == BINS for line in outcome.calibration)
    assert all(tuple(line) == COLUMNS for line in outcome.table)
    headline = next(line for line in outcome.table if line["measure"] == "A")
    assert headline["floor"] <= headline["value"]
    assert headline["low"] < headline["value"] < headline["high"]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"shared": "absent"}, "no such folder of gold sets"),
        ({"lower": True}, "give it with --write-floors"),
        ({"model": "best"}, "no model is called 'best'"),
    ],
)
def test_a_wrong_call_is_explained(tmp_path, asked, message):
    shared = tmp_path / asked.get("shared", "")
    with pytest.raises(ConfigurationError, match=message):
        eval_command(shared, asked.get("model", "plain"), FLOORS, lower=asked.get("lower", False))


def test_gold_that_cannot_be_read_is_refused(tmp_path):
    story = tmp_path / "newsroom" / "stories" / "2026-03-02" / "meridian-ferry.txt"
    story.parent.mkdir(parents=True)
    story.write_text("---\nclaims:\n  1: {speaker: Ines, act: sing}\n---\n{c1:said} {t1:no}", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"2026-03-02-meridian-ferry: head key 1\.act"):
        gold_sets(tmp_path, tmp_path)


def test_gold_that_is_missing_is_refused(tmp_path):
    with pytest.raises(ConfigurationError, match="no annotated texts of newsroom"):
        gold_sets(tmp_path, tmp_path)


@pytest.mark.slow
def test_the_figures_are_those_of_the_benchmark():
    script = default_shared() / "bench" / "eval_polnear.py"
    if not script.exists():
        pytest.skip(f"no benchmark at {script}; set NEWSLEDGER_SHARED to the folder that holds bench/")
    spec = importlib.util.spec_from_file_location("eval_polnear", script)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    given = list(benchmark.load(str(script.parent / "polnear"), "dev").values())
    readings = [reading.claims for reading in Reader("plain").read(text for text, _ in given)]
    found = [[{role: getattr(claim, role) for role in ROLES} for claim in claims] for claims in readings]
    theirs = benchmark.evaluate((text, gold, f) for (text, gold), f in zip(given, found, strict=True))

    def own(roles):
        return Attribution(*(tuple(Span(*pair) for pair in roles[role]) for role in ROLES))

    ours = summarise([score_claims(t, map(own, gold), map(own, f)) for (t, gold), f in zip(given, found, strict=True)])
    compared = 0
    for score in ours:
        kind = score.measure.removeprefix("recall-")
        other = theirs["recall by type"].get(kind) or theirs.get(score.measure.replace("exact-", "S-exact-"))
        if kind in theirs["recall by type"]:
            assert (score.value, score.counts.gold) == (other["A"], other["n"]), score.measure
        else:
            assert (score.precision, score.recall, score.value) == (other["p"], other["r"], other["f"]), score.measure
        compared += 1
    assert compared == 10
