"""The rules of ARCHITECTURE.md that no linter checks, checked on the code itself."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import grimp
import pytest

from backend.modules.registry import MODULES
from tests.support import order
from tests.support.each import each
from tests.support.environment import ROOT, variables

FOLDERS = sorted(p.parent for p in (ROOT / "backend/modules").glob("*/__init__.py"))
NAMES = [folder.name for folder in FOLDERS]
# The queries of the search are too long for one file.
QUERIES = ("db", "candidates")
TOPICS = sorted(p.parent for f in FOLDERS for p in f.glob("*/__init__.py"))
PYTHON_FILES = [
    path
    for top in ("backend", "devtools", "benchmarks", "tests", "alembic")
    for path in (ROOT / top).rglob("*.py")
] + [ROOT / "main.py", ROOT / "run.py"]
WRITING_METHODS = {"post", "put", "patch", "delete"}
# The names of coming files, and the parts of an upload that have arrived, must survive a
# crash. The exports only read, but commit an entry of the security log.
COMMITS_BESIDE_ENDPOINTS = {
    *("_admitted", "_begun", "_saved", "_planned", "_dropped"),
    *("admin_export_bookings", "export_me", "download_linked_export"),
}


@pytest.fixture(scope="module")
def graph() -> grimp.ImportGraph:
    """Return the graph of all imports."""
    return grimp.build_graph("backend", include_external_packages=True, cache_dir=None)


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return all functions of a file."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def commits(node: ast.AST) -> list[ast.Call]:
    """Return the calls of functions named `commit` below a node."""
    return [
        call
        for call in ast.walk(node)
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "commit"
    ]


def http_methods(function: ast.FunctionDef | ast.AsyncFunctionDef) -> set[str]:
    """Return the methods of the `@router.…` decorators of a function."""
    return {
        decorator.func.attr
        for decorator in function.decorator_list
        if isinstance(decorator, ast.Call)
        and isinstance(decorator.func, ast.Attribute)
        and isinstance(decorator.func.value, ast.Name)
        and decorator.func.value.id == "router"
    }


def test_folders_and_registry_name_the_same_modules() -> None:
    assert (
        sorted(module.name for module in MODULES) == NAMES
    ), "MODULES in backend/modules/registry.py needs a line for each folder beside it"


@pytest.mark.parametrize("name", NAMES)
def test_a_module_has_its_layers_and_its_tests(name: str) -> None:
    folder = ROOT / "backend/modules" / name

    needed = {"__init__.py", "api.py", f"{name}.py"}
    missing = needed - {path.name for path in folder.iterdir()}
    assert missing == set(), f"backend/modules/{name} needs these files"
    assert list(
        (ROOT / "tests" / name).glob("test_*.py")
    ), f"write tests/{name}/test_*.py"


def files_of(graph: grimp.ImportGraph, name: str) -> set[str]:
    """Return the files of a module and of its topics."""
    module = f"backend.modules.{name}"
    packages = {f for f in graph.find_descendants(module) if graph.find_children(f)}
    return graph.find_descendants(module) - packages


def named(files: set[str], *names: str) -> set[str]:
    """Return the files with one of these names, in a module or its topics."""
    return {file for file in files if file.rpartition(".")[2] in names}


@pytest.mark.parametrize("name", NAMES)
def test_inside_a_module_api_calls_service_calls_db(
    graph: grimp.ImportGraph, name: str
) -> None:
    files = files_of(graph, name)
    apis, queries = named(files, "api"), named(files, *QUERIES)
    foreign = set[str]().union(*(files_of(graph, n) for n in NAMES if n != name))
    top = f"backend.modules.{name}.api"

    for file in files:
        found = graph.find_modules_directly_imported_by(file)
        if file in apis:
            assert not found & queries, f"{file} must call the service, not the queries"
        # The api.py of a module includes the routers of its topics.
        assert file == top or not found & apis, f"{file} must not import an api.py"
        inner = found & named(foreign, "api", *QUERIES)
        assert not inner, f"{file} must call the other module's service, not {inner}"
        if file in queries:
            # The last four have pure functions and constants only.
            pure = ("lexemes", "query", "content", "likeness")
            below = named(files, "lib", "exceptions", *QUERIES, *pure)
            assert not found & (
                files - below
            ), f"{file} must not import these of its module"


@pytest.mark.parametrize("name", NAMES)
def test_only_api_knows_fastapi(graph: grimp.ImportGraph, name: str) -> None:
    files = files_of(graph, name)

    for file in files - named(files, "api", "schemas", "reply"):
        found = graph.find_modules_directly_imported_by(file)
        http = found & {"fastapi", "starlette", "backend.api.deps"}
        assert not http, f"{file} must not import these: only api.py may"


@each("folder", TOPICS)
def test_a_topic_has_its_service(folder: Path) -> None:
    assert (
        folder / f"{folder.name}.py"
    ).exists(), f"{folder} needs {folder.name}.py, its service"


def test_only_endpoints_and_background_code_commit() -> None:
    allowed = {
        ROOT / "backend" / name
        for name in (
            *("outbox/delivery.py", "background/cleanup.py", "background/jobs.py"),
            *("cli/terminal.py", "core/database.py"),
        )
    }

    found = {
        path
        for path in (ROOT / "backend").rglob("*.py")
        if commits(ast.parse(path.read_text()))
    }

    wrong = {
        path for path in found - allowed if path.name not in ("api.py", "background.py")
    }
    assert wrong == set(), "flush here, and let the endpoint commit"


@pytest.mark.parametrize("folder", FOLDERS, ids=NAMES)
def test_a_writing_endpoint_commits_once_on_every_path(folder: Path) -> None:
    files = folder.rglob("api.py")
    for function in [f for file in files for f in functions(file)]:
        calls = commits(function)
        if http_methods(function) & WRITING_METHODS:
            # A statement in the body itself runs on every path that does not raise,
            # if nothing returns before it.
            top = [n for n in function.body if isinstance(n, ast.Expr) and commits(n)]
            returns = [n for n in ast.walk(function) if isinstance(n, ast.Return)]
            assert (
                len(calls) == len(top) == 1
            ), f"{function.name} needs one session.commit(), in its own body"
            assert all(
                r.lineno > top[0].lineno for r in returns
            ), f"{function.name} returns before its session.commit()"
        elif function.name not in COMMITS_BESIDE_ENDPOINTS:
            assert not calls, f"{function.name} must not commit: only writing routes do"


@each("path", PYTHON_FILES)
def test_a_file_answers_one_question(path: Path) -> None:
    lines = len(path.read_text().splitlines())
    assert lines < 300, f"split {path.relative_to(ROOT)}, it has {lines} lines"


def test_no_file_contains_local_paths_or_package_indexes() -> None:
    tracked = subprocess.run(
        ["git", "ls-files"],  # noqa: S607
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split("\n")
    texts = [ROOT / name for name in tracked if name.endswith((".txt", ".lock", ".md"))]

    for path in texts:
        text = path.read_text()
        for trace in ("/root/", "/home/", "file://", "--index-url", "--find-links"):
            assert trace not in text, path


def test_a_new_module_is_a_folder_and_a_line(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "backend", tmp_path / "backend")
    shutil.copy(ROOT / "main.py", tmp_path)
    folder = tmp_path / "backend/modules/greeting"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "api.py").write_text(
        "from backend.core.routing import Router\n"
        "router = Router()\n"
        "@router.get('/hello')\n"
        "def hello() -> str:\n"
        "    return 'hello'\n"
    )
    registry = tmp_path / "backend/modules/registry.py"
    line = '    Module("greeting", "/greetings", "Greetings", "Says hello."),\n'
    text = registry.read_text()
    registry.write_text(text.replace("MODULES = [\n", f"MODULES = [\n{line}"))
    script = (
        "from fastapi.testclient import TestClient\n"
        "from main import app\n"
        "print(TestClient(app).get('/api/v1/greetings/hello').text)\n"
        "print(app.openapi()['paths']['/api/v1/greetings/hello']['get']['operationId'])"
    )

    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env=variables(LOG_LEVEL="error"),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.splitlines() == ['"hello"', "Greetings-hello"], done.stderr


def test_the_files_that_run_without_coverage_exist() -> None:
    assert order.gone() == [], "correct their names in tests/support/order.py"
