"""Installs the packages of frontend/ with pnpm, as its lock file pins them."""

import hashlib

from devtools.console import say
from devtools.web.node import FRONTEND, Node, is_stamped, locked, run

_FILES = ("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml")


def pnpm(node: Node) -> list[str]:
    """Return the command that runs pnpm, which is installed if it is missing."""
    return [
        str(node.program),
        str(locked(node, "pnpm") / "node_modules" / "pnpm" / "bin" / "pnpm.cjs"),
    ]


def install(node: Node) -> None:
    """Install the packages unless they are installed. Call this within `alone`."""
    modules = FRONTEND / "node_modules"
    wanted = hashlib.sha256()
    for name in _FILES:
        wanted.update((FRONTEND / name).read_bytes())
    if is_stamped(modules, wanted.hexdigest()):
        return
    say("Web app: installing packages ...")
    (modules / "stamp").unlink(missing_ok=True)
    command = [*pnpm(node), "install", "--frozen-lockfile", "--ignore-scripts"]
    # Otherwise it asks before it replaces packages of another version of pnpm.
    command.append("--config.confirm-modules-purge=false")
    run("pnpm install", command, env=node.environment(), cwd=FRONTEND)
    (modules / "stamp").write_text(wanted.hexdigest())
