"""OpenTelemetry spans for SQL statements and Redis calls, below those of requests.

This is imported only if OpenTelemetry's standard variables turn traces on: the SDK
takes 0.1 s at start-up and 20 MB. Spans contain no value that a caller sent.
"""

from typing import Any

from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.instrumentation.redis import RedisInstrumentor
from opentelemetry.sdk.trace import Span, SpanProcessor, TracerProvider
from opentelemetry.trace import SpanKind, StatusCode
from sqlalchemy import Engine, event
from sqlalchemy.engine import ExceptionContext

_tracer = trace.get_tracer("sample")


class WithoutValues(SpanProcessor):
    """Redacts paths and queries, which may contain the tokens of e-mailed links.

    `http.route` still names the route.
    """

    def on_start(
        self, span: Span, parent_context: Context | None = None  # noqa: ARG002
    ) -> None:
        """Overwrite the attributes before anything can read the span."""
        for name in ("url.path", "url.query"):
            if name in (span.attributes or {}):
                span.set_attribute(name, "REDACTED")


def start(engine: Engine) -> None:
    """Trace the SQL statements and Redis calls of this process from now on.

    OpenTelemetry's own instrumentation of SQLAlchemy does not support version 2.1.
    """
    provider = trace.get_tracer_provider()
    if isinstance(provider, TracerProvider):
        provider.add_span_processor(WithoutValues())
    RedisInstrumentor().instrument()
    event.listen(engine, "before_cursor_execute", _begin)
    event.listen(engine, "after_cursor_execute", _end)
    event.listen(engine, "handle_error", _fail)


def _begin(_: Any, __: Any, text: str, ___: Any, context: Any, ____: Any) -> None:
    operation = text.split(maxsplit=1)[0].upper()
    context.span = _tracer.start_span(
        operation,
        kind=SpanKind.CLIENT,
        attributes={
            "db.system.name": "postgresql",
            "db.operation.name": operation,
            # The text has placeholders instead of values.
            "db.query.text": text,
        },
    )


def _end(_: Any, __: Any, ___: Any, ____: Any, context: Any, _____: Any) -> None:
    context.span.end()


def _fail(context: ExceptionContext) -> None:
    span = getattr(context.execution_context, "span", None)
    if span is not None:
        # Not the message, which may contain values of a row.
        span.set_attribute("error.type", type(context.original_exception).__name__)
        span.set_status(StatusCode.ERROR)
        span.end()
