"""What the tests of all modules need to know about a single one.

A module tells it in `tests/<name>/contract.py`, so that a new module changes no test of
the others:

- CREATED: the operations that answer 201, by operationId;
- EXAMPLES: how the example of each request with a body is sent (tests/examples.py);
- CONSTRAINTS: rows that violate each constraint of its tables.
"""

from importlib import import_module
from typing import Any

from backend.modules.registry import MODULES
from tests.environment import ROOT


def told(name: str) -> dict[str, Any]:
    """Return what the modules tell under a name, all of it together."""
    found: dict[str, Any] = {}
    for module in MODULES:
        if (ROOT / "tests" / module.name / "contract.py").exists():
            contract = import_module(f"tests.{module.name}.contract")
            told = getattr(contract, name, {})
            found |= told if isinstance(told, dict) else dict.fromkeys(told)
    return found
