"""Corrections from the claims browser: forms that add to table ``overrides``, for those who may.

Nothing is written to the ledger that is shown. A correction is laid over the rows by the next run of their night.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import FastAPI, Form, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from pipeline.errors import ConfigurationError
from pipeline.lake.storage import Lake
from pipeline.ledger.published import Ledger
from pipeline.nights.sealing import now
from pipeline.overrides import add, overrides
from pipeline.settings import Settings

Author = Callable[[Request], str | None]  # who asks, if that person may correct rows
CLAIM = {
    "speaker": "the speaker of this claim is",
    "split": "in the whole article, this speaker is",
    "role": "the speaker’s role, as worded",
    "affiliation": "the speaker’s affiliation, as worded",
    "uttered_on": "the day of saying (2026-03-02)",
    "refuse": "this is no claim",
}


class Correction(BaseModel):
    """What the form of a page sends."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    field: Annotated[str, Field(max_length=40)]
    value: Annotated[str, Field(max_length=400)] = ""
    reason: Annotated[str, Field(min_length=3, max_length=1000)]


class Corrections:
    """The forms, what they send, and what was decided so far."""

    def __init__(self, settings: Settings, ledger: Ledger, author: Author) -> None:
        self._settings = settings
        self._ledger = ledger
        self._author = author

    def add_to(self, app: FastAPI) -> None:
        """Take what the forms send."""
        app.post("/claims/{claim_id}")(self.correct_claim)
        app.post("/speakers/{entity_id}")(self.merge_speaker)

    def shown(self, request: Request, *keys: str | None) -> dict[str, Any] | None:
        """What a page's form needs: who corrects, and the corrections of its rows; none for those who may not."""
        if not (author := self._author(request)):
            return None
        made = [row for row in overrides(Lake(self._settings.lake_uri)) if row["row_key"] in keys]
        return {"author": author, "fields": CLAIM, "made": sorted(made, key=lambda row: row["made_at"])}

    def correct_claim(self, request: Request, claim_id: str, asked: Annotated[Correction, Form()]) -> Response:
        """Keep a correction of a claim, and show the claim again."""
        author = self._author_of_own_page(request)
        claim = self._ledger.row("claim", claim_id=claim_id)
        if claim is None or asked.field not in CLAIM:
            raise HTTPException(404, "There is no such claim, or no such field, in this edition.")
        row = {"about_night": claim["night"], "table_name": "claims", "row_key": claim_id, "field": asked.field}
        if asked.field == "split":
            if not claim["speaker_entity_id"]:
                raise HTTPException(422, "This claim has no speaker: correct the speaker of the claim instead.")
            row |= {"table_name": "entities", "row_key": f"{claim['speaker_entity_id']}/{claim['document_id']}"}
        value = None if asked.field == "refuse" else asked.value or None
        return self._keep(request, {**row, "value": value, "author": author, "reason": asked.reason})

    def merge_speaker(self, request: Request, entity_id: str, asked: Annotated[Correction, Form()]) -> Response:
        """Keep that two entities are one, and show the first again."""
        author = self._author_of_own_page(request)
        if asked.field != "merge":
            raise HTTPException(404, "Speakers can be merged only; other corrections belong to a claim.")
        for entity in (entity_id, asked.value):
            if self._ledger.row("speaker", entity=entity) is None:
                raise HTTPException(422, f"There is no entity {entity[:80]!r} in this edition.")
        row = {"about_night": None, "table_name": "entities", "row_key": entity_id, "field": "merge"}
        return self._keep(request, {**row, "value": asked.value, "author": author, "reason": asked.reason})

    def _keep(self, request: Request, row: Mapping[str, Any]) -> Response:
        try:
            add(dict(row), self._settings, now())
        except ConfigurationError as error:
            raise HTTPException(422, str(error)) from error
        return RedirectResponse(f"{request.scope.get('root_path', '')}{_path(request)}#corrections", status_code=303)

    def _author_of_own_page(self, request: Request) -> str:
        """Who corrects. A page of another site could make a browser send a form in its user's name: refused."""
        headers = request.headers
        own = urlsplit(headers.get("origin", "")).netloc == headers.get("host")
        if headers.get("sec-fetch-site", "same-origin" if own else "none") != "same-origin":
            raise HTTPException(403, "Corrections are taken from this site’s own pages only.")
        if not (author := self._author(request)):
            raise HTTPException(403, "You may read here, but not correct.")
        return author


def _path(request: Request) -> str:
    """The page's own path below the place where the browser is mounted."""
    path: str = request.scope["path"]
    return path.removeprefix(request.scope.get("root_path", ""))
