"""Computes the new files of a module, and its lines in existing files.

This file writes nothing. If files of the repository are moved or renamed, change FILES,
EDITS or a template: tests/devtools/test_new_module.py fails until then.
"""

import ast
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from devtools.new_module.names import Names
from devtools.new_module.refusal import Refused

_TEMPLATES = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    variable_start_string="<<",
    variable_end_string=">>",
    undefined=StrictUndefined,
    keep_trailing_newline=True,
    autoescape=False,  # noqa: S701 (writes Python, not HTML)
)

# The path of each new file, and its template.
FILES = {
    "backend/modules/{name}/__init__.py": "init",
    "backend/modules/{name}/api.py": "api",
    "backend/modules/{name}/{name}.py": "service",
    "backend/modules/{name}/db.py": "db",
    "backend/modules/{name}/exceptions.py": "exceptions",
    "backend/modules/{name}/records.py": "records",
    "backend/tables/{names}.py": "table",
    "tests/{name}/__init__.py": "tests_init",
    "tests/{name}/contract.py": "tests_contract",
    "tests/{name}/test_{name}.py": "tests",
}
Edit = Callable[[str, Names], str]


def rendered(template: str, names: Names) -> str:
    """Return the text of a template for these names."""
    return _TEMPLATES.get_template(f"{template}.txt").render(names.context())


def _registry(text: str, names: Names) -> str:
    return _before(r"\]\n\n\ndef mount", text, rendered("registry", names))


def _models(text: str, names: Names) -> str:
    line = f"from backend.tables.{names.names} import {names.as_class}\n"
    text = _before(r"\n__all__ = \[\n", text, line)
    listed = re.search(r"(?s)__all__ = \[\n(.*?)\]", text)
    if listed is None:
        raise Refused
    entries = sorted({*listed[1].splitlines(), f'    "{names.as_class}",'})
    return text.replace(listed[1], "\n".join(entries) + "\n")


def _readme(text: str, names: Names) -> str:
    rows = list(re.finditer(r"(?m)^\| \w+ \| `/[\w-]+` \|.*\n", text))
    return _after(rows[-1:], text, rendered("readme", names))


def _architecture(text: str, names: Names) -> str:
    rows = list(re.finditer(r"(?m)^\| `backend/modules/\w+` \|.*\n", text))
    return _after(rows[-1:], text, rendered("architecture", names))


# The existing files that get new lines.
EDITS: dict[str, Edit] = {
    "backend/modules/registry.py": _registry,
    "backend/models.py": _models,
    "README.md": _readme,
    "ARCHITECTURE.md": _architecture,
}


def _before(pattern: str, text: str, new: str) -> str:
    found = re.search(pattern, text)
    if found is None:
        raise Refused
    return text[: found.start()] + new + text[found.start() :]


def _after(found: list[re.Match[str]], text: str, new: str) -> str:
    if not found:
        raise Refused
    return text[: found[0].end()] + new + text[found[0].end() :]


def new_files(root: Path, names: Names) -> dict[Path, str]:
    """Return the new files with their text, or raise Refused if a name is taken."""
    files = {
        root / path.format(name=names.name, names=names.names): rendered(each, names)
        for path, each in FILES.items()
    }
    for folder in (f"backend/modules/{names.name}", f"tests/{names.name}"):
        if (root / folder).exists():
            raise Refused(f"{folder} is there already, choose another name")
    for path, text in files.items():
        if path.exists():
            raise Refused(f"{path.relative_to(root)} is there already")
        twice = [name for name, n in Counter(_bound(text)).items() if n > 1]
        if twice:
            raise Refused(
                f"{twice[0]} would mean two things in {path.relative_to(root)}, "
                "choose another name"
            )
    _refuse_what_is_taken(root, names)
    return files


def edited_files(root: Path, names: Names) -> dict[Path, str]:
    """Return the existing files that change, with their new text."""
    files = {}
    for path, edit in EDITS.items():
        try:
            files[root / path] = edit((root / path).read_text("utf-8"), names)
        except (Refused, OSError):
            raise Refused(
                f"cannot find the place for a module in {path}: "
                "devtools/new_module/plan.py expects another format"
            ) from None
    return files


def _bound(text: str) -> Iterator[str]:
    """Yield the names that the top level of a Python file defines."""
    for node in ast.parse(text).body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.ClassDef | ast.FunctionDef):
            yield node.name


def _refuse_what_is_taken(root: Path, names: Names) -> None:
    document = json.loads((root / "openapi.json").read_text("utf-8"))
    schemas = document["components"]["schemas"]
    for end in ("Public", "List", "CreateRequest", "UpdateRequest"):
        if names.as_class + end in schemas:
            raise Refused(f"the API has a {names.as_class + end}, choose another name")
    context = names.context()
    if context["Tag"] in {tag["name"] for tag in document["tags"]}:
        raise Refused(f"the API has the tag {context['Tag']}, choose another name")
    tables = "".join(
        path.read_text("utf-8") for path in (root / "backend/tables").glob("*.py")
    )
    if re.search(
        rf'__tablename__ = "{names.names}"|^class {names.as_class}\(',
        tables,
        re.MULTILINE,
    ):
        raise Refused(f"there is a table {names.names}, choose another name")
    if f"`{names.name}_not_found`" in (root / "docs/errors.md").read_text("utf-8"):
        raise Refused(f"there is an error {names.name}_not_found, choose another name")
