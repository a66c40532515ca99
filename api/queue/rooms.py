"""What each kind of job does and means: gathered from the ``jobs`` modules of the rooms, by name, as rooms use the queue.

A room's ``jobs`` module has ``HANDLERS``; and, where it has something to say, ``ON_DEAD`` (what giving a job up means for
those who wait), ``ON_REQUEUE`` (what must be as before for it to be done after all), ``ABOUT`` (what it concerns, for
people) and ``ON_START`` (done by each worker before its first job). The first four are by kind of job.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

from sqlmodel import Session

from api.service import Service
from api.tables.queue import Job

ROOMS = ("documents", "filings", "audits", "tallies", "webhooks", "exports", "packs", "accounts", "retention")


@dataclass(frozen=True, slots=True)
class Concern:
    """What a job is about: ``kind`` upload, paper or filing, its id, and its name as people know it."""

    kind: str
    id: str
    name: str


Handler = Callable[[Service, Job], None]
OnDead = Callable[[Session, Job, str], None]
OnRequeue = Callable[[Session, Job], None]
About = Callable[[Session, Job], Concern | None]
Start = Callable[[Service], None]


def _rooms() -> Iterator[ModuleType]:
    for room in ROOMS:
        if find_spec(f"api.{room}") is not None and find_spec(f"api.{room}.jobs") is not None:
            yield import_module(f"api.{room}.jobs")


@cache
def handlers() -> tuple[Mapping[str, Handler], Mapping[str, OnDead]]:
    """What each kind of job does, and what it means when one is given up."""
    does: dict[str, Handler] = {}
    dead: dict[str, OnDead] = {}
    for module in _rooms():
        does.update(module.HANDLERS)
        dead.update(getattr(module, "ON_DEAD", {}))
    return does, dead


@cache
def revivers() -> Mapping[str, OnRequeue]:
    """What must be as before for a job that was given up to be done after all."""
    return {kind: revive for module in _rooms() for kind, revive in getattr(module, "ON_REQUEUE", {}).items()}


@cache
def abouts() -> Mapping[str, About]:
    """What a job concerns."""
    return {kind: about for module in _rooms() for kind, about in getattr(module, "ABOUT", {}).items()}


@cache
def beginnings() -> tuple[Start, ...]:
    """What a worker does before its first job. Several workers may do it at the same time."""
    return tuple(start for module in _rooms() for start in getattr(module, "ON_START", ()))
