"""The application: pages over one registry, errors in the same look, and nothing else reachable."""

from __future__ import annotations

import gc
import secrets
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from huoshui.registry import Registry
from huoshui.web import errors
from huoshui.web.api.app import ApiMount
from huoshui.web.folio import Folio
from huoshui.web.pages import (
    about,
    audit,
    bodies,
    calls,
    documents,
    entities,
    export,
    listing,
    policy,
    portfolio,
    review,
    totals,
)
from huoshui.web.ruling import Ruling
from huoshui.web.security import ALLOWED_HOSTS, SafeHeaders

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


def create_app(url: str) -> FastAPI:
    """Pages over the registry at the database address ``url``. Raises DatabaseError when it cannot be opened."""
    registry, folio = Registry(url), Folio(url)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        # What is loaded by now stays: looking through it again and again would hold up a page for 80 ms now and then.
        gc.collect()
        gc.freeze()
        yield
        gc.unfreeze()
        folio.close()
        registry.close()

    app = FastAPI(title="Huoshui", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.state.registry, app.state.folio = registry, folio
    app.state.ruling = Ruling(folio, registry)
    app.state.secret = secrets.token_bytes(32)
    for page in (listing, totals, portfolio, policy, entities, bodies, documents, calls, audit, review, about, export):
        app.include_router(page.router)
    app.router.routes.append(ApiMount(registry, folio, app.state.ruling))
    app.mount("/static", StaticFiles(directory=str(files("huoshui.web").joinpath("static"))), name="static")
    errors.install(app)
    app.add_middleware(SafeHeaders)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=list(ALLOWED_HOSTS), www_redirect=False)
    return app
