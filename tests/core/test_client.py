"""The name of a device is made from its user agent."""

from backend.core import client


def test_the_end_of_a_long_user_agent_is_not_stored() -> None:
    client._describe.cache_clear()

    names = {client.describe_device("Firefox/130.0 " * 100 + "a" * n) for n in range(9)}

    assert len(names) == 1
    assert client._describe.cache_info().currsize == 1
