"""The registry refuses a module that cannot be mounted."""

import sys
from types import ModuleType

import pytest
from fastapi import APIRouter, FastAPI

from backend.modules import registry
from backend.modules.registry import Module


@pytest.mark.parametrize("router", [APIRouter(), None])
def test_a_module_without_our_router_is_refused_in_a_sentence(
    monkeypatch: pytest.MonkeyPatch, router: APIRouter | None
) -> None:
    api = ModuleType("backend.modules.greeting.api")
    api.router = router  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, api.__name__, api)
    module = Module("greeting", "/greetings", "Greetings", "Says hello.")

    with pytest.raises(TypeError) as refused:
        registry.mount(FastAPI(), [module])

    assert str(refused.value).startswith(
        "backend/modules/greeting/api.py needs `router = Router()`, with Router from "
        "backend.core.routing, and has "
    )
