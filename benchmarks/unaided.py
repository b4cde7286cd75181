"""GET users/me as FastAPI runs it by itself: each sync dependency hops alone.

The same app with the same endpoint once more, on FastAPI's own route class.
"""

from backend.modules.user.api import get_me
from main import create_app

app = create_app()
app.add_api_route("/me", get_me, tags=["Benchmark"])
