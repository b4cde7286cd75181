"""Facts about bookings for the shared tests: see tests/support/modules.py."""

from tests.book_demo.steps import TEN, booked
from tests.support.accounts import new_email
from tests.support.examples import Sent, World


def _by_the_team(world: World) -> Sent:
    return Sent(world.admin().headers, instead={"email": new_email(), "start": TEN})


def _moved_by_the_team(world: World) -> Sent:
    path = {"booking_id": booked(world.client).id}
    return Sent(world.admin().headers, path, {"start": TEN})


CREATED = {"BookDemo-admin_create_booking"}
EXAMPLES = {
    "BookDemo-admin_create_booking": _by_the_team,
    "BookDemo-admin_change_booking": _moved_by_the_team,
}
