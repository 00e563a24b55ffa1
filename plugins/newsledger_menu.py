"""The claims browser and the reports of the nights in Airflow's own menu, for those who are logged in.

Airflow mounts a plugin's pages beside its own and does not protect them; the guard here asks its auth manager first.
Every process of Airflow loads this file and only the API server serves, so what is heavy is imported when it is asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from airflow.configuration import conf
from airflow.plugins_manager import AirflowPlugin

if TYPE_CHECKING:
    from fastapi import Request
    from starlette.types import ASGIApp, Receive, Scope, Send

PREFIX = "/newsledger"
ROOT = urlsplit(conf.get("api", "base_url", fallback="")).path.rstrip("/")  # where a proxy serves Airflow below a path


class BehindLogin:
    """The claims browser for whoever may see Airflow's pages; anybody else gets 401 or 403.

    Whoever may trigger the nightly DAG may also correct rows, in the name of their login.
    """

    def __init__(self) -> None:
        self._app: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        from fastapi import HTTPException, Request
        from starlette.responses import PlainTextResponse

        try:
            await self._admit(Request(scope, receive))
        except HTTPException as error:
            told = f"{error.detail}. Log in to Airflow at {ROOT or '/'} first.\n"
            await PlainTextResponse(told, error.status_code)(scope, receive, send)
            return
        await self._browser()(scope, receive, send)

    async def _admit(self, request: Request) -> None:
        from airflow.api_fastapi.app import get_auth_manager
        from airflow.api_fastapi.auth.managers.models.resource_details import AccessView, DagAccessEntity, DagDetails
        from airflow.api_fastapi.core_api.security import get_user
        from fastapi import HTTPException
        from fastapi.security import HTTPBearer

        user = await get_user(request, None, await HTTPBearer(auto_error=False)(request))
        manager = get_auth_manager()
        if not manager.is_authorized_view(access_view=AccessView.WEBSITE, user=user):
            raise HTTPException(403, "Forbidden")
        nightly = DagDetails(id="newsledger_nightly")  # what a correction changes, its run changes
        may_correct = manager.is_authorized_dag(
            method="POST", user=user, access_entity=DagAccessEntity.RUN, details=nightly
        )
        request.state.author = user.get_name() if may_correct else None

    def _browser(self) -> ASGIApp:
        if self._app is None:
            from pipeline.settings import load_settings
            from pipeline.web.app import create_app

            self._app = create_app(load_settings(), lambda request: getattr(request.state, "author", None))
        return self._app


def _view(name: str, route: str, path: str) -> dict[str, Any]:
    place = {"destination": "nav", "nav_top_level": True, "url_route": route}
    return {"name": name, "href": f"{ROOT}{PREFIX}{path}", "icon": f"{ROOT}{PREFIX}/static/icon.svg", **place}


class NewsledgerMenu(AirflowPlugin):
    """What Airflow looks for in the plugins folder."""

    name = "newsledger_menu"
    fastapi_apps = [{"name": "newsledger", "app": BehindLogin(), "url_prefix": PREFIX}]  # noqa: RUF012
    external_views = [_view("Claims", "claims", "/"), _view("Nights", "nights", "/nights")]  # noqa: RUF012
