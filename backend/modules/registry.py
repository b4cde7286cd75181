"""The list of modules. To add a module, add its folder and a line in MODULES."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from backend.api import records
from backend.background import cleanup
from backend.background.jobs import Job
from backend.background.queues import Queue
from backend.background.records import Exported, Kept
from backend.core.config import settings

# The worker and the command line read this list too. They need no route, so importing
# it does not import FastAPI, which is a sixth of a start.
if TYPE_CHECKING:
    from fastapi import FastAPI

    from backend.core.routing import Router


@dataclass(frozen=True, slots=True)
class Module:
    """A module: a folder under backend/modules whose `api.py` defines `router`."""

    name: str
    prefix: str
    tag: str
    # The tag's description; None if another module with the same tag describes it.
    about: str | None = None

    @property
    def router(self) -> "Router":
        """The `router` of the module's `api.py`, which is imported on first use.

        Raises:
            TypeError: it is not a Router of backend.core.routing. FastAPI's own router
                would leave limits and errors out of the documentation.
        """
        from backend.core.routing import Router

        api = import_module(f"backend.modules.{self.name}.api")
        router = getattr(api, "router", None)
        if not isinstance(router, Router):
            raise TypeError(
                f"backend/modules/{self.name}/api.py needs `router = Router()`, with "
                f"Router from backend.core.routing, and has {router!r}."
            )
        return router

    @property
    def jobs(self) -> tuple[Job, ...]:
        """The `JOBS` of the module's `background.py`; empty without such a file."""
        jobs: tuple[Job, ...] = self._declared("background", "JOBS", ())
        return jobs

    @property
    def queues(self) -> tuple[Queue, ...]:
        """The `QUEUES` of the module's `background.py`; empty without such a file."""
        queues: tuple[Queue, ...] = self._declared("background", "QUEUES", ())
        return queues

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The `KEPT` of the module's `records.py`; empty without such a file."""
        kept: tuple[Kept, ...] = self._declared("records", "KEPT", ())
        return kept

    @property
    def exported(self) -> Mapping[str, Exported]:
        """The `EXPORTED` of the module's `records.py`; empty without such a file."""
        exported: Mapping[str, Exported] = self._declared("records", "EXPORTED", {})
        return exported

    def _declared(self, file: str, name: str, default: Any) -> Any:
        path = f"backend.modules.{self.name}.{file}"
        if find_spec(path) is None:
            return default
        return getattr(import_module(path), name, default)


# Routes are matched in this order, so the most requested modules come first.
MODULES = [
    Module("health", "/health", "Health", "Probes, version and uptime."),
    Module("config", "/config", "Config", "What apps must know about this service."),
    Module("session", "/users", "Users"),
    Module("user", "/users", "Users", "Accounts: sign-up, login, profile."),
    Module("outbox", "/users", "Users"),
    Module("two_fa", "/two-fa", "Two FA", "A second factor from an authenticator app."),
    Module("passkey", "/passkeys", "Passkeys", "Logins without a password (WebAuthn)."),
    Module(
        "oidc", "/users/oidc", "OIDC", "Logins at other providers (OpenID Connect)."
    ),
    Module("api_token", "/api-tokens", "API Tokens", "Tokens for programs."),
    Module(
        "forgot_password",
        "/forgot-password",
        "Forgot Password",
        "A new password with an e-mailed code.",
    ),
    Module("invitation", "/users", "Invitations", "Accounts by invitation."),
    Module("book_demo", "/book-demo", "Book Demo", "Demo bookings and opening hours."),
    Module("document", "/documents", "Documents", "Files: storage, search, sharing."),
    Module("upload", "/uploads", "Uploads", "Resumable uploads by tus 1.0."),
]


def mount(app: "FastAPI", modules: list[Module]) -> None:
    """Mount the modules under API_PREFIX and describe their tags."""
    for module in modules:
        prefix = settings.API_PREFIX + module.prefix
        module.router.add_to(app, prefix=prefix, tag=module.tag)
    app.openapi_tags = [
        {"name": m.tag, "description": m.about} for m in modules if m.about
    ]


def jobs() -> list[Job]:
    """Return all background jobs; those of the cleanup are the last."""
    return [*(job for module in MODULES for job in module.jobs), *cleanup.jobs(kept())]


def queues() -> list[Queue]:
    """Return the queues that jobs work off."""
    return [queue for module in MODULES for queue in module.queues]


def kept() -> list[Kept]:
    """Return the rules of all modules on how long rows are kept."""
    return [*records.KEPT, *(rule for module in MODULES for rule in module.kept)]


def exported() -> dict[str, Exported]:
    """Return the tables and columns that a user's export contains, by file name."""
    files = dict(records.EXPORTED)
    for module in MODULES:
        files |= module.exported
    return files
