"""The pages there are, and which of them stand in the menu."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType

from api.accounts.principal import Principal


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the menu: ``place`` orders, ``word`` names it (``menu.<word>``), shown to whoever has ``permission`` and
    belongs to one of ``org_kinds`` (empty: any)."""

    place: int
    word: str
    path: str
    permission: str
    org_kinds: tuple[str, ...] = ()

    def shown_to(self, who: Principal) -> bool:
        return who.may(self.permission) and (not self.org_kinds or who.org_kind in self.org_kinds)


@cache
def modules() -> Sequence[ModuleType]:
    """Every module of ``api.web.pages``; each has a ``router``."""
    room = import_module("api.web.pages")  # by name, as the pages themselves import this module
    return tuple(import_module(f"{room.__name__}.{found.name}") for found in pkgutil.iter_modules(room.__path__))


@cache
def entries() -> Sequence[Entry]:
    found = (getattr(module, "MENU", ()) for module in modules())
    listed = (entry for menu in found for entry in ((menu,) if isinstance(menu, Entry) else menu))
    return tuple(sorted(listed, key=lambda entry: entry.place))


def menu_of(who: Principal) -> Sequence[Entry]:
    return [entry for entry in entries() if entry.shown_to(who)]


def home_of(who: Principal) -> str:
    """Where somebody lands after signing in: the first page of his menu."""
    return next((entry.path for entry in menu_of(who)), "/password")
