"""GET users/me as plain FastAPI runs it: each sync dependency takes its own thread hop.

This is the app, with the same endpoint added again on FastAPI's own route class.
"""

from backend.modules.user.api import get_me
from main import create_app

app = create_app()
app.add_api_route("/me", get_me, tags=["Benchmark"])
