"""Lists the changes of the specification that break existing clients.

`python -m devtools.breaking OLD.json NEW.json` prints them. It exits 1 if there are any
and the major version did not go up.

Requests may only accept more; responses may only promise more. The comparison ignores
descriptions and examples. It ignores errors, because a client must handle any error. In
replies it ignores lengths, bounds and new choices, because a client must handle unknown
values.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Schema = dict[str, Any]
_METHODS = {"get", "put", "post", "delete", "patch"}
_AT_MOST = ("maxLength", "maximum", "exclusiveMaximum", "maxItems", "maxProperties")
# Each with the value that applies if the schema does not name one.
_AT_LEAST = {
    "minLength": 0,
    "minItems": 0,
    "minProperties": 0,
    "minimum": float("-inf"),
    "exclusiveMinimum": float("-inf"),
}
# Rules of which a program can only see that they differ.
_RULES = ("pattern", "format", "multipleOf", "uniqueItems", "contentMediaType")


def changes(old: Schema, new: Schema) -> list[str]:
    """Return the breaking changes between two whole documents, as sentences."""
    return list(_Comparison(old, new).operations())


def is_announced(old: Schema, new: Schema) -> bool:
    """Return whether the major version of the API went up (semantic versioning)."""
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
                if not set(_tokens(after)) <= set(_tokens(before)):
                    yield f"{where} now needs another token"
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
                continue  # a client must handle any error
            here = f"{where}: the reply {status}"
            if status not in after["responses"]:
                yield f"{here} is gone"
            else:
                new = after["responses"][status]
                for name in reply.get("headers", {}).keys() - new.get("headers", {}):
                    yield f"{here} no longer has the header {name}"
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
        was, now = _types(self.old, old), _types(self.new, new)
        given, taken = (was, now) if asked else (now, was)
        if not _covers(taken, given):
            yield f"{where} is {' or '.join(now)} and no longer {' or '.join(was)}"
        for sentence in _narrower(old, new) if asked else _other_format(old, new):
            yield f"{where} {sentence}"
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
    """Return a schema without reference and null, and whether null was allowed."""
    choices = schema.get("anyOf", [])
    rest = [choice for choice in choices if choice != {"type": "null"}]
    if len(rest) == 1:
        schema = rest[0]
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema, len(rest) < len(choices)


def _tokens(operation: Schema) -> Iterator[str]:
    for choice in operation.get("security", ()):
        yield from choice


def _types(document: Schema, schema: Schema) -> list[str]:
    """Return the types that a value may have, or "any" if the schema names none."""
    choices = schema.get("anyOf") or schema.get("oneOf") or [schema]
    return sorted(_real(document, choice)[0].get("type", "any") for choice in choices)


def _covers(wide: list[str], narrow: list[str]) -> bool:
    return "any" in wide or all(
        each in wide or (each == "integer" and "number" in wide) for each in narrow
    )


def _choices(schema: Schema) -> list[Any] | None:
    choices: list[Any] | None = schema.get("enum")
    return [schema["const"]] if "const" in schema else choices


def _narrower(old: Schema, new: Schema) -> Iterator[str]:
    """Yield the new rules for a value that was accepted before."""
    for name in _AT_MOST:
        if name in new and new[name] < old.get(name, float("inf")):
            yield f"now has {name} {new[name]}"
    for name, least in _AT_LEAST.items():
        if name in new and new[name] > old.get(name, least):
            yield f"now has {name} {new[name]}"
    for name in _RULES:
        if new.get(name) and new[name] != old.get(name):
            yield f"now has {name} {new[name]}"
    was, now = _choices(old), _choices(new)
    if now is not None and was is None:
        yield f"now takes {', '.join(map(str, now))} alone"
    gone = [str(each) for each in was or () if now is not None and each not in now]
    if gone:
        yield f"no longer takes {', '.join(gone)}"
    if new.get("additionalProperties") is False is not old.get("additionalProperties"):
        yield "takes no other fields any more"
    if "default" in old and old["default"] != new.get("default"):
        yield f"is {new.get('default')} where left out, and no longer {old['default']}"


def _other_format(old: Schema, new: Schema) -> Iterator[str]:
    if "format" in old and new.get("format") != old["format"]:
        yield f"is no longer of format {old['format']}"
    if _choices(old) and not _choices(new):
        yield "may now be anything"


def main(arguments: list[str]) -> int:
    """Print the breaking changes between two files, and return the exit code."""
    old, new = (json.loads(Path(name).read_text("utf-8")) for name in arguments)
    found = changes(old, new)
    print("\n".join(found))
    return 1 if found and not is_announced(old, new) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
