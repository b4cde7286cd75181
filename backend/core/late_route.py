"""Routes that are built at their first request.

Building all routes would take a tenth of a start and of its memory, and most workers
never serve many of them. benchmarks/README.md has the measurements. An error in a route
therefore shows when it is built: tests/contract and `python -m devtools.openapi` build
all routes.
"""

import threading
from collections.abc import Callable
from typing import Any

from fastapi.routing import APIRoute
from starlette.routing import compile_path

# A request builds its route on the event loop, but tools and tests may use threads.
_building = threading.RLock()


class LateRoute(APIRoute):
    """A route that has only what matches a request until something else is read.

    Copies of it share what is built, and keep what they were given before, such as
    other methods. Subclasses override `build` instead of `__init__`.
    """

    def __init__(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        self.path = path
        self.path_regex, self.path_format, self.param_convertors = compile_path(path)
        self.methods = {method.upper() for method in options.get("methods") or ["GET"]}
        self.include_in_schema = options.get("include_in_schema", True)
        self._parts: dict[str, Any] = {"arguments": (path, endpoint, options)}

    def build(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:
        """Set the attributes of FastAPI's route, from the arguments of its class."""
        super().__init__(path, endpoint, **options)

    def __getattr__(self, name: str) -> Any:
        """Build the route; Python calls this for an attribute that is not set."""
        with _building:
            parts = self.__dict__.pop("_parts", None)
            if parts is not None:
                known = dict(self.__dict__)
                try:
                    if "built" not in parts:
                        path, endpoint, options = parts["arguments"]
                        self.build(path, endpoint, **options)
                        parts["built"] = dict(self.__dict__)
                except BaseException:
                    # The next request must fail in the same way.
                    self.__dict__.clear()
                    self.__dict__.update(known, _parts=parts)
                    raise
                self.__dict__.update(parts["built"] | known)
        return object.__getattribute__(self, name)
