"""The routes of probes and of people who ask what is running."""

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
    """The process answers."""

    status: Literal["ok"] = "ok"


class Ready(ReplyModel):
    """Requests can be served; `problems` says what does not work meanwhile."""

    status: Literal["ok", "degraded"]
    problems: list[str] = Field(
        examples=[["Redis does not answer: logins and codes are refused."]]
    )


class Info(ReplyModel):
    """What is running, and since when."""

    name: str = Field(examples=["Sample"])
    version: str = Field(examples=["1.0.0"])
    uptime_seconds: float = Field(examples=[86400.5])


async def redis_answers(request: Request) -> bool:
    """Tell whether Redis answers a ping within its timeout."""
    redis: Redis = request.app.state.redis
    try:
        return bool(await redis.ping())
    except RedisError:
        return False


@router.get("/live")
async def live() -> Live:
    """Tell that the process runs; asks nothing else. For liveness probes."""
    return Live()


@router.get("/ready")
@raises(NotReady)
def ready(
    answers: Annotated[bool, Depends(redis_answers)], session: SessionDep
) -> Ready:
    """Tell whether requests can be served. For readiness probes.

    503 names what is missing. `degraded` means that most routes work.
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
