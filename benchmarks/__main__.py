"""Measures GET users/me: `python -m benchmarks`, explained in README.md here."""

import argparse
import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Server, measure, wrk
from benchmarks.report import Rounds, as_json, table
from benchmarks.stack import running
from devtools.process import ChildError

_FLOOR = "floor"
_WARM_UP_SECONDS = 2
_MANY = 256
# Hop by hop a request holds a connection while it waits for a thread. With the app's
# ten this variant stalls at 64 requests; with one for each request it is at its best.
_POOL_OF_UNAIDED = "40"


@dataclass(frozen=True)
class Options:
    """What the command line says."""

    connections: int
    seconds: int
    rounds: int
    json: Path | None


@dataclass(frozen=True)
class Variant:
    """One path of one server, under one number of connections."""

    server: Server
    path: str
    connections: int


def _parse() -> Options:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write every measurement here")
    return Options(**vars(parser.parse_args()))


def _check_replies(variants: dict[str, Variant], token: str) -> None:
    """Refuse to compare what does not do the same."""
    bodies = {}
    for name, variant in variants.items():
        status, bodies[name] = variant.server.get(variant.path, token)
        if status != 200:
            raise ChildError(f"{name}: status {status}{variant.server.log_tail()}")
    expected = bodies.pop(_FLOOR)
    for name, body in bodies.items():
        if "me" in name and body != expected:
            raise ChildError(f"{name} replies {body!r}, the floor {expected!r}")


def _run(options: Options) -> Rounds:
    with running() as stack, ExitStack() as servers:
        logs = stack.folder / "log"

        def serve(target: str, **env: str) -> Server:
            server = Server(target, stack.env | env, logs / f"{target}.log")
            return servers.enter_context(server)

        floor = serve("benchmarks.floor:app")
        app = serve("main:app")
        unaided = serve("benchmarks.unaided:app", POSTGRES_POOL_SIZE=_POOL_OF_UNAIDED)
        prefix = stack.env["API_PREFIX"]
        usual = options.connections
        variants = {
            _FLOOR: Variant(floor, "/me", usual),
            "users/me": Variant(app, f"{prefix}/users/me", usual),
            "users/me, FastAPI by itself": Variant(unaided, "/me", usual),
            "health/live": Variant(app, f"{prefix}/health/live", usual),
            f"users/me, {_MANY} connections": Variant(app, f"{prefix}/users/me", _MANY),
        }
        _check_replies(variants, stack.token)
        rounds: Rounds = {name: [] for name in variants}
        for number in range(options.rounds + 1):
            for name, variant in variants.items():
                found = measure(
                    variant.server,
                    variant.path,
                    stack.token,
                    connections=variant.connections,
                    seconds=options.seconds if number else _WARM_UP_SECONDS,
                )
                if found.errors:
                    raise ChildError(f"{name}: errors under load, {found}")
                if number:
                    rounds[name].append(found)
            print(f"round {number} of {options.rounds}", file=sys.stderr, flush=True)
        return rounds


def main() -> None:
    """Measure and print the table."""
    options = _parse()
    try:
        wrk()
        rounds = _run(options)
    except ChildError as error:
        sys.exit(f"benchmarks: {error}")
    print(table(rounds, _FLOOR))
    if options.json:
        options.json.write_text(json.dumps(as_json(rounds, _FLOOR), indent=2) + "\n")


if __name__ == "__main__":
    main()
