"""Compiles libraries without docstrings: `python -m devtools.compile ROOT FOLDER...`.

The Docker image starts faster and takes less memory so; benchmarks/README.md has the
figures. Docstrings of our own code stay, because the specification is made of them. The
compiled files are written below ROOT, at the paths that their sources have below `/`.
They are valid whatever happens to the sources (PEP 552, unchecked).
"""

import ast
import importlib.util
import marshal
import sys
import warnings
from pathlib import Path

# What no service imports of the folder of the standard library.
_UNUSED = {"ensurepip", "idlelib", "site-packages", "test", "tkinter", "turtledemo"}
_UNCHECKED_HASH = (1).to_bytes(4, "little")
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def without_docstrings(source: bytes, path: str) -> bytes:
    """Return a compiled file of this source, with "-" for each docstring.

    There must be one: SQLAlchemy, for example, asserts that some of its functions have it.

    Raises:
        SyntaxError: it is not Python of this version.
    """
    with warnings.catch_warnings(action="ignore"):
        tree = ast.parse(source)
        for node in ast.walk(tree):
            if isinstance(node, _DOCUMENTED) and ast.get_docstring(node, clean=False):
                node.body[0].value.value = "-"  # type: ignore[attr-defined]
        code = compile(tree, path, "exec", dont_inherit=True)
    digest = importlib.util.source_hash(source)
    return importlib.util.MAGIC_NUMBER + _UNCHECKED_HASH + digest + marshal.dumps(code)


def compile_folder(folder: Path, root: Path) -> int:
    """Compile the files in a folder; return how many."""
    number = 0
    for file in sorted(folder.rglob("*.py")):
        if file.relative_to(folder).parts[0] in _UNUSED:
            continue
        try:
            compiled = without_docstrings(file.read_bytes(), str(file))
        except SyntaxError:  # templates and code of other versions
            continue
        target = root / importlib.util.cache_from_source(str(file)).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(compiled)
        number += 1
    return number


def main() -> None:
    """Compile the folders of the command line."""
    root, *folders = map(Path, sys.argv[1:])
    for folder in folders:
        print(f"{folder}: {compile_folder(folder.absolute(), root)} files")


if __name__ == "__main__":
    main()
