"""The strength of passwords: judged correctly, and at a bounded cost."""

import random

import pytest
import zxcvbn_rs_py
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from backend.core import strength
from tests.support.accounts import new_email, post

SYMBOLS = "4@8({[<369&#!1|/0$5+7%2"
WORST = (SYMBOLS * 4)[:72]


class Judge:
    """Records the passwords that zxcvbn judges."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, password: str, about: list[str]) -> zxcvbn_rs_py.Entropy:
        self.asked.append(password)
        return self._real(password, about)

    _real = staticmethod(zxcvbn_rs_py.zxcvbn)


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    """Replace zxcvbn with a function that records its calls."""
    judge = Judge()
    monkeypatch.setattr(zxcvbn_rs_py, "zxcvbn", judge)
    return judge


def test_zxcvbn_tries_only_a_few_readings_of_a_password(
    client: TestClient, judge: Judge
) -> None:
    replies = [
        post(client, "/users/signup", email=new_email(), password=password)
        for password in (WORST, WORST[::-1], SYMBOLS, "({[<4@69!1|$5+7x")
    ]

    assert [reply.status_code for reply in replies] == [202] * 4
    assert len(judge.asked) == 4
    assert max(map(strength.readings, judge.asked)) <= 4


@given(st.text(alphabet=SYMBOLS + "abc", max_size=72))
def test_no_password_has_more_than_four_readings(password: str) -> None:
    judged = strength.judged(password)

    assert strength.readings(judged) <= 4
    assert len(judged) == len(password)


def test_readings_are_the_ways_to_choose_a_symbol_for_each_letter() -> None:
    assert strength.readings("correct-horse-battery") == 1
    assert strength.readings("p4ssw0rd") == 1
    assert strength.readings("p4ssw0rd@") == 2
    assert strength.readings("4@({[<") == 8
    assert strength.readings(WORST) == 2 * 4 * 2 * 3 * 3 * 2 * 2


@pytest.mark.parametrize(
    "password",
    [
        *("password1", "qwertyuiop", "password123", "12345678", "P@ssw0rd!"),
        *("p@$$w0rd1!", "!@#$%^&*()_+", "l0v3y0u!", "letmein!!", "a" * 72),
        *("abcdefghijkl", "19911991", "iloveyou2"),
    ],
)
def test_common_passwords_are_weak(password: str) -> None:
    assert strength.is_weak(password, about=[])


@pytest.mark.parametrize(
    "password",
    [
        *(
            "correct-horse-battery",
            "zx8!kQ2p",
            "orchard-lantern",
            "long-enough-orchard",
        ),
        *(WORST, "(){}[]<>!|1@4"),
    ],
)
def test_passwords_that_are_hard_to_guess_are_not_weak(password: str) -> None:
    assert not strength.is_weak(password, about=[])


@pytest.mark.parametrize("name", ["776e49e03fac", "9f554b7869bf", "4@n_$m1th|0!7"])
def test_words_about_the_user_are_found_in_every_spelling(name: str) -> None:
    email = f"ada-{name}@example.com"

    assert strength.readings(f"{email} 1") > 4
    assert strength.is_weak(f"{email} 1", about=[email])


def test_too_many_symbols_for_one_letter_become_one_symbol() -> None:
    odd = "p@4$5w0rd({["

    assert strength.readings(odd) == 12
    assert strength.judged(odd) == "p4455w0rd((("
    assert strength.judged("p@$$w0rd({[") == "p@$$w0rd({["


def test_odd_characters_are_judged_like_any_other() -> None:
    odd = "\0\n\u0130\u1e9e\ufb01\u03c2\U0001f600\u0149\xdf"
    chosen = random.Random(7)  # noqa: S311

    for _ in range(300):
        password = "".join(chosen.choices(odd + "aA1@", k=chosen.randint(0, 24)))
        strength.is_weak(password, about=[password[:3], "", odd])
