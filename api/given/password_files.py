"""``--password`` and ``--password-file``: words to try on papers and archives that have a password."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.beside import unreadable
from extractor.locked import MOST_PASSWORDS

MOST_BYTES = 64 * 1024
"""A file of a hundred words is far smaller; a larger one was named by mistake."""

PasswordWords = Annotated[
    list[str] | None,
    typer.Option(
        "--password",
        metavar="WORD",
        help="压缩包、PDF、Office文件的密码，可多次给出，逐个尝试；别人能在进程列表里看到，宜用 --password-file",
    ),
]
PasswordFile = Annotated[
    Path | None,
    typer.Option("--password-file", metavar="FILE", help="密码文件，每行一个；密码只用来打开材料，不保存、不显示"),
]


def words_to_try(given: Sequence[str] | None, file: Path | None) -> tuple[str, ...]:
    """All words in order, each once. Raises BadParameter for a file that cannot be read or holds more than are tried."""
    words = [*(given or ()), *(_lines(file) if file is not None else ())]
    found = tuple(dict.fromkeys(word for word in words if word))
    if len(found) > MOST_PASSWORDS:
        raise typer.BadParameter(f"最多尝试{MOST_PASSWORDS}个密码，给了{len(found)}个")
    return found


def _lines(file: Path) -> list[str]:
    """The lines of a file in UTF-8 or, as Windows in Chinese writes it, GB18030; blanks belong to the password."""
    try:
        with file.open("rb") as stream:
            data = stream.read(MOST_BYTES + 1)
    except OSError as error:
        raise typer.BadParameter(unreadable(file, error, "密码文件")) from None
    if len(data) > MOST_BYTES:
        raise typer.BadParameter(f"{file} 太大，不像密码文件：每行一个密码，最多{MOST_PASSWORDS}行")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return [line.removesuffix("\r") for line in data.decode(encoding).split("\n")]
        except UnicodeDecodeError:
            continue
    raise typer.BadParameter(f"{file} 不是UTF-8文本")
