"""The application for tests, with its routes worked out once for all tests of a process.

FastAPI works out what the routes of a router ask for at an application's first request, which takes half a second of CPU. Each
test has an application of its own – its counters, its state, its service –, but what the routes are is the same in all.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, cast
from unittest import mock

import httpx
from fastapi import FastAPI
from starlette.routing import BaseRoute

from api.service import Service
from api.serving.app import create_app

_KNOWN: dict[tuple[str, int], BaseRoute] = {}


def app_over(service: Service) -> FastAPI:
    """The whole application over ``service``."""
    return with_known_routes(create_app(service=service), "whole")


def with_known_routes(app: FastAPI, name: str) -> FastAPI:
    """``app`` with the routers that another application of that name has included, and has worked out if it was asked before."""
    routes = app.router.routes
    for place, route in enumerate(routes):
        if (router := getattr(route, "original_router", None)) is not None:
            routes[place] = _KNOWN.setdefault((name, id(router)), route)
    return app


@contextmanager
def visitor(app: FastAPI, *, raises: bool = True) -> Iterator[httpx.Client]:
    """A client of ``app`` in this thread, for walks of thousands of requests: ``TestClient`` goes to and fro between two threads
    seven times for each, the framework three times more. What starts and ends with an application does not run; ``raises``: a
    defect is raised, not answered.
    """
    loop = asyncio.new_event_loop()
    transport = _InThisThread(httpx.ASGITransport(app, raise_app_exceptions=raises, client=("127.0.0.1", 50000)), loop)
    try:
        with (
            without_threads(),
            _known_to_be_absent("sniffio"),
            httpx.Client(transport=transport, base_url="http://testserver", follow_redirects=False) as client,
        ):
            yield client
    finally:
        loop.run_until_complete(_end_the_rest())
        loop.close()


@contextmanager
def without_threads() -> Iterator[None]:
    """What the framework would send to a thread and back – each dependency, each endpoint – is done where the loop runs: for walks
    that ask one thing after the other."""
    with mock.patch("anyio.to_thread.run_sync", _here):
        yield


@contextmanager
def _known_to_be_absent(name: str) -> Iterator[None]:
    """httpx looks for it on the whole path with every request. (``mock.patch.dict`` would take out what was imported meanwhile.)"""
    if name in sys.modules:
        yield
        return
    sys.modules[name] = cast(Any, None)
    try:
        yield
    finally:
        del sys.modules[name]


async def _here(function: Callable[..., Any], *arguments: Any, **_: Any) -> Any:
    """In the loop's own thread, which has nobody else to serve."""
    return function(*arguments)


async def _end_the_rest() -> None:
    """Cancel what would go on for as long as a server: watchers of streams."""
    rest = asyncio.all_tasks() - {asyncio.current_task()}
    for task in rest:
        task.cancel()
    await asyncio.gather(*rest, return_exceptions=True)


class _InThisThread(httpx.BaseTransport):
    def __init__(self, inner: httpx.ASGITransport, loop: asyncio.AbstractEventLoop) -> None:
        self.inner, self.loop = inner, loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        return self.loop.run_until_complete(self._answered(request))

    async def _answered(self, request: httpx.Request) -> httpx.Response:
        answer = await self.inner.handle_async_request(request)
        # As it came over the wire: what is packed is unpacked by whoever reads it
        sent = b"".join([part async for part in cast(httpx.AsyncByteStream, answer.stream)])
        return httpx.Response(answer.status_code, headers=answer.headers, stream=httpx.ByteStream(sent))
