"""The claims browser as an ASGI application: it runs alone on loopback, or mounted below any path.

Pages are made on the server, hold no address but their own, and work without scripts. The ledger is never written;
people's corrections are, to table ``overrides``, where whoever mounts the browser says who may make them.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from fastapi import FastAPI, HTTPException, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.staticfiles import StaticFiles
from pydantic import Field
from starlette.exceptions import HTTPException as AnyHTTPException

from pipeline.errors import ConfigurationError
from pipeline.ledger.published import Ledger, Question, refusal
from pipeline.pages.highlights import PARTS, paragraphs
from pipeline.pages.rendering import render
from pipeline.settings import Settings
from pipeline.web import nights
from pipeline.web.corrections import Author, Corrections
from pipeline.web.export import MEDIA, export

HITS_A_PAGE = 25
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'self'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class PagedQuestion(Question):
    """A question and the page of its answer that is asked for, counted from 1."""

    page: int = Field(1, ge=1, le=100_000)


def create_app(settings: Settings, author: Author | None = None) -> FastAPI:
    """The claims browser of one installation.

    Args:
        settings: Where its ledger lies.
        author: Tells of a request who asks, if that person may correct rows; without it nobody may.
    """
    app = FastAPI(title="Newsledger", docs_url=None, redoc_url=None, openapi_url=None)
    app.state.desk = Desk(settings, author)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.middleware("http")(_with_headers)
    app.add_exception_handler(AnyHTTPException, _refusal)
    app.add_exception_handler(RequestValidationError, _refusal)
    app.add_exception_handler(ConfigurationError, _refusal)
    desk = app.state.desk
    for path, page in {
        "/": desk.search,
        "/claims/{claim_id}": desk.claim,
        "/articles/{document_id}": desk.article,
        "/speakers": desk.speakers,
        "/speakers/{entity_id}": desk.speaker,
        "/outlets": desk.outlets,
        "/nights": desk.nights,
        "/nights/{night}": desk.night,
        "/nights/{night}/{kind}": desk.night,
    }.items():
        app.get(path, response_class=HTMLResponse)(page)
    app.get("/claims.{form}")(desk.export)
    if author:
        desk.corrections.add_to(app)
    return app


class Desk:
    """One method a page."""

    def __init__(self, settings: Settings, author: Author | None) -> None:
        self._settings = settings
        self._ledger = Ledger(settings)
        self.corrections = Corrections(settings, self._ledger, author or (lambda request: None))

    def search(self, request: Request, asked: Annotated[PagedQuestion, Query()]) -> Response:
        """Claims that fit the filters, and articles that hold the words."""
        offset = (asked.page - 1) * HITS_A_PAGE
        hits = self._ledger.hits(asked, limit=HITS_A_PAGE, offset=offset).to_pylist()
        articles = []
        if asked.words and asked.page == 1:
            articles = self._ledger.rows("articles_found", words=asked.words, limit=5)
        total = hits[0]["total"] if hits else 0
        alike = self._ledger.rows("speakers_like", name=asked.speaker) if asked.speaker and not hits else []
        return self._page(
            request,
            "search.html",
            who=self._ledger.row("speaker", entity=asked.entity) if asked.entity else None,
            alike=alike,
            hits=hits,
            total=total,
            pages=-(-total // HITS_A_PAGE),
            page=asked.page,
            given=asked.given,
            articles=articles,
            exported=min(total, self._settings.export_rows),
        )

    def claim(self, request: Request, claim_id: str) -> Response:
        """One claim with its proof."""
        claim = self._found("claim", claim_id, claim_id=claim_id)
        spans = {part: _moved(claim[f"{part}_spans"], -claim["sentence_start"]) for part in PARTS}
        nested = {"claim_id": claim_id, "parent_claim_id": claim["parent_claim_id"]}
        return self._page(
            request,
            "claim.html",
            claim=claim,
            sentence=paragraphs(claim["sentence"], [spans]),
            repeated=self._ledger.rows("claim_repeated", claim_id=claim_id),
            nested=self._ledger.rows("claim_nested", **nested),
            corrections=self.corrections.shown(
                request, claim_id, f"{claim['speaker_entity_id']}/{claim['document_id']}", claim["speaker_entity_id"]
            ),
        )

    def article(self, request: Request, document_id: str, claim: str = "") -> Response:
        """An article with source, cue and content of every claim; ``claim`` is the one to show first."""
        article = self._found("article", document_id, documents=[document_id])
        claims = self._ledger.rows("article_claims", documents=[document_id])
        lit = next((number for number, row in enumerate(claims, 1) if row["claim_id"] == claim), 0)
        text = paragraphs(article["text"], claims)
        return self._page(request, "article.html", article=article, claims=claims, paragraphs=text, lit=lit)

    def speakers(
        self, request: Request, name: Annotated[str, Query(max_length=200)] = "", page: Annotated[int, Query(ge=1)] = 1
    ) -> Response:
        """Who speaks, most claims first."""
        rows = self._ledger.rows("speakers", name=name.strip() or None, limit=50, offset=(page - 1) * 50)
        total = rows[0]["total"] if rows else 0
        return self._page(
            request, "speakers.html", speakers=rows, name=name.strip(), page=page, pages=-(-total // 50), total=total
        )

    def speaker(self, request: Request, entity_id: str) -> Response:
        """One speaker's record over time."""
        speaker = self._found("speaker", entity_id, entity=entity_id)
        record = {
            name: self._ledger.rows(f"speaker_{name}", entity=entity_id)
            for name in ("days", "outlets", "topics", "positions", "about")
        }
        latest = self._ledger.hits(Question(entity=entity_id), limit=10).to_pylist()
        corrections = self.corrections.shown(request, entity_id)
        return self._page(request, "speaker.html", speaker=speaker, latest=latest, corrections=corrections, **record)

    def outlets(self, request: Request) -> Response:
        """How each outlet quotes, and what it gave night by night."""
        return self._page(
            request,
            "outlets.html",
            outlets=self._ledger.rows("outlets"),
            coverage=self._ledger.rows("coverage", limit=90),
        )

    def nights(self, request: Request) -> Response:
        """The nights that left a page or a quality report."""
        root = request.scope.get("root_path", "")  # without the ledger: a first night that is stopped publishes none
        return HTMLResponse(render("nights.html", root=root, nights=nights.nights_with_pages(self._settings)))

    def night(self, night: date, kind: Literal[tuple(nights.KINDS)] = "page") -> Response:  # type: ignore[valid-type]
        """The page of a night or its quality report, as the file that it is."""
        if path := nights.path_of(kind, night, self._settings):
            return HTMLResponse(path.read_bytes(), headers={"Content-Security-Policy": nights.POLICY})
        raise HTTPException(404, f"The night of {night} left no such page.")

    def export(self, form: Literal[tuple(MEDIA)], asked: Annotated[Question, Query()]) -> Response:  # type: ignore[valid-type]
        """The claims that fit, as a file."""
        hits = self._ledger.hits(asked, limit=self._settings.export_rows)
        headers = {"Content-Disposition": f'attachment; filename="claims.{form}"'}
        content = export(hits, form, self._settings.excerpt_characters)
        return Response(content, media_type=MEDIA[form], headers=headers)

    def _found(self, question: str, key: str, **values: Any) -> dict[str, Any]:
        if row := self._ledger.row(question, **values):
            return row
        raise HTTPException(404, f"There is no {question} {key[:80]} in this edition.")

    def _page(self, request: Request, template: str, **values: Any) -> Response:
        choices = self._ledger.row("choices")
        return HTMLResponse(
            render(
                template,
                root=request.scope.get("root_path", ""),
                choices=choices,
                is_indexed=self._ledger.is_indexed,
                **values,
            )
        )


def _moved(spans: list[dict[str, int]], by: int) -> list[dict[str, int]]:
    return [{"start": span["start"] + by, "end": span["end"] + by} for span in spans]


async def _with_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
    response = await answer(request)
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    return response


async def _refusal(request: Request, error: Exception) -> Response:
    """What went wrong, as a page, with the status that says who must act."""
    match error:
        case RequestValidationError():
            status, message = 422, f"{refusal(error.errors())}."
        case AnyHTTPException():
            status, message = error.status_code, str(error.detail)
        case _:
            status, message = 503, str(error)
    root = request.scope.get("root_path", "")
    return HTMLResponse(render("refusal.html", root=root, message=message, status=status), status)
