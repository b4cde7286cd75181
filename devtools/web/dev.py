"""Runs `next dev` against the running API: `python3 run.py web`."""

import signal
import time

from devtools.console import say
from devtools.interrupts import Interrupts
from devtools.ports import why_not
from devtools.process import ChildError, end, spawn
from devtools.web.node import FRONTEND, Node, alone, node, run
from devtools.web.packages import install, pnpm

# CORS_ORIGINS of .env.example allows it.
_PORT = 3000


def develop(api_port: int) -> int:
    """Run it until Interrupted is raised; return its exit code if it ends by itself."""
    interrupts = Interrupts()
    if reason := why_not(_PORT):
        raise ChildError(f"port {_PORT} {reason}")
    if why_not(api_port) is None:
        say(f"No API runs on port {api_port} yet: `python3 run.py` starts it.")
    its_node = _prepared()
    interrupts.check()
    # Not by pnpm or npx: they would leave it running when they are killed.
    program = FRONTEND / "node_modules" / "next" / "dist" / "bin" / "next"
    command = [str(its_node.program), str(program), "dev"]
    # Not on all addresses of this machine, which is the default.
    command += ["--hostname", "localhost", "--port", str(_PORT)]
    env = its_node.environment(NEXT_PUBLIC_API_URL=f"http://localhost:{api_port}")
    process = spawn(command, env=env, cwd=FRONTEND)
    try:
        while process.poll() is None:
            interrupts.check()
            time.sleep(0.2)
    finally:
        end(process, politely=signal.SIGINT)
    return process.returncode


def _prepared() -> Node:
    with alone():
        its_node = node()
        install(its_node)
        command = [*pnpm(its_node), "run", "generate-client"]
        run("generate-client", command, env=its_node.environment(), cwd=FRONTEND)
        return its_node
