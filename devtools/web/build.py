"""Builds the web app if its sources have changed: `python -m devtools.web.build`."""

import argparse
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from devtools.console import say
from devtools.process import ChildError
from devtools.web import site
from devtools.web.node import FRONTEND, alone, node, run
from devtools.web.packages import install, pnpm


def build() -> Path:
    """Build the web app unless it is built, and return its folder.

    Raise ChildError with the reason if that is impossible.
    """
    if found := site.built():
        return found
    with alone():
        # Another run may have built it meanwhile.
        return site.built() or _build()


def _build() -> Path:
    started = time.monotonic()
    its_node = node()
    install(its_node)
    # Not before: pnpm may write its files in another form.
    name = site.sources_hash()
    say("Web app: building ...")
    # The pages ask the server that they came from.
    env = its_node.environment(NEXT_PUBLIC_API_URL="")
    command = [*pnpm(its_node), "run", "build"]
    run("the build", command, env=env, cwd=FRONTEND)
    built = site.publish(FRONTEND / "out", name)
    say(f"Web app: ready after {time.monotonic() - started:.0f} s.")
    return built


def main(arguments: Sequence[str]) -> int:
    """Build, and let a link lead to the build; say why that is impossible."""
    parser = argparse.ArgumentParser(prog="python -m devtools.web.build")
    parser.add_argument("--link", type=Path, help="the FRONTEND_DIR of a service")
    link = parser.parse_args(arguments).link
    try:
        built = build()
        if link:
            site.point(link, built)
    except (ChildError, OSError) as error:
        say(f"No web app: {error}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
