"""Packs on disk: those of this package, and those that a user names beside them or in their place."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from validators.law.pack import Pack, PackError
from validators.law.pack_reading import shipped
from validators.law.pack_text import read_pack
from validators.law.rehearsal import cases_of
from validators.lint import Source

BESIDE = (".cases.yaml", ".requirements.yaml", ".score.yaml")
"""Endings of the files that stand beside a pack and are none."""

PacksOption = Annotated[
    list[Path] | None,
    typer.Option(
        "--packs", metavar="PATH", help="自己的规则包（文件或文件夹，可多次）：加在自带的之外，同名的代替自带的"
    ),
]


def shipped_files() -> list[Path]:
    """The packs of this package, nation first, then by region code."""
    return [_room() / pack.file for pack in shipped()]


def _room() -> Path:
    return Path(str(files("validators") / "packs"))


def pack_files(named: Sequence[Path]) -> list[Path]:
    """Every pack file among files, folders (with all below them) and names of packs of this package, in order.

    Raises typer.BadParameter for what is none of these, and for a folder without any.
    """
    found: list[Path] = []
    for path in named:
        own = next((_room() / pack.file for pack in shipped() if pack.name == str(path)), None)
        if path.is_dir():
            inside = [file for file in sorted(path.rglob("*.yaml")) if not file.name.endswith(BESIDE)]
            if not inside:
                raise typer.BadParameter(f"文件夹里没有规则包（*.yaml）：{path}")
            found.extend(inside)
        elif path.is_file() or own is not None:
            found.append(path if path.is_file() else own or path)
        else:
            raise typer.BadParameter(f"没有这个文件、文件夹或规则包：{path}；anze rules list 列出自带的规则包")
    return list(dict.fromkeys(found))


def source_of(path: Path) -> Source:
    """A pack's texts, named as a person would open them. Raises typer.BadParameter where they cannot be read as text."""
    try:
        stem = path.name.removesuffix(".yaml")
        cases, requirements = (path.with_name(stem + ending) for ending in BESIDE[:2])
        return Source(
            shown(path),
            path.read_text("utf-8"),
            cases.read_text("utf-8") if cases.is_file() else "",
            requirements.read_text("utf-8") if requirements.is_file() else None,
        )
    except UnicodeDecodeError:
        raise typer.BadParameter(f"{path} 不是 UTF-8 文本") from None
    except OSError as error:
        raise typer.BadParameter(f"读不了 {path}：{error.strerror or error}") from None


def shown(path: Path) -> str:
    """The path from here where it lies below, else whole."""
    whole, here = os.path.abspath(path), os.getcwd()
    return os.path.relpath(whole, here) if whole.startswith(here + os.sep) else whole


def packs_from(named: Sequence[Path]) -> tuple[Pack, ...]:
    """The packs of files, folders and names. Raises typer.BadParameter with file, line and the words allowed."""
    packs: list[Pack] = []
    for source in map(source_of, pack_files(named)):
        try:
            pack = read_pack(source.text, source.file, source.cases)
            cases_of(pack)
        except PackError as error:
            raise typer.BadParameter(str(error)) from None
        same = next((other for other in packs if other.name == pack.name), None)
        if same is not None:
            raise typer.BadParameter(f"两个文件都叫规则包 {pack.name}：{same.file}、{pack.file}")
        packs.append(pack)
    return tuple(packs)


def in_use(own: Sequence[Path] | None) -> tuple[Pack, ...]:
    """The packs of this package, each replaced by the user's of its name, and the user's others after them."""
    if not own:
        return shipped()
    mine = {pack.name: pack for pack in packs_from(own)}
    taken = {rule.name: pack.name for pack in mine.values() for rule in pack.rules}
    kept = [mine.pop(pack.name, pack) for pack in shipped()]
    for pack, name in _clashes(kept, taken):
        raise typer.BadParameter(f"规则名 {name} 已为自带的规则包 {pack.name} 所用，请另取一个")
    return (*kept, *mine.values())


def _clashes(kept: Sequence[Pack], taken: dict[str, str]) -> Iterator[tuple[Pack, str]]:
    """Rules of packs kept that a pack of another name calls its own: a report could not tell them apart."""
    for pack in kept:
        for rule in pack.rules:
            if taken.get(rule.name, pack.name) != pack.name:
                yield pack, rule.name
