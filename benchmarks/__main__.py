"""Measures reading and writing against a floor: `python -m benchmarks`."""

import argparse
import json
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from benchmarks.load import Server, measure, wrk
from benchmarks.report import Rounds, as_json, table
from benchmarks.stack import Stack, running
from devtools.process import ChildError

_ME, _LIST, _CREATE = "users/me", "documents, 100 of them", "create a share"
_WARM_UP_SECONDS = 2
_MANY = 256
# In this variant a request holds a connection while it waits for threads. With the
# app's ten connections it stalls at 64 requests. It is fastest with one for each.
_POOL_OF_UNAIDED = "40"


@dataclass(frozen=True)
class Options:
    """The parsed command line."""

    connections: int
    seconds: int
    rounds: int
    json: Path | None


@dataclass(frozen=True)
class Variant:
    """A request to a server, with a number of connections.

    `floor` names the variant with which it is compared.
    """

    server: Server
    path: str
    connections: int
    floor: str
    body: str | None = None


def _parse() -> Options:
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--seconds", type=int, default=5, help="of each measurement")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path, help="write every measurement here")
    return Options(**vars(parser.parse_args()))


def _check_replies(variants: dict[str, Variant], token: str) -> None:
    """Raise ChildError if a variant and its floor do not reply alike."""
    bodies = {}
    for name, variant in variants.items():
        status, bodies[name] = variant.server.get(
            variant.path, token, body=variant.body
        )
        if status not in (200, 201):
            raise ChildError(f"{name}: status {status}{variant.server.log_tail()}")
    for name, variant in variants.items():
        mine, floor = bodies[name], bodies[variant.floor]
        # Created rows differ in ids, times and tokens, but not in length.
        same = len(mine) == len(floor) if variant.body else mine == floor
        if name != "health/live" and not same:
            raise ChildError(
                f"{name} replies {mine[:1000]!r}, the floor {floor[:1000]!r}"
            )


def _variants(
    floor: Server, app: Server, unaided: Server, stack: Stack, usual: int
) -> dict[str, Variant]:
    prefix = stack.env["API_PREFIX"]
    listed = "/documents?limit=100"
    shares, body = f"/documents/{stack.document_id}/shares", '{"expires_in_hours": 1}'
    me, many = f"{prefix}/users/me", f"{_ME}, {_MANY} connections"
    of_list, of_create = f"floor: {_LIST}", f"floor: {_CREATE}"
    of_me = f"floor: {_ME}"
    return {
        of_me: Variant(floor, "/me", usual, of_me),
        _ME: Variant(app, me, usual, of_me),
        f"{_ME}, FastAPI by itself": Variant(unaided, "/me", usual, of_me),
        "health/live": Variant(app, f"{prefix}/health/live", usual, of_me),
        many: Variant(app, me, _MANY, of_me),
        of_list: Variant(floor, listed, usual, of_list),
        _LIST: Variant(app, prefix + listed, usual, of_list),
        of_create: Variant(floor, shares, usual, of_create, body),
        _CREATE: Variant(app, prefix + shares, usual, of_create, body),
    }


def _run(options: Options) -> tuple[Rounds, dict[str, str]]:
    with running() as stack, ExitStack() as servers:
        logs = stack.folder / "log"

        def serve(target: str, **env: str) -> Server:
            server = Server(target, stack.env | env, logs / f"{target}.log")
            return servers.enter_context(server)

        floor = serve("benchmarks.floor_app:app")
        app = serve("main:app")
        unaided = serve("benchmarks.unaided:app", POSTGRES_POOL_SIZE=_POOL_OF_UNAIDED)
        variants = _variants(floor, app, unaided, stack, options.connections)
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
                    body=variant.body,
                )
                if found.errors:
                    raise ChildError(f"{name}: errors under load, {found}")
                if number:
                    rounds[name].append(found)
            print(f"round {number} of {options.rounds}", file=sys.stderr, flush=True)
        return rounds, {name: variant.floor for name, variant in variants.items()}


def main() -> None:
    """Measure and print the table."""
    options = _parse()
    try:
        wrk()
        rounds, floors = _run(options)
    except ChildError as error:
        sys.exit(f"benchmarks: {error}")
    print(table(rounds, floors))
    if options.json:
        options.json.write_text(json.dumps(as_json(rounds, floors), indent=2) + "\n")


if __name__ == "__main__":
    main()
