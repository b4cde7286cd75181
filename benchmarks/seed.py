"""Migrates the database, inserts a user who is logged in and prints the token."""

import subprocess
import sys
from datetime import timedelta

from sqlmodel import Session

from backend.core import auth, clock
from backend.core.database import engine
from backend.models import User, UserSession

if __name__ == "__main__":
    subprocess.run([sys.executable, "-m", "alembic", "upgrade", "head"], check=True)
    now = clock.now()
    user = User(
        email="ada@example.com",
        password_hash="never compared",  # noqa: S106
        full_name="Ada Lovelace",
        email_verified_at=now,
    )
    login = UserSession(
        user_id=user.id, created_at=now, expires_at=now + timedelta(days=30)
    )
    token = auth.AccessToken(user_id=user.id, session_id=login.id)
    expires_at = login.expires_at
    with Session(engine) as session:
        session.add(user)
        session.flush()
        session.add(login)
        session.commit()
    print(auth.encode(token, expires_at=expires_at))
