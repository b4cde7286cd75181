"""The routes of liveness and readiness probes, and of the running version."""

from typing import Annotated, Literal

from fastapi import Depends, Request
from pydantic import Field
from redis.asyncio import Redis
from redis.exceptions import RedisError

from backend.api.deps import SessionDep
from backend.core.config import settings
from backend.core.routing import Router, raises
from backend.core.validation import ReplyModel
from backend.modules.health.exceptions import NotReady
from backend.modules.health.health import health_service

router = Router()


class Live(ReplyModel):
    """The process is running."""

    status: Literal["ok"] = "ok"


class Ready(ReplyModel):
    """Requests can be served; `problems` lists what does not work at the moment."""

    status: Literal["ok", "degraded"]
    problems: list[str] = Field(
        examples=[["Redis does not answer: logins and codes are refused."]]
    )


class Info(ReplyModel):
    """Name, version and uptime of the running service."""

    name: str = Field(examples=["Sample"])
    version: str = Field(examples=["1.0.0"])
    uptime_seconds: float = Field(examples=[86400.5])


async def redis_answers(request: Request) -> bool:
    """Return whether Redis answers a ping within its timeout."""
    redis: Redis = request.app.state.redis
    try:
        return bool(await redis.ping())
    except RedisError:
        return False


@router.get("/live")
async def live() -> Live:
    """Confirm that the process runs. Checks nothing else. For liveness probes."""
    return Live()


@router.get("/ready")
@raises(NotReady)
def ready(
    answers: Annotated[bool, Depends(redis_answers)], session: SessionDep
) -> Ready:
    """Return whether requests can be served. For readiness probes.

    The detail of a 503 names the reason. `degraded` means that most routes work.
    """
    readiness = health_service.check(session, redis_answers=answers)
    return Ready(status=readiness.status, problems=readiness.problems)


@router.get("/info")
async def info() -> Info:
    """Return name, version and uptime."""
    return Info(
        name=settings.APP_NAME,
        version=settings.APP_VERSION,
        uptime_seconds=health_service.uptime(),
    )
