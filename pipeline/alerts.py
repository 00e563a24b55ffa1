"""What a person is told when a task has failed for good or a run is late: in the log, by webhook, by mail.

An orchestrator calls these functions by name, in processes that import nothing else of the project.
"""

from __future__ import annotations

import asyncio
import json
import logging
import smtplib
import urllib.request
from collections.abc import Mapping
from email.message import EmailMessage
from typing import Any
from urllib.parse import unquote, urlsplit

from pipeline import errors
from pipeline.settings import Settings, load_settings

log = logging.getLogger(__name__)

_SECONDS = 10  # for one webhook or one mail
_ADVICE = {
    errors.ConfigurationError: "Correct the value that the message names, and trigger it again.",
    errors.RetryLater: "What it needed was not to be had. Run it again later; what is sealed is not made again.",
    errors.PartitionStopped: "Nothing reached the analysts. See the night's quality report.",
    errors.ShardFailed: "The code broke its own contract; nothing was sealed. Report it with the task's log.",
}
_ELSE = "Look at the task's log, then run it again; what is sealed is not made again."


def on_failure(context: Mapping[str, Any]) -> None:
    """Tell of a task that failed for good."""
    task, run = context["ti"], context["ti"].run_id
    index = f" [{task.rendered_map_index or task.map_index}]" if task.map_index >= 0 else ""
    error = context.get("exception")
    advice = next((told for kind, told in _ADVICE.items() if isinstance(error, kind)), _ELSE)
    send(f"{task.dag_id}: task {task.task_id}{index} failed", f"{error}\n\n{advice}\n\nRun: {run}", load_settings())


async def on_deadline(dag_id: str, minutes: float, context: Mapping[str, Any]) -> None:
    """Tell of a run that is not done in time; it goes on."""
    run = context.get("dag_run") or {}
    told = (
        f"Run {run.get('dag_run_id', 'unknown')} is not done after {minutes:g} minutes. It goes on. Look in Airflow "
        "for the task that takes long: a publisher that answers slowly shows in `fetch`, many articles in `extract`."
    )
    await asyncio.to_thread(send, f"{dag_id} is late", told, load_settings())


def send(subject: str, text: str, settings: Settings) -> None:
    """Tell a person: always in the log, and by webhook and mail where the settings name them.

    A webhook or mail server that does not answer is told in the log; an alert never makes anything fail.
    """
    log.error("%s: %s", subject, text)
    for way, tell, place in (("webhook", _post, settings.alert_webhook), ("mail", _mail, settings.alert_mail)):
        if place:  # which is not told in the log: the address of a webhook is often its key
            try:
                tell(subject, text, settings)
            except (OSError, smtplib.SMTPException) as error:
                log.error("the alert %r could not be sent by %s: %s", subject, way, error)


def _post(subject: str, text: str, settings: Settings) -> None:
    """Post ``{"subject", "text"}`` as JSON; chat services show ``text``."""
    body = json.dumps({"subject": subject, "text": f"{subject}\n{text}"}).encode()
    request = urllib.request.Request(settings.alert_webhook, body, {"Content-Type": "application/json"})  # noqa: S310
    with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - an address of the settings
        answer.read()


def _mail(subject: str, text: str, settings: Settings) -> None:
    message = EmailMessage()
    message["Subject"], message["To"] = f"[newsledger] {subject}", settings.alert_mail
    message["From"] = settings.alert_mail.split(",")[0].strip()
    message.set_content(text)
    server = urlsplit(settings.alert_smtp)
    secure = server.scheme == "smtps"
    kind = smtplib.SMTP_SSL if secure else smtplib.SMTP
    with kind(server.hostname or "", server.port or (465 if secure else 25), timeout=_SECONDS) as connection:
        if server.username:
            if not secure:
                connection.starttls()
            connection.login(unquote(server.username), unquote(server.password or ""))
        connection.send_message(message)
