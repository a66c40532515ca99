"""A page's plain form, as text: what was sent, nothing guessed. Files go by script, with the header that ``api.js`` adds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import RedirectResponse

from api.inputs import keepable
from api.problems import Invalid
from api.web.templating import root_of


@dataclass(frozen=True, slots=True)
class Sent:
    """The fields of a form; a name that was not sent is "" (``one``) or empty (``many``)."""

    fields: Mapping[str, Sequence[str]]

    def one(self, name: str, most: int = 500) -> str:
        """The field's text without blanks around it. Raises Invalid where it is too long."""
        said = self.raw(name, most)
        return said.strip()

    def raw(self, name: str, most: int) -> str:
        """The field's text with lines ended as in files. Raises Invalid where it is too long."""
        found = self.fields.get(name) or ("",)
        text = found[-1].replace("\r\n", "\n")
        if len(text) > most:
            raise Invalid(f"{name} 超过 {most} 个字")
        return text

    def many(self, name: str) -> tuple[str, ...]:
        return tuple(self.fields.get(name) or ())

    def ticked(self, name: str) -> bool:
        return bool(self.one(name, 10))


async def _sent(request: Request) -> Sent:
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/x-www-form-urlencoded":
        return Sent({})
    given = await request.form()
    fields: dict[str, list[str]] = {}
    for name, value in given.multi_items():
        if isinstance(value, str):
            try:
                fields.setdefault(name, []).append(keepable(value))
            except ValueError as error:
                raise Invalid(f"{name[:40]}：{error}") from None
    return Sent(fields)


TheForm = Annotated[Sent, Depends(_sent)]


def onward(request: Request, path: str) -> RedirectResponse:
    """To a page of ours after a change, so that loading it again changes nothing again."""
    return RedirectResponse(root_of(request) + path, 303)
