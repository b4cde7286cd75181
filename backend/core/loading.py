"""Makes a process load faster and with less memory. benchmarks/README.md measures it.

Call `begin` before the libraries are imported, and `end` when everything is loaded.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel


def begin() -> None:
    """Turn the garbage collector off, and let Pydantic build models at their first use.

    Loading makes no garbage, and most workers never use many of the models. Pydantic
    builds a model under a lock (since 2.14), so the threads of requests may be the
    first to use it. tests/core/test_loading.py builds all of them.
    """
    gc.disable()
    BaseModel.model_config["defer_build"] = True


def end() -> None:
    """Turn the collector on, for objects that are made from now on.

    Scanning the loaded objects repeatedly would take a fifth of the throughput;
    scanning them once, a tenth of the start-up time. New objects are scanned as soon as
    there are some thousand, because until then garbage of finished requests stays.
    """
    _build_from_now_on(BaseModel)
    gc.freeze()
    gc.set_threshold(5_000, 20, 20)
    gc.enable()


def _build_from_now_on(model: type[BaseModel]) -> None:
    # A route builds its own validator from its models, and must build it at once.
    model.model_config.pop("defer_build", None)
    for subclass in model.__subclasses__():
        _build_from_now_on(subclass)


@contextmanager
def without(package: str) -> Iterator[None]:
    """Let imports in the block find that an optional package is not installed."""
    before = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]  # import raises then
    try:
        yield
    finally:
        del sys.modules[package]
        if before is not None:
            sys.modules[package] = before
