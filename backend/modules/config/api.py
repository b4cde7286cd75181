"""The route of the public configuration."""

from fastapi import Depends, Response

from backend.api.conditions import NOT_MODIFIED, ConditionsDep
from backend.core.callers import by_address
from backend.core.exceptions import NotModified
from backend.core.rate_limit import rate_limit
from backend.core.routing import Router, raises
from backend.modules.config.config import config_service
from backend.modules.config.exceptions import ConfigChanged
from backend.modules.config.schemas import ServiceConfig

router = Router()

_HEADERS = {"Cache-Control": "public, max-age=300"}


@router.get(
    "",
    response_model=ServiceConfig,
    responses=NOT_MODIFIED,
    dependencies=[
        Depends(rate_limit(120, minutes=1, identify=by_address, fails_open=True))
    ],
)
@raises(ConfigChanged)
async def get_config(conditions: ConditionsDep) -> Response:
    """Return the rules, limits and features of this deployment.

    It is the same for every caller and needs no token. It can be cached for five
    minutes, and asked for again with `If-None-Match`.
    """
    headers = _HEADERS | {"ETag": config_service.etag()}
    verdict = conditions.evaluate(etag=headers["ETag"])
    if verdict == "failed":
        raise ConfigChanged
    if verdict == "not modified":
        raise NotModified(headers)
    return Response(
        config_service.body(), media_type="application/json", headers=headers
    )
