"""Finds the browser for the tests of the web app, or installs one from npm."""

import os
import platform
import shlex
import shutil
import sys
from pathlib import Path
from xml.sax.saxutils import escape

from devtools.console import say
from devtools.process import ChildError
from devtools.web.node import FOLDER, Node, fresh, is_stamped, locked, run

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_APPS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# It has no sandbox: its pages are those of the tests.
# The package unpacks its files into TMPDIR, under names that are always the same.
_UNPACK = """
import('@sparticuz/chromium').then((module) => module.default.executablePath())
"""
_START = """\
#!/bin/sh
folder={folder}
export LD_LIBRARY_PATH="$folder/al2023/lib" FONTCONFIG_PATH="$folder/fonts"
exec "$folder/chromium" --no-sandbox "$@"
"""
# The one of the package names folders of AWS Lambda. Chromium ends without any font.
_FONTS = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>{folder}/fonts</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>{folder}/font-cache</cachedir>
</fontconfig>
"""


def browser(node: Node) -> Path:
    """Return a Chromium or Chrome: CHROME_PATH, the machine's, or one from npm.

    Raise ChildError if there is none. Call this within `alone`.
    """
    if chosen := os.environ.get("CHROME_PATH"):
        if not os.access(chosen, os.X_OK):
            raise ChildError(f"CHROME_PATH={chosen} is not a program")
        return Path(chosen)
    for name in (*_NAMES, *_APPS):
        if found := shutil.which(name):
            return Path(found)
    if (sys.platform, platform.machine()) != ("linux", "x86_64"):
        raise ChildError("no Chromium or Chrome found: install one, or set CHROME_PATH")
    return _installed(node)


def _installed(node: Node) -> Path:
    package = locked(node, "chromium")
    stamp = (package / "stamp").read_text()
    target = FOLDER / "browser"
    if not is_stamped(target, stamp):
        say("Web app: unpacking Chromium ...")
        with fresh(target, stamp) as folder:
            # The runtime decides which libraries it unpacks beside the browser.
            env = node.environment(
                TMPDIR=str(folder), AWS_LAMBDA_JS_RUNTIME="nodejs22.x"
            )
            command = [str(node.program), "-e", _UNPACK]
            run("unpacking Chromium", command, env=env, cwd=package)
            fonts = _FONTS.format(folder=escape(str(target)))
            (folder / "fonts" / "fonts.conf").write_text(fonts)
            start = folder / "start"
            start.write_text(_START.format(folder=shlex.quote(str(target))))
            start.chmod(0o755)
    return target / "start"
