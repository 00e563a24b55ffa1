"""An alert says what failed and what to do, reaches every place that is set, and never makes anything fail."""

from __future__ import annotations

import asyncio
import json
import logging
import smtplib
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from pipeline import alerts, errors
from pipeline.settings import Settings


@pytest.fixture
def sent(monkeypatch) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    monkeypatch.setattr(alerts, "send", lambda subject, text, settings: found.append((subject, text)))
    return found


def failed(error: Exception, **more) -> dict:
    task = {"dag_id": "d", "task_id": "fetch", "run_id": "r1", "map_index": -1, "rendered_map_index": None} | more
    return {"ti": SimpleNamespace(**task), "exception": error}


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (errors.ConfigurationError("limit: wrong"), "Correct the value"),
        (errors.RetryLater("no answer"), "Run it again later"),
        (errors.PartitionStopped("a rule failed"), "quality report"),
        (errors.ShardFailed("counts"), "Report it"),
        (ValueError("odd"), "task's log"),
    ],
)
def test_a_failure_is_told_with_its_message_and_what_to_do(sent, error, advice):
    alerts.on_failure(failed(error))
    [(subject, text)] = sent
    assert subject == "d: task fetch failed"
    assert str(error) in text
    assert advice in text
    assert "r1" in text


def test_a_mapped_task_is_told_by_the_name_of_its_piece(sent):
    alerts.on_failure(failed(ValueError(), map_index=3, rendered_map_index="sentinel"))
    alerts.on_failure(failed(ValueError(), map_index=3))
    assert [subject for subject, _ in sent] == ["d: task fetch [sentinel] failed", "d: task fetch [3] failed"]


def test_a_late_run_is_told_with_its_limit(sent):
    asyncio.run(alerts.on_deadline("nightly", 90.0, context={"dag_run": {"dag_run_id": "r7"}}))
    [(subject, text)] = sent
    assert subject == "nightly is late"
    assert "Run r7 is not done after 90 minutes" in text


def test_without_settings_an_alert_goes_to_the_log_only(caplog):
    with caplog.at_level(logging.ERROR):
        alerts.send("s", "t", Settings())
    assert [record.getMessage() for record in caplog.records] == ["s: t"]


def test_a_webhook_gets_the_alert_as_json():
    got: list[dict] = []
    with _sink(got) as port:
        alerts.send("s", "t", Settings(alert_webhook=f"http://127.0.0.1:{port}/hook"))
    assert got == [{"subject": "s", "text": "s\nt"}]


def test_mail_goes_to_every_address_over_the_server_that_is_set(monkeypatch):
    calls: list[object] = []

    class Server:
        def __init__(self, host, port, timeout):
            calls.append((host, port))

        def __enter__(self):
            return self

        def __exit__(self, *error):
            pass

        def starttls(self):
            calls.append("starttls")

        def login(self, user, password):
            calls.append((user, password))

        def send_message(self, message):
            calls.append((message["To"], message["Subject"], message.get_content().strip()))

    monkeypatch.setattr(smtplib, "SMTP", Server)
    server = "smtp://desk:p%40ss@mail.example:587"
    alerts.send("s", "t", Settings(alert_mail="a@x.example, b@x.example", alert_smtp=server))
    mail = ("a@x.example, b@x.example", "[newsledger] s", "t")
    assert calls == [("mail.example", 587), "starttls", ("desk", "p@ss"), mail]


def test_an_alert_that_cannot_be_sent_is_told_in_the_log_and_fails_nothing(caplog):
    settings = Settings(alert_webhook="http://127.0.0.1:9/", alert_mail="a@x.example", alert_smtp="smtp://127.0.0.1:9")
    with caplog.at_level(logging.ERROR):
        alerts.send("s", "t", settings)
    told = [record.getMessage() for record in caplog.records]
    assert [message.partition("could not be sent by ")[2].split(": ")[0] for message in told[1:]] == ["webhook", "mail"]
    assert not any("127.0.0.1:9/" in message for message in told), "the address of a webhook is often its key"


@contextmanager
def _sink(got: list[dict]):
    class Sink(BaseHTTPRequestHandler):
        def do_POST(self):
            got.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *told):
            pass

    with HTTPServer(("127.0.0.1", 0), Sink) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()
