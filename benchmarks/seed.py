"""Migrates the database, and inserts a user with a login session and 150 documents.

Prints the token, and the id of a document that is not among the newest hundred: it gets
more shares by the benchmark, and a list counts those of its documents.
"""

import subprocess
import sys
from datetime import timedelta

from sqlalchemy import text
from sqlmodel import Session

from backend.core import auth, clock
from backend.core.database import engine
from backend.models import Document, DocumentShare, User, UserSession

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
        documents = [
            Document(
                owner_id=user.id,
                title=f"A document of some length, number {number}",
                title_key=f"a document of some length, number {number}",
                tags=["home", f"year {2000 + number % 20}"],
                name=f"document-{number}.pdf",
                media_type="application/pdf",
                size=1000 + number,
                sha256=number.to_bytes(32, "big"),
                text_status="done",
                created_at=now - timedelta(minutes=number),
                search="",
            )
            for number in range(150)
        ]
        session.add_all(documents)
        session.flush()
        # Without them, plans are made for an empty table and kept when it is large.
        session.add_all(
            DocumentShare(
                document_id=documents[-1].id,
                token_digest=number.to_bytes(32, "big"),
                expires_at=now + timedelta(days=1),
            )
            for number in range(2000)
        )
        session.commit()
        session.execute(text("ANALYZE"))
        session.commit()
        print(documents[-1].id)
    print(auth.encode(token, expires_at=expires_at))
