"""Measures the pages of the web app against a bare server: `python -m benchmarks.pages`.

The web app must be built: `python3 run.py` does that. Both servers send the same files, and
take turns.
"""

import sys
from contextlib import ExitStack
from statistics import median

from benchmarks.load import ROOT, Measurement, Server, measure
from benchmarks.stack import running
from devtools.process import ChildError

_SITE = ROOT / "frontend" / "out"
# The bare server knows a page by the name of its file.
_PAGES = {"/": "/", "/login": "/login.html"}
_ROUNDS = 8
_SECONDS = 2
_CONNECTIONS = 32


def main() -> None:
    """Measure some rounds and print a table."""
    if not (_SITE / "index.html").is_file():
        sys.exit("benchmarks: build the web app first, by `python3 run.py`")
    with running() as stack, ExitStack() as servers:
        env = stack.env | {"FRONTEND_DIR": str(_SITE)}

        def serve(target: str) -> Server:
            log = stack.folder / "log" / f"{target}.log"
            return servers.enter_context(Server(target, env, log))

        floor, app = serve("benchmarks.static_app:app"), serve("main:app")

        def loaded(server: Server, path: str) -> Measurement:
            found = measure(
                server,
                path,
                stack.token,
                connections=_CONNECTIONS,
                seconds=_SECONDS,
            )
            if found.errors:
                raise ChildError(f"{path}: errors under load, {found}")
            return found

        print("| page | requests/s | floor | of the floor (min-max) |")
        print("|---|---|---|---|")
        for page, file in _PAGES.items():
            rounds = [
                (loaded(floor, file), loaded(app, page)) for _ in range(_ROUNDS + 1)
            ][1:]
            base = [each.requests_per_second for each, _ in rounds]
            mine = [each.requests_per_second for _, each in rounds]
            ratios = [m / b for m, b in zip(mine, base, strict=True)]
            print(
                f"| `{page}` | {median(mine):,.0f} | {median(base):,.0f} "
                f"| {median(ratios):.2f} ({min(ratios):.2f}-{max(ratios):.2f}) |"
            )


if __name__ == "__main__":
    main()
