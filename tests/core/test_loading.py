"""What a start leaves for later is complete at its first use, whichever thread that is."""

import json
import subprocess
import sys

import pytest

from backend.core.loading import without
from tests.support.environment import ROOT, variables

THREADS = 8
BUILD = f"""
import json, sys, main
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from pydantic import BaseModel

def below(model):
    for each in model.__subclasses__():
        yield each
        yield from below(each)

def build(_):
    start.wait()
    return [str(each.__pydantic_validator__.title) for each in waiting]

models = set(below(BaseModel))
waiting = sorted((m for m in models if not m.__pydantic_complete__), key=repr)
start = Barrier({THREADS})
sys.setswitchinterval(1e-6)
with ThreadPoolExecutor({THREADS}) as pool:
    titles = list(pool.map(build, range({THREADS})))
print(json.dumps({{
    "ours": [m.__name__ for m in waiting if m.__module__.startswith("backend.")],
    "same": all(each == titles[0] for each in titles),
    "incomplete": [m.__name__ for m in waiting if not m.__pydantic_complete__],
    "deferring": [m.__name__ for m in models if "defer_build" in m.model_config],
}}))
"""
SIGN = """
import json, sys, main
from backend.core.encryption import Cipher
before = "cryptography.hazmat" in sys.modules
content = Cipher([bytes(32)]).decrypt(Cipher([bytes(32)]).encrypt(b"x")).decode()
print(json.dumps([before, content, "cryptography.hazmat" in sys.modules]))
"""


def run(program: str) -> object:
    """Run a program with the app, and return the JSON of its last line."""
    done = subprocess.run(
        [sys.executable, "-c", program],
        check=True,
        cwd=ROOT,
        env=variables(),
        capture_output=True,
        text=True,
        timeout=120,
    )
    return json.loads(done.stdout.splitlines()[-1])


def test_threads_that_are_the_first_to_use_the_models_build_each_completely() -> None:
    found = run(BUILD)

    assert isinstance(found, dict)
    assert len(found["ours"]) > 100
    assert found["same"] is True
    assert (found["incomplete"], found["deferring"]) == ([], [])


def test_cryptography_is_loaded_by_the_first_cipher_and_not_by_a_start() -> None:
    assert run(SIGN) == [False, "x", True]


@pytest.mark.parametrize("is_loaded", [True, False])
def test_imports_without_a_package_leave_it_as_it_was(
    is_loaded: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    import colorsys

    if not is_loaded:
        monkeypatch.delitem(sys.modules, "colorsys")

    with without("colorsys"), pytest.raises(ImportError):
        import colorsys

    assert sys.modules.get("colorsys") is (colorsys if is_loaded else None)
