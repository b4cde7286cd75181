"""The modules and where they are mounted: a new one is a folder and a line here."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from fastapi import FastAPI

from backend.api import idempotency
from backend.background import cleanup
from backend.background.jobs import Job
from backend.background.records import Exported, Kept
from backend.core.config import settings
from backend.core.routing import Router


@dataclass(frozen=True, slots=True)
class Module:
    """A folder under backend/modules with an `api.py` that holds a `router`."""

    name: str
    prefix: str
    tag: str
    # None: another module has the same tag and describes it.
    about: str | None = None

    @property
    def router(self) -> Router:
        """The module's router, imported when it is first asked for.

        Raises:
            TypeError: it is none of ours, and would be served without its documentation.
        """
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
        """The `JOBS` of the module's `background.py`, if it has one."""
        jobs: tuple[Job, ...] = self._declared("background", "JOBS", ())
        return jobs

    @property
    def kept(self) -> tuple[Kept, ...]:
        """The `KEPT` of the module's `records.py`, if it has one."""
        kept: tuple[Kept, ...] = self._declared("records", "KEPT", ())
        return kept

    @property
    def exported(self) -> Mapping[str, Exported]:
        """The `EXPORTED` of the module's `records.py`, if it has one."""
        exported: Mapping[str, Exported] = self._declared("records", "EXPORTED", {})
        return exported

    def _declared(self, file: str, name: str, default: Any) -> Any:
        path = f"backend.modules.{self.name}.{file}"
        if find_spec(path) is None:
            return default
        return getattr(import_module(path), name, default)


# Routes are tried from the top: what is asked for most stands first.
MODULES = [
    Module("health", "/health", "Health", "Probes, and what is running."),
    Module("session", "/users", "Users"),
    Module("user", "/users", "Users", "Accounts: sign-up, login, profile."),
    Module("outbox", "/users", "Users"),
    Module("two_fa", "/two-fa", "Two FA", "A second factor by authenticator app."),
    Module(
        "forgot_password",
        "/forgot-password",
        "Forgot Password",
        "A new password with an e-mailed code.",
    ),
    Module("book_demo", "/book-demo", "Book Demo", "Booking a demo, and who booked."),
    Module("document", "/documents", "Documents", "Files: stored, found, shared."),
]


def mount(app: FastAPI, modules: list[Module]) -> None:
    """Mount the modules under API_PREFIX and describe their tags."""
    for module in modules:
        prefix = settings.API_PREFIX + module.prefix
        module.router.add_to(app, prefix=prefix, tag=module.tag)
    app.openapi_tags = [
        {"name": m.tag, "description": m.about} for m in modules if m.about
    ]


def jobs() -> list[Job]:
    """Return all jobs of the service."""
    return [cleanup.job(kept()), *(job for module in MODULES for job in module.jobs)]


def kept() -> list[Kept]:
    """Return how long the rows of each table are kept."""
    return [*idempotency.KEPT, *(rule for module in MODULES for rule in module.kept)]


def exported() -> dict[str, Exported]:
    """Return what an export contains, by the name of the file."""
    files = dict(idempotency.EXPORTED)
    for module in MODULES:
        files |= module.exported
    return files
