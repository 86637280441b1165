"""The composition root of the API: `uvicorn api.app:create_app --factory`.

Nothing heavy happens before the first answer: the catalogue is loaded in the background, the bot may come later.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from api.admin import mount_admin
from api.body import BodyLimit
from api.bot import Bot
from api.catalogue import CatalogueCache
from api.chores import start as start_chores
from api.clock import Clock
from api.dependencies import Parts
from api.desk import mount_desk
from api.encoder import encoder
from api.errors import install
from api.forgetting import forget_expired_now_and_then
from api.limits import Limits
from api.logging import configure
from api.metrics import Metrics
from api.openapi import describe
from api.pages import mount_web
from api.requests import RequestMiddleware
from api.routes import (
    appointment,
    assessment,
    chat,
    flow,
    guide_page,
    health,
    place,
    poster,
    privacy,
    rating,
    service,
    spoken,
    ticket,
    understanding,
    waiting,
)
from api.settings import Settings
from api.words import word
from knowledge.search import installed
from knowledge.store.engine import make_engine
from knowledge.store.vault import open_vault

VERSION = "1"
ROUTES = (
    chat,
    service,
    flow,
    place,
    assessment,
    waiting,
    appointment,
    ticket,
    rating,
    privacy,
    understanding,
    health,
    poster,
    guide_page,
    spoken,
)


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application; the environment is read here and nowhere else."""
    settings = settings or Settings()
    configure(settings.log_level)
    held = make_parts(settings)
    app = FastAPI(title=word("product"), version=VERSION, lifespan=_lifespan, docs_url=None, redoc_url=None)
    app.state.parts = held
    install(app)
    for module in ROUTES:
        app.include_router(module.router)
    mount_desk(app)
    mount_admin(app)
    mount_web(app)
    describe(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(RequestMiddleware, metrics=held.metrics)
    return app


def make_parts(settings: Settings) -> Parts:
    clock = Clock(settings.now)
    engine = make_engine(settings.database)
    meaning = encoder() if settings.meaning and installed() else None
    return Parts(
        settings=settings,
        clock=clock,
        engine=engine,
        vault=open_vault(settings.data_dir),
        cache=CatalogueCache(engine, clock, meaning),
        bot=Bot(settings.rasa_urls, settings.bot_secret, settings.bot_timeout_s),
        limits=Limits(settings),
        metrics=Metrics(),
    )


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    held: Parts = app.state.parts
    held.cache.warm()
    chores = start_chores(held)
    forgetting = asyncio.create_task(forget_expired_now_and_then(held))
    yield
    held.cache.close()
    forgetting.cancel()
    chores.shutdown(wait=False)
    await held.bot.close()
    held.engine.dispose()
