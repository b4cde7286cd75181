"""Structured logs: coloured lines in a terminal, else one JSON object per line.

All logs go to standard output, also those of uvicorn and the libraries. A log call
names an event and passes ids, but never a body, token, code or password.
"""

import logging
import sys
from typing import Any

import structlog
from structlog.typing import EventDict, Processor

from backend.core.config import settings

_CONTROLS = {c: f"\\x{c:02x}" for c in (*range(0x20), 0x7F, *range(0x80, 0xA0))}
_SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _escape_controls(_: Any, __: str, event: EventDict) -> EventDict:
    """Escape control characters, so that each event stays on one line."""
    for key, value in event.items():
        if isinstance(value, str) and key != "exception":
            event[key] = value.translate(_CONTROLS)
    return event


def configure(*, as_json: bool | None = None) -> None:
    """Set up structlog and the standard library's logging; safe to call again."""
    if as_json is None:
        as_json = not sys.stdout.isatty()
    level = logging.getLevelNamesMapping()[settings.LOG_LEVEL.upper()]
    rendering: list[Processor] = [structlog.processors.format_exc_info]
    if as_json:
        rendering.append(structlog.processors.JSONRenderer())
    else:
        rendering += [_escape_controls, structlog.dev.ConsoleRenderer()]

    structlog.configure(
        processors=[*_SHARED, *rendering],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.WriteLoggerFactory(sys.stdout),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_SHARED, structlog.stdlib.add_logger_name],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *rendering,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(max(level, logging.INFO))  # at debug, libraries log bodies
    for name in ("alembic.runtime.plugins", "httpx2"):
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("uvicorn", "uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        # Our middleware already logs each request, with its id.
        logger.propagate = name != "uvicorn.access"
