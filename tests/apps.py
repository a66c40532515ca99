"""The application for tests, with its routes worked out once for all tests of a process.

FastAPI works out what the routes of a router ask for at an application's first request, which takes half a second of CPU. Each
test has an application of its own – its counters, its state, its service –, but what the routes are is the same in all.
"""

from __future__ import annotations

from fastapi import FastAPI
from starlette.routing import BaseRoute

from api.app import create_app
from api.service import Service

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
