"""Collects the facts about each module that the shared tests need.

A module states them in `tests/<name>/contract.py`, so a new module edits no shared test:

- CREATED: the operations that answer 201, by operationId;
- OPEN: the models of requests that ignore unknown fields;
- EXAMPLES: how the example of each request with a body is sent (tests/support/examples.py);
- CONSTRAINTS: rows that violate each constraint of its tables.
"""

from importlib import import_module
from typing import Any

from backend.modules.registry import MODULES
from tests.support.environment import ROOT


def told(name: str) -> dict[str, Any]:
    """Return one of these names, merged from all modules; sets become dict keys."""
    found: dict[str, Any] = {}
    for module in MODULES:
        if (ROOT / "tests" / module.name / "contract.py").exists():
            contract = import_module(f"tests.{module.name}.contract")
            told = getattr(contract, name, {})
            found |= told if isinstance(told, dict) else dict.fromkeys(told)
    return found
