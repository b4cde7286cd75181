"""What a change of the specification breaks for clients that are already out there.

`python -m devtools.breaking OLD.json NEW.json` lists it and exits 1 if there is any.
Known: operations, parameters, fields, types, choices, statuses that are gone or newly
required. Not looked at: lengths, patterns, and the words of descriptions.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]
_METHODS = {"get", "put", "post", "delete", "patch"}


def changes(old: Schema, new: Schema) -> list[str]:
    """Return what breaks, as sentences; old and new are whole documents."""
    return list(_Comparison(old, new).operations())


def is_announced(old: Schema, new: Schema) -> bool:
    """Tell whether the major version of the API went up (semantic versioning)."""
    before, after = (int(d["info"]["version"].split(".")[0]) for d in (old, new))
    return after > before


class _Comparison:
    def __init__(self, old: Schema, new: Schema) -> None:
        self.old, self.new = old, new

    def operations(self) -> Iterator[str]:
        for path, methods in self.old["paths"].items():
            for method, before in methods.items():
                if method not in _METHODS:
                    continue
                where = f"{method.upper()} {path}"
                after = self.new["paths"].get(path, {}).get(method)
                if after is None:
                    yield f"{where} is gone"
                    continue
                if before.get("operationId") != after.get("operationId"):
                    yield f"{where} has another operationId"
                yield from self._parameters(where, before, after)
                yield from self._body(where, before, after)
                yield from self._replies(where, before, after)

    def _parameters(self, where: str, before: Schema, after: Schema) -> Iterator[str]:
        old = {(p["in"], p["name"]): p for p in before.get("parameters", ())}
        new = {(p["in"], p["name"]): p for p in after.get("parameters", ())}
        for key in old.keys() - new.keys():
            yield f"{where}: the parameter {key[1]} is gone"
        for key, parameter in new.items():
            was = old.get(key, {})
            if parameter.get("required") and not was.get("required"):
                yield f"{where}: the parameter {key[1]} is now required"
            if was:
                here = f"{where}: the parameter {key[1]}"
                pair = was["schema"], parameter["schema"]
                yield from self._schema(here, *pair, asked=True)

    def _body(self, where: str, before: Schema, after: Schema) -> Iterator[str]:
        old, new = before.get("requestBody"), after.get("requestBody")
        if new and new.get("required") and not (old and old.get("required")):
            yield f"{where}: a body is now required"
        here = f"{where}: the body"
        yield from self._content(here, old or {}, new or {}, asked=True)

    def _replies(self, where: str, before: Schema, after: Schema) -> Iterator[str]:
        for status, reply in before["responses"].items():
            if int(status) >= 400:
                continue  # clients must live with any error
            here = f"{where}: the reply {status}"
            if status not in after["responses"]:
                yield f"{here} is gone"
            else:
                new = after["responses"][status]
                yield from self._content(here, reply, new, asked=False)

    def _content(
        self, where: str, old: Schema, new: Schema, *, asked: bool
    ) -> Iterator[str]:
        for kind, media in old.get("content", {}).items():
            if kind not in new.get("content", {}):
                yield f"{where} is no longer {kind}"
                continue
            pair = media.get("schema", {}), new["content"][kind].get("schema", {})
            yield from self._schema(where, *pair, asked=asked)

    def _schema(
        self, where: str, old: Schema, new: Schema, *, asked: bool
    ) -> Iterator[str]:
        (old, old_null), (new, new_null) = _real(self.old, old), _real(self.new, new)
        if asked and old_null and not new_null:
            yield f"{where} can no longer be null"
        if not asked and new_null and not old_null:
            yield f"{where} can now be null"
        if old.get("type") != new.get("type"):
            yield f"{where} is {new.get('type')} and no longer {old.get('type')}"
        gone = set(old.get("enum", ())) - set(new.get("enum", ()))
        if asked and gone and "enum" in new:
            yield f"{where} no longer takes {', '.join(sorted(gone))}"
        if "items" in old and "items" in new:
            here = f"{where}, its items,"
            yield from self._schema(here, old["items"], new["items"], asked=asked)
        yield from self._fields(where, old, new, asked=asked)

    def _fields(
        self, where: str, old: Schema, new: Schema, *, asked: bool
    ) -> Iterator[str]:
        was, now = old.get("properties", {}), new.get("properties", {})
        for name in was.keys() - now.keys():
            yield f"{where}: the field {name} is gone"
        needed, given = set(new.get("required", ())), set(old.get("required", ()))
        for name in needed - given if asked else ():
            yield f"{where}: the field {name} is now required"
        for name in (given - needed) & now.keys() if not asked else ():
            yield f"{where}: the field {name} may now be missing"
        for name in was.keys() & now.keys():
            here = f"{where}: the field {name}"
            yield from self._schema(here, was[name], now[name], asked=asked)


def _real(document: Schema, schema: Schema) -> tuple[Schema, bool]:
    """Follow a reference and take null out of a choice; tell whether it was there."""
    choices = schema.get("anyOf", [])
    rest = [choice for choice in choices if choice != {"type": "null"}]
    if len(rest) == 1:
        schema = rest[0]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema, len(rest) < len(choices)


def main(arguments: list[str]) -> int:
    """Compare two files."""
    old, new = (json.loads(Path(name).read_text("utf-8")) for name in arguments)
    found = changes(old, new)
    print("\n".join(found))
    return 1 if found and not is_announced(old, new) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
