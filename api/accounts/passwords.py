"""Passwords: kept as argon2id hashes, checked in even time, refused where everybody would guess them."""

from __future__ import annotations

import secrets
import threading
import unicodedata
from functools import cache
from importlib.resources import files

from pwdlib import PasswordHash

from api.problems import Invalid

SHORTEST, LONGEST = 10, 200
"""Characters. The longest is far beyond anybody's password and keeps hashing cheap."""
FEWEST_DIFFERENT = 5
"""``aaaaaaaaaa`` and ``1212121212`` are ten characters long and no password."""
_ROWS = ("0123456789", "9876543210", "abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm",
         "1qaz2wsx3edc4rfv5tgb", "qazwsxedcrfvtgb")  # fmt: skip
# One hash takes 64 MiB: what may run at once bounds what a flood of sign-ins can take.
_AT_ONCE = threading.BoundedSemaphore(4)


@cache
def _hasher() -> PasswordHash:
    return PasswordHash.recommended()


@cache
def _nobodys() -> str:
    """The hash that an unknown login's password is checked against, so that the answer takes as long."""
    return make_hash(secrets.token_urlsafe(24))


def _normal(password: str) -> str:
    """One spelling of what looks the same, whatever keyboard it came from (RFC 8265 OpaqueString uses NFC)."""
    return unicodedata.normalize("NFC", password)


def make_hash(password: str) -> str:
    with _AT_ONCE:
        return _hasher().hash(_normal(password))


def check(password: str, hashed: str) -> tuple[bool, str | None]:
    """Whether the password is right, and a stronger hash to keep where the old one is weak. "" is nobody's password; it
    takes as long to say so."""
    known = hashed or _nobodys()
    if len(password) > LONGEST:
        password, known = "", _nobodys()
    with _AT_ONCE:
        right, newer = _hasher().verify_and_update(_normal(password), known)
    return (right, newer) if known == hashed else (False, None)


def generate() -> str:
    """A password to hand over once: 80 random bits, in groups that can be read out."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(4)) for _ in range(4))


def accept(password: str, login: str) -> None:
    """Raises Invalid, with what to do, for a password that is too easy to guess.

    >>> accept("十块石头压不住一池水", "admin")
    >>> accept("Password2026!", "admin")
    Traceback (most recent call last):
    api.problems.Invalid: 这个密码太常见
    """
    word = _normal(password)
    if len(word) < SHORTEST:
        raise Invalid(f"密码至少{SHORTEST}个字符", "几个不相干的词连起来，好记也难猜")
    if len(word) > LONGEST:
        raise Invalid(f"密码至多{LONGEST}个字符", "请缩短")
    plain = word.casefold()
    if login and plain in (login.casefold(), login.casefold()[::-1]):
        raise Invalid("密码不能与登录名相同", "请另选一个")
    if len(set(plain)) < FEWEST_DIFFERENT or _is_common(plain, login.casefold()):
        raise Invalid("这个密码太常见", "几个不相干的词连起来，好记也难猜")


def _is_common(plain: str, login: str) -> bool:
    """A word of the list, a run of the keyboard or the login itself, with figures and signs before or after it or not."""
    core = plain.strip("0123456789!@#$%^&*._-+=~?,;:()[] ")
    if any(plain in row * 3 for row in _ROWS) or (plain.isdigit() and len(plain) <= 12):
        return True
    return (
        plain in _common()
        or core in _common()
        or core == login
        or any(len(core) > 3 and core in row * 2 for row in _ROWS)
    )


@cache
def _common() -> frozenset[str]:
    text = files("api.accounts").joinpath("common_passwords.txt").read_text("utf-8")
    return frozenset(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))
