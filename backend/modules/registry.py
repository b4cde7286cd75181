"""The modules and where they are mounted: a new one is a folder and a line here."""

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec

from fastapi import FastAPI

from backend import cleanup
from backend.core.config import settings
from backend.core.routing import Router
from backend.jobs import Job


@dataclass(frozen=True, slots=True)
class Module:
    """A folder under backend/modules with an `api.py` that holds a `router`."""

    name: str
    prefix: str
    tag: str
    about: str

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
        name = f"backend.modules.{self.name}.background"
        if find_spec(name) is None:
            return ()
        jobs: tuple[Job, ...] = import_module(name).JOBS
        return jobs


# Routes are tried from the top: what is asked for most stands first.
MODULES = [
    Module("health", "/health", "Health", "Probes, and what is running."),
    Module("user", "/users", "Users", "Accounts: sign-up, login, profile."),
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
    app.openapi_tags = [{"name": m.tag, "description": m.about} for m in modules]


def jobs() -> list[Job]:
    """Return all jobs of the service."""
    return [cleanup.JOB, *(job for module in MODULES for job in module.jobs)]
