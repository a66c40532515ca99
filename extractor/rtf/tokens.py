"""RTF as a stream of tokens: groups, control words with their number, bytes written in hexadecimal, text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,40})(-?[0-9]{1,20})? ?"  # control word
    rb"|\\'([0-9a-fA-F]{2})"  # one byte
    rb"|\\([^a-zA-Z])"  # control symbol
    rb"|([{}])"
    rb"|([^\\{}\r\n\0]+)"
    rb"|[\r\n\0]+|\\",  # line ends mean nothing; a backslash that nothing follows
    re.DOTALL,
)


class Token(NamedTuple):
    """``kind`` is ``"word"``, ``"byte"``, ``"symbol"``, ``"{"``, ``"}"`` or ``"text"``; ``number`` None where a word has none."""

    kind: str
    value: bytes
    number: int | None = None


def tokens(data: bytes) -> Iterator[Token]:
    """The tokens in order; what ``\\bin`` announces is passed over."""
    at = 0
    while found := _TOKEN.match(data, at):
        at = found.end()
        word, number, byte, symbol, brace, text = found.groups()
        if word is not None:
            if word == b"bin" and number:
                at += max(0, int(number))
            else:
                yield Token("word", word, int(number) if number else None)
        elif byte is not None:
            yield Token("byte", bytes((int(byte, 16),)))
        elif symbol is not None:
            yield Token("symbol", symbol)
        elif brace is not None:
            yield Token(brace.decode(), b"")
        elif text is not None:
            yield Token("text", text)
