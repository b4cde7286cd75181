"""How a device is named."""

from backend.core import client


def test_what_comes_behind_the_cut_of_a_user_agent_is_not_kept() -> None:
    client._describe.cache_clear()

    names = {client.describe_device("Firefox/130.0 " * 100 + "a" * n) for n in range(9)}

    assert len(names) == 1
    assert client._describe.cache_info().currsize == 1
