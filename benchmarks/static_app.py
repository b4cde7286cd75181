"""The floor for pages: Starlette's own server of static files, by itself."""

import os

from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

_files = StaticFiles(directory=os.environ["FRONTEND_DIR"], html=True)
app = Starlette(routes=[Mount("/", _files)])
