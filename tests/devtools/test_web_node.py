"""Node for the web app: found or installed, and started with the right environment."""

import json
import platform
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from devtools.process import ChildError
from devtools.venv import ROOT
from devtools.web import node as web_node
from devtools.web.browser import browser
from devtools.web.node import FOLDER, FRONTEND, Node, alone, explain, fresh, node
from devtools.web.packages import pnpm

NODE = Node(Path("/opt/node/bin/node"), ("npm",))


@pytest.fixture(autouse=True)
def _empty() -> Iterator[None]:
    """Leave the database alone: nothing here uses it."""
    return iter([None])


@pytest.mark.parametrize(
    ("version", "is_enough"),
    [
        ("v20.19.0\n", True),
        ("v24.1.0\n", True),
        ("v20.18.3\n", False),
        ("v18.20.4\n", False),
        ("", False),
        ("node: not found\n", False),
    ],
)
def test_node_must_be_20_19_or_newer(version: str, is_enough: bool) -> None:
    assert web_node.is_new_enough(version) is is_enough


def test_an_old_node_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("node", "npm"):
        (tmp_path / name).write_text("#!/bin/sh\necho v18.20.4\n")
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    installed = Node(Path("/installed"), ())
    monkeypatch.setattr(web_node, "_installed", lambda: installed)

    assert node() is installed


def test_the_developers_settings_reach_node(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("npm_config_registry", "https://npm.example.com/")
    monkeypatch.setenv("SSL_CERT_FILE", "/etc/ours.pem")
    monkeypatch.delenv("NODE_EXTRA_CA_CERTS", raising=False)

    env = NODE.environment(NEXT_PUBLIC_API_URL="")

    assert env["npm_config_registry"] == "https://npm.example.com/"
    assert env["NODE_EXTRA_CA_CERTS"] == "/etc/ours.pem"
    assert env["NEXT_PUBLIC_API_URL"] == ""
    assert env["NEXT_TELEMETRY_DISABLED"] == "1"
    ours = f"/opt/node/bin:{FOLDER}/pnpm/node_modules/.bin:"
    assert env["PATH"].startswith(ours)
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "/etc/theirs.pem")
    assert NODE.environment()["NODE_EXTRA_CA_CERTS"] == "/etc/theirs.pem"


@pytest.mark.parametrize("home", [None, "", "/no/such/folder"])
def test_without_a_home_the_caches_are_in_the_project(
    home: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)

    assert NODE.environment()["HOME"] == str(FOLDER / "home")


def test_a_home_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))

    assert NODE.environment()["HOME"] == str(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "npm error code ENOTFOUND",
        "npm error code ECONNREFUSED",
        "ERR_PNPM_META_FETCH_FAIL  GET https://npm.example.com/x: fetch failed",
        "request to https://npm.example.com/x failed, reason: getaddrinfo EAI_AGAIN",
    ],
)
def test_a_missing_network_is_one_line(line: str, tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text(f"before\n{line}\nafter\n")

    reason = explain("pnpm install", log)

    assert (
        reason == "the npm registry cannot be reached: is there a network or a proxy?"
    )


def test_another_failure_shows_the_end_of_the_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("first\n" * 30 + "\n\x1b[31mType error\x1b[39m in page.tsx\n")

    lines = explain("the build", log).splitlines()

    assert lines[0] == f"the build failed; the end of {log}:"
    assert lines[-1] == "  Type error in page.tsx"
    assert len(lines) < 30


def test_a_failed_installation_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "tool"
    with fresh(target, "one") as folder:
        (folder / "file").write_text("old")

    with pytest.raises(ZeroDivisionError), fresh(target, "two") as folder:
        (folder / "file").write_text(str(1 // 0))

    assert (target / "file").read_text() == "old"
    assert web_node.is_stamped(target, "one")
    with fresh(target, "two") as folder:
        (folder / "file").write_text("new")
    assert (target / "file").read_text() == "new"
    assert web_node.is_stamped(target, "two")


def test_node_runs_the_pnpm_that_the_web_app_names() -> None:
    with alone():
        its_node = node()
        command = pnpm(its_node)

    asked = subprocess.run(
        [*command, "--version"],
        check=True,
        cwd=ROOT,
        env=its_node.environment(),
        capture_output=True,
        text=True,
    )

    manager = json.loads((FRONTEND / "package.json").read_text())["packageManager"]
    assert manager.partition("+")[0] == f"pnpm@{asked.stdout.strip()}"


def test_a_chosen_browser_must_exist(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chrome = tmp_path / "chrome"
    monkeypatch.setenv("CHROME_PATH", str(chrome))

    with pytest.raises(ChildError, match=f"CHROME_PATH={chrome} is not"):
        browser(NODE)

    chrome.write_text("")
    chrome.chmod(0o755)
    assert browser(NODE) == chrome


def test_a_missing_browser_is_an_error_where_none_can_be_installed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("CHROME_PATH", raising=False)
    monkeypatch.setenv("PATH", "/no/such/folder")
    monkeypatch.setattr(platform, "machine", lambda: "riscv64")

    with pytest.raises(ChildError, match="install one, or set CHROME_PATH"):
        browser(NODE)


def test_no_lock_names_a_registry_and_each_package_has_a_hash() -> None:
    for lock in (ROOT / "devtools/web/locks").glob("*/package-lock.json"):
        packages = json.loads(lock.read_text())["packages"]
        del packages[""]

        assert packages
        for name, package in packages.items():
            assert package["integrity"].startswith("sha512-"), name
            assert "resolved" not in package, name
