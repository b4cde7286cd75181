"""A start that fails ends with one sentence instead of a traceback."""

import sys

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class CannotStart(Exception):
    """The process cannot start for a reason that the operator can remove.

    Its text is a whole sentence.
    """


async def run_lifespan(
    app: ASGIApp, scope: Scope, receive: Receive, send: Send
) -> None:
    """Run the start and the stop of an app; report CannotStart by its sentence alone.

    Starlette reports the whole traceback, and uvicorn logs what is reported.
    """

    async def send_sentence(message: Message) -> None:
        # Starlette sends this message while it handles the exception.
        error = sys.exception()
        if isinstance(error, CannotStart) and "message" in message:
            message = {**message, "message": str(error)}
        await send(message)

    await app(scope, receive, send_sentence)
