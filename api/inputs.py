"""Forms of what comes in, so that junk is answered by 422 before it reaches a database that cannot hold it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Path
from pydantic import AfterValidator, BeforeValidator


def keepable(text: str) -> str:
    """The text itself. Raises ValueError for what no database keeps: NUL, half of a surrogate pair.

    >>> keepable("宿州")
    '宿州'
    """
    if "\x00" in text:
        raise ValueError("含有空字符")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("含有不成对的代理字符") from None
    return text


def written(value: Any) -> Any:
    """A day or moment as it is written. Raises ValueError for a number, which would pass for seconds since 1970.

    >>> written("2025-09-01")
    '2025-09-01'
    """
    if isinstance(value, int | float) or (isinstance(value, str) and "-" not in value.lstrip("-")):
        raise ValueError("应写成 2025-09-01，时刻另加时间和时区")
    return value


Day = Annotated[date, BeforeValidator(written)]
Instant = Annotated[datetime, BeforeValidator(written)]
Kept = Annotated[str, AfterValidator(keepable)]
"""Text that is stored or looked for."""
EXAMPLE_ID = "01jq8z6w3m4n5p6q7r8s9tavbw"
ID_FORM = "^[0-9a-z]{26}$"
Id = Annotated[str, Path(pattern=ID_FORM, examples=[EXAMPLE_ID])]
"""An id of ours in an address."""
