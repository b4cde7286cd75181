"""Checks that each server of the settings works: `python -m backend.cli check`."""

import asyncio
from collections.abc import Iterator
from contextlib import aclosing

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from backend.core import extensions, rate_limit, storage
from backend.core.config import settings
from backend.core.database import engine
from backend.core.exceptions import AppException
from backend.core.json_client import JsonClient, NoAnswer
from backend.modules.health.exceptions import NotReady
from backend.modules.health.health import health_service
from backend.modules.oidc.providers import Provider


def problems() -> Iterator[str]:
    """Return a sentence for each problem."""
    yield from _of_the_database()
    if not asyncio.run(_redis_answers()):
        yield "REDIS_URL: the server does not answer, or refuses the password."
    try:
        asyncio.run(_write_a_file())
    except (AppException, OSError) as error:
        reason = error.__cause__ or error
        yield f"STORAGE_URL: a file cannot be written ({type(reason).__name__})."
    yield from asyncio.run(_of_the_providers())


def _of_the_database() -> Iterator[str]:
    try:
        with engine.connect() as connection:
            obstacle = extensions.obstacle(connection)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).partition("\n")[0]
        yield f"POSTGRES_SERVER: {reason}."
        return
    if obstacle:
        yield obstacle
    try:
        with Session(engine) as session:
            yield from health_service.check(session, redis_answers=True).problems
    except NotReady as error:
        yield f"{error.message} Run `alembic upgrade head`."


async def _redis_answers() -> bool:
    async with aclosing(rate_limit.new_client()) as client:
        try:
            return bool(await client.ping())
        except (RedisError, OSError):
            return False


async def _of_the_providers() -> list[str]:
    found = []
    async with aclosing(JsonClient()) as client:
        for configured in settings.OIDC_PROVIDERS:
            try:
                await Provider(configured, client).check()
            except NoAnswer as error:
                found.append(
                    f"OIDC_PROVIDERS: {configured.id} cannot be used ({error})."
                )
    return found


async def _write_a_file() -> None:
    store = storage.get()
    name = storage.new_name()
    async with store.writing(name) as write:
        await write(b"This file may be deleted.")
    await store.remove(name)
