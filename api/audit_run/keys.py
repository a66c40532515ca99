"""The key pair that certificates are signed with: Ed25519, PEM files."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Annotated

import typer
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey as Key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
    load_pem_public_key,
)

from api.errors import refusal

__all__ = ["BadKey", "Key", "fingerprint_of", "load", "load_public", "new", "raw", "register"]


class BadKey(Exception):
    """A file that is no such key; the message says what to do."""


def raw(key: Ed25519PublicKey) -> bytes:
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """What people compare: SHA-256 of the key, 64 hexadecimal digits."""
    return hashlib.sha256(raw(key)).hexdigest()


def new(file: Path) -> Key:
    """A new pair: ``file``, readable by its owner alone, and beside it ``file``.pub. Raises FileExistsError."""
    key = Key.generate()
    _write(file, key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()), 0o600)
    _write(public_file(file), key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo), 0o644)
    return key


def public_file(file: Path) -> Path:
    return file.with_name(f"{file.name}.pub")


def load(file: Path) -> Key:
    """Raises BadKey."""
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError:
        raise BadKey(f"没有密钥文件 {file}；先生成一对：anze keys new {file}") from None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm):
        raise BadKey(f"{file} 不是没有口令的 PEM 私钥；生成一对：anze keys new 新文件") from None
    if not isinstance(key, Key):
        raise BadKey(f"{file} 不是 Ed25519 私钥；生成一对：anze keys new 新文件")
    return key


def load_public(file: Path) -> Ed25519PublicKey:
    """Raises BadKey."""
    try:
        key = load_pem_public_key(file.read_bytes())
    except (OSError, ValueError, UnsupportedAlgorithm):
        raise BadKey(f"{file} 不是 PEM 公钥（anze keys new 生成的 .pub 文件）") from None
    if not isinstance(key, Ed25519PublicKey):
        raise BadKey(f"{file} 不是 Ed25519 公钥")
    return key


def _write(file: Path, data: bytes, mode: int) -> None:
    with open(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as out:
        out.write(data)


def register(app: typer.Typer) -> None:
    """Add ``anze keys`` to ``anze``."""
    keys = typer.Typer(help="签署运行证书的密钥。", no_args_is_help=True)

    @keys.command("new", help="生成一对密钥：FILE 是私钥，FILE.pub 是公钥，交给核验的人。")
    def _new(file: Annotated[Path, typer.Argument(metavar="FILE", help="私钥写到哪里")]) -> None:
        try:
            key = new(file)
        except FileExistsError as error:
            raise typer.BadParameter(f"{error.filename} 已经存在，不覆盖；请另选文件名") from None
        except OSError as error:
            raise typer.BadParameter(f"写不了 {error.filename}：{refusal(error)}") from None
        print(f"私钥：{file}（自己保管）")
        print(f"公钥：{public_file(file)}（交给核验的人）")
        print(f"指纹：{fingerprint_of(key.public_key())}")

    @keys.callback()
    def _keys() -> None:
        """A group even while it has one command."""

    app.add_typer(keys, name="keys")
