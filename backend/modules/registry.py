"""The modules and where they are mounted: a new one is a folder and a line here."""

from dataclasses import dataclass
from importlib import import_module

from fastapi import APIRouter, FastAPI

from backend.core.config import settings


@dataclass(frozen=True, slots=True)
class Module:
    """A folder under backend/modules with an `api.py` that holds a `router`."""

    name: str
    prefix: str
    tag: str
    about: str

    @property
    def router(self) -> APIRouter:
        """The module's router, imported when it is first asked for."""
        api = import_module(f"backend.modules.{self.name}.api")
        router: APIRouter = api.router
        return router


MODULES = [
    Module("user", "/users", "Users", "Accounts: sign-up, login, profile."),
    Module("health", "/health", "Health", "Probes, and what is running."),
]


def mount(app: FastAPI, modules: list[Module]) -> None:
    """Mount the modules under API_PREFIX and describe their tags."""
    for module in modules:
        app.include_router(
            module.router, prefix=settings.API_PREFIX + module.prefix, tags=[module.tag]
        )
    app.openapi_tags = [{"name": m.tag, "description": m.about} for m in modules]
