"""Runs every check of the web app: `python3 run.py test --web`."""

import sys
import time
from collections.abc import Sequence

from devtools.check import run_shown, run_tool, run_tools
from devtools.console import say
from devtools.process import ChildError
from devtools.web import site
from devtools.web.node import FRONTEND, Node, alone, node, run
from devtools.web.packages import install, pnpm

# Scripts of frontend/package.json. The slowest first, because two of them run at a time.
_SCRIPTS = {
    "eslint": "lint",
    "tsc": "typecheck",
    "vitest": "test",
    "prettier": "format:check",
    "knip": "knip",
}
_BUILD = [sys.executable, "-m", "devtools.web.build"]
_PLAYWRIGHT = [sys.executable, "-m", "devtools.web.e2e"]


def main(arguments: Sequence[str]) -> int:
    """Run every check, or only Playwright if there are arguments for it.

    With the one argument --beside, something else prints its progress at the same time.
    """
    if arguments and list(arguments) != ["--beside"]:
        return 0 if run_shown("playwright", [*_PLAYWRIGHT, *arguments]) else 1
    started = time.monotonic()
    failed = _checks(beside=bool(arguments))
    say(f"The web app took {time.monotonic() - started:.1f} s.")
    if failed:
        say(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _checks(*, beside: bool) -> list[str]:
    """Return the names of the failed checks."""
    try:
        its_node, its_pnpm = _prepared()
    except (ChildError, OSError) as error:
        say(f"Web app: {error}")
        return ["the packages of the web app"]
    tools = {name: [*its_pnpm, "run", script] for name, script in _SCRIPTS.items()}
    env = its_node.environment()
    failed = run_tools(tools, cwd=FRONTEND, env=env)
    if not run_tool("next build", _BUILD):
        return [*failed, "next build", "playwright (not run)"]
    sizes = [str(its_node.program), "scripts/page-sizes.mjs", str(site.built())]
    if not run_tool("page sizes", sizes, cwd=FRONTEND):
        failed.append("page sizes")
    run_tests = run_tool if beside else run_shown
    if not run_tests("playwright", _PLAYWRIGHT):
        failed.append("playwright")
    return failed


def _prepared() -> tuple[Node, list[str]]:
    """Install what the checks need, and generate the client that the sources import."""
    with alone():
        its_node = node()
        install(its_node)
        its_pnpm = pnpm(its_node)
        command = [*its_pnpm, "run", "generate-client"]
        run("generate-client", command, env=its_node.environment(), cwd=FRONTEND)
        return its_node, its_pnpm


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
