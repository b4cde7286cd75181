"""Times lists and searches of a million documents: `python -m benchmarks.documents`.

Fills a throwaway database with documents of one user, then sends the service one
request at a time. CPU time is that of the service and of PostgreSQL together, and is
compared with that of the first page: it depends least on what else the machine does.
"""

import argparse
import base64
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from random import Random
from statistics import median
from time import perf_counter
from urllib.parse import quote
from uuid import UUID

import psycopg
from redis import Redis

from backend.core.collation import sort_key
from backend.modules.document.search.lexemes import (
    VERSION,
    head_lexemes,
    head_vector,
    text_lexemes,
)
from benchmarks.load import Server, cpu_milliseconds
from benchmarks.scale.fill import connect
from benchmarks.stack import running
from devtools.process import ChildError

_START = datetime(2020, 1, 1, tzinfo=UTC)
_PAGE = 100
_TRIES = 15
_COLUMNS = (
    "id, owner_id, title, title_key, tags, name, media_type, size, sha256, version, "
    "revision, text_status, created_at, updated_at, title_sort, search_version, "
    "search_revision, search"
)
_TABLE = f"""
    CREATE TEMP TABLE incoming AS
    SELECT {_COLUMNS}, ''::text AS words, '{{}}'::text[] AS lexemes,
        '{{}}'::text[] AS head
    FROM documents LIMIT 0
"""
_MOVES = (
    f"INSERT INTO documents ({_COLUMNS}) SELECT {_COLUMNS} FROM incoming",
    """
    INSERT INTO document_versions
        (id, document_id, number, name, media_type, size, sha256, storage_name, created_at)
    SELECT id, id, 1, name, media_type, size, sha256, id::text, created_at FROM incoming
    """,
    f"""
    INSERT INTO document_texts
        (version_id, status, text, owner_id, attempts, words, words_version)
    SELECT id, 'done', words, owner_id, 1, array_to_tsvector(lexemes), {VERSION}
    FROM incoming
    """,
    """
    INSERT INTO document_words (document_id, is_text, owner_id, created_at, words)
    SELECT id, is_text, owner_id, created_at,
        array_to_tsvector(CASE WHEN is_text THEN lexemes ELSE head END)
    FROM incoming, (VALUES (false), (true)) AS rows (is_text)
    """,
)
_CONNECTIONS = """
    SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'
    AND datname = current_database() AND pid <> pg_backend_pid()
"""
_TABLES = ("documents", "document_texts", "document_versions", "document_words")


def vocabulary(random: Random) -> list[str]:
    """Return words of two to four syllables, the most frequent first."""
    syllables = [
        a + b for a in "bcdfglmnprstv" for b in ("a", "e", "i", "o", "u", "an")
    ]
    words: dict[str, None] = {}
    while len(words) < 20_000:
        words["".join(random.choices(syllables, k=random.randint(2, 4)))] = None
    return list(words)


def rows(random: Random, words: list[str], count: int, owner: UUID) -> Iterator[tuple]:  # type: ignore[type-arg]
    """Yield documents whose words are as unevenly distributed as in a language."""
    # Zipf's law: a word is half as frequent as the word at half its rank.
    weights = [1 / (place + 5) for place in range(len(words))]
    drawn = iter(random.choices(words, weights, k=count * 24))
    for number in range(count):
        title = " ".join(next(drawn) for _ in range(4))
        text = " ".join(next(drawn) for _ in range(20))
        made = _START + timedelta(seconds=number * 60)
        key = UUID(int=random.getrandbits(128), version=4)
        kind = ("application/pdf", "image/png", "text/plain")[number % 3]
        tags = [f"tag{number % 50}"]
        digest = number.to_bytes(32, "big")
        yield (
            key, owner, title, title, tags, "a.pdf", kind, 1000, digest, 1, 1,
            "done", made, made, sort_key(title), VERSION, 1,
            head_vector(title, tags, "a.pdf"), text, text_lexemes(text),
            head_lexemes(title, tags, "a.pdf"),
        )  # fmt: skip


def fill(env: dict[str, str], count: int) -> list[str]:
    """Insert the documents and return the vocabulary."""
    random = Random(1)  # noqa: S311 (the same documents each time)
    words = vocabulary(random)
    with connect(env) as connection:
        connection.autocommit = False
        found = connection.execute("SELECT id FROM users").fetchone()
        if found is None:
            raise ChildError("there is no user")
        connection.execute("SET maintenance_work_mem = '256MB'")
        # Dropped, and created again after the inserts: several times as fast.
        indexes = connection.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = ANY(%s) "
            "AND indexname LIKE 'ix_%%'",
            [list(_TABLES)],
        ).fetchall()
        for name, _ in indexes:
            connection.execute(f'DROP INDEX "{name}"'.encode())
        connection.execute(_TABLE.encode())
        with connection.cursor().copy(
            f"COPY incoming ({_COLUMNS}, words, lexemes, head) FROM STDIN".encode()
        ) as copy:
            for row in rows(random, words, count, found[0]):
                copy.write_row(row)
        for move in _MOVES:
            connection.execute(move.encode())
        for _, definition in indexes:
            connection.execute(definition.encode())
        connection.commit()
        connection.autocommit = True
        connection.execute(f"VACUUM ANALYZE {', '.join(_TABLES)}".encode())
    return words


def cursor_at(count: int, documents: int) -> str:
    """Return the cursor after the newest `count` of all documents."""
    made = _START + timedelta(seconds=(documents - count) * 60)
    # No document has this id, but the position is the same.
    text = f"{UUID(int=0, version=4)} {made.isoformat()}"
    return base64.urlsafe_b64encode(text.encode()).decode()


def timed(ask: Callable[[], int], cpu: Callable[[], float]) -> tuple[float, float, int]:
    """Return the median time and the CPU time of a request, and the number found."""
    ask()
    times, found, before = [], 0, cpu()
    for _ in range(_TRIES):
        started = perf_counter()
        found = ask()
        times.append((perf_counter() - started) * 1000)
    return median(times), (cpu() - before) / _TRIES, found


def cpu_of(server: Server, database: psycopg.Connection) -> float:
    """Return the CPU milliseconds of the service and of its connections so far."""
    rows = database.execute(_CONNECTIONS).fetchall()
    postgres = sum(cpu_milliseconds(pid) for (pid,) in rows)
    return server.cpu_seconds * 1000 + postgres


def main() -> None:
    """Fill the database, measure, and print the table."""
    parser = argparse.ArgumentParser(prog="benchmarks.documents", description=__doc__)
    parser.add_argument("--documents", type=int, default=1_000_000)
    count = parser.parse_args().documents
    with running() as stack:
        started = perf_counter()
        words = fill(stack.env, count)
        print(
            f"filled in {perf_counter() - started:.0f} s", file=sys.stderr, flush=True
        )
        typo = words[3000][:2] + words[3000][3] + words[3000][2] + words[3000][4:]
        late = quote(cursor_at(1000 * _PAGE, count))
        queries = {
            "page 1": "",
            "page 1000": f"&cursor={late}",
            "page 1 by title": "&sort=title",
            "page 1 of a tag": "&tag=tag7",
            "with total": "&total=true",
            "search: a word of nearly every tenth": f"&search={words[20]}",
            "search: a rare word": f"&search={words[15000]}",
            "search: two frequent words": f"&search={words[0]}+{words[1]}",
            "search: a beginning of three letters": f"&search={words[40][:3]}",
            "search: the most frequent word": f"&search={words[0]}",
            "search: a typo": f"&search={typo}",
            "search: a rare word from its third letter": f"&search={words[15000][2:]}",
            "search: a rare and a frequent word": f"&search={words[15000]}+{words[0]}",
            "search: two words of a hundredth each": f"&search={words[90]}+{words[91]}",
            "search: three frequent words": "&search=" + "+".join(words[5:8]),
        }
        limits = Redis.from_url(stack.env["REDIS_URL"])
        log = stack.folder / "log" / "documents.log"
        env = {**os.environ, **stack.env}
        with Server("main:app", env, log) as server, connect(stack.env) as database:
            path = f"{stack.env['API_PREFIX']}/documents?limit={_PAGE}"

            def ask(query: str) -> int:
                status, body = server.get(path + query, stack.token)
                if status != 200:
                    raise ChildError(f"{query}: {status} {body!r}")
                return len(json.loads(body)["items"])

            print(
                f"| {count:,} documents | ms | CPU ms | of page 1 | found |\n"
                "|---|---|---|---|---|"
            )
            first = 0.0
            for name, query in queries.items():
                limits.flushall()  # or a fast service would reach them
                took, used, found = timed(
                    partial(ask, query), partial(cpu_of, server, database)
                )
                first = first or used
                print(
                    f"| {name} | {took:.0f} | {used:.0f} | {used / first:.2f} | {found} |",
                    flush=True,
                )


if __name__ == "__main__":
    main()
