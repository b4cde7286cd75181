"""Calls the operations of demos and of administrators, for `benchmarks.scale`."""

from datetime import UTC, datetime, timedelta

import pyotp

from benchmarks.scale.client import FIRST_USER, PASSWORD, Calls, account, new_email


def demos(call: Calls) -> None:
    """Call the operations of visitors and of the team on bookings."""
    day = (datetime.now(UTC) + timedelta(days=3)).date()
    params = {"date_from": f"{day}", "date_to": f"{day + timedelta(days=6)}"}
    slots = call("GET", "/book-demo/slots", params=params | {"timezone": "UTC"})
    starts = [slot["start"] for slot in slots.json()["items"]]
    body = {"name": "Ada", "email": new_email(), "timezone": "UTC"}
    booked = call.post("/book-demo/book", start=starts[0], **body)
    path, of = (
        f"/book-demo/manage/{booked['manage_token']}",
        "/book-demo/manage/{token}",
    )
    call("GET", "/book-demo/next")
    call("GET", path, of=of)
    call("GET", f"{path}/ics", of=f"{of}/ics")
    call.post(f"{path}/reschedule", of=f"{of}/reschedule", start=starts[3])
    call.post(f"{path}/cancel", of=f"{of}/cancel")
    admin = "/book-demo/admin"
    current = call("GET", f"{admin}/availability")
    if_match = {"If-Match": current.headers["ETag"]}
    body = current.json()
    call("PUT", f"{admin}/availability", json=body, headers=if_match)
    lists: tuple[dict[str, str], ...] = (
        {},
        {"sort": "newest"},
        {"status": "completed"},
        {"search": "abcd"},
        {"search": "nobody at all"},
        {"starts_from": f"{day}T00:00:00Z"},
    )
    for params in lists:
        call.pages(f"{admin}/bookings", **params)
    call("GET", f"{admin}/bookings/export", params={"search": "abcd"})
    filters = {"search": "abcd"}
    link = call("GET", f"{admin}/bookings/export-link", params=filters).json()
    call.follow("/book-demo/linked-export", link)
    at = f"{day}T21:00:00Z"
    visitor = {"name": "Ada", "email": new_email(), "timezone": "UTC"}
    booked = call.post(f"{admin}/bookings", start=at, **visitor)
    path, of = f"{admin}/bookings/{booked['id']}", f"{admin}/bookings/{{booking_id}}"
    call("PATCH", path, of=of, json={"start": f"{day}T21:30:00Z"})
    call("GET", path, of=of)
    # Declined, so that its time is free in the next run on this database.
    body = {"notes": "Wants a quote.", "status": "declined"}
    call("PATCH", path, of=of, json=body)


def administration(call: Calls) -> None:
    """Call the operations of administrators on accounts, the log and the outbox."""
    admin = "/users/admin"
    lists: dict[str, tuple[dict[str, str], ...]] = {
        "users": (
            {},
            {"sort": "email"},
            {"is_active": "false"},
            {"is_admin": "true"},
            {"is_verified": "false"},
            {"search": "person123456"},
            {"search": "abcdef"},
            {"search": "nobody at all"},
            {"search": "an"},
            {"search": "zq"},
        ),
        "security-log": (
            {},
            {"kind": "logged_in"},
            {"kind": "made_admin"},
            {"kind": "quota_changed"},
            {"user_id": str(FIRST_USER)},
        ),
        "outbox": (
            {},
            *({"status": s} for s in ("pending", "sent", "dead", "expired")),
        ),
    }
    for name, every in lists.items():
        for params in every:
            call.pages(f"{admin}/{name}", **params)
    call("GET", f"{admin}/overview")
    dead = call.pages(f"{admin}/outbox", status="dead")
    path = f"{admin}/outbox/"
    call("POST", f"{path}{dead[0]['id']}/retry", of=path + "{email_id}/retry")
    _, token = account(call)
    user_id = call("GET", "/users/me", token=token).json()["id"]
    path, of = f"{admin}/users/{user_id}", f"{admin}/users/{{user_id}}"
    call("GET", path, of=of)
    call("PATCH", path, of=of, json={"is_admin": True})
    call("PATCH", path, of=of, json={"is_admin": False, "is_active": True})
    secret = call.post("/two-fa/setup", token=token, password=PASSWORD)["secret"]
    call.post("/two-fa/enable", token=token, code=pyotp.TOTP(secret).now())
    call("DELETE", f"{path}/two-factor", of=f"{of}/two-factor")
    call("DELETE", f"{path}/sessions", of=f"{of}/sessions")
    usage = f"/documents/admin/users/{user_id}/usage"
    of = "/documents/admin/users/{user_id}/usage"
    call("GET", usage, of=of)
    call("PATCH", usage, of=of, json={"limit_files": 20000})


def invitations(call: Calls) -> None:
    """Invite two people as user 0; one accepts, and one is no longer invited."""
    admin = "/users/admin/invitations"
    of = f"{admin}/{{invitation_id}}"
    emails = (new_email(), new_email())
    one, other = (call.post(admin, email=email)["id"] for email in emails)
    for params in ({}, {"state": "open"}, {"state": "expired"}):
        call.pages(admin, **params)
    call("POST", f"{admin}/{one}/resend", of=f"{of}/resend")
    call("DELETE", f"{admin}/{other}", of=of)
    body = {"token": call.mailed(emails[0], r"/invitation#([\w-]+)")}
    call("POST", "/users/invitations/lookup", json=body)
    call("POST", "/users/invitations/accept", json=body | {"password": PASSWORD})
