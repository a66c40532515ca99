"""A real server on loopback with a worker behind it, and Debian's chromium in front.

    with serving(service) as address, browser() as chromium:
        page = chromium.new_page(); page.goto(address + "/sign-in")

A page's errors on its console, a refused script or style among them, fail the test that opened it (``Watched``).
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn

from api.service import Service
from api.serving import worker
from tests.apps import app_over

CHROMIUM = Path("/usr/bin/chromium")
PATIENCE_MS = 90_000
"""Papers are read in the meantime, on two cores that others use as well."""


@contextmanager
def serving(service: Service) -> Iterator[str]:
    """The application and one worker of this service; gives its address."""
    server = uvicorn.Server(uvicorn.Config(app_over(service), host="127.0.0.1", port=0, log_level="warning"))
    stop = threading.Event()
    threads = [
        threading.Thread(target=server.run, name="server", daemon=True),
        threading.Thread(target=worker.run, args=(service,), kwargs={"stop": stop}, name="worker", daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        while not server.started:
            threads[0].join(0.02)
            assert threads[0].is_alive(), "the server did not start"
        port = server.servers[0].sockets[0].getsockname()[1]
        yield f"http://127.0.0.1:{port}"
    finally:
        stop.set()
        server.should_exit = True
        for thread in threads:
            thread.join(20)


@contextmanager
def browser() -> Iterator[Any]:
    """Debian's chromium; the test is skipped where it is not installed."""
    from playwright.sync_api import sync_playwright

    if not CHROMIUM.exists():
        pytest.skip("needs Debian's chromium: apt-get install chromium")
    with sync_playwright() as driver:
        chromium = driver.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--headless", "--disable-gpu"]
        )
        try:
            yield chromium
        finally:
            chromium.close()


class Watched:
    """A window of 1280 by 800 in Chinese, whose errors are gathered; ``quiet`` fails where there were any."""

    def __init__(self, chromium: Any, address: str, *, width: int = 1280, height: int = 800, **options: Any) -> None:
        self.address = address
        self.context = chromium.new_context(
            viewport={"width": width, "height": height}, locale="zh-CN", reduced_motion="reduce", **options
        )
        self.context.set_default_timeout(PATIENCE_MS)
        self.page = self.context.new_page()
        self.errors: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)

    def goto(self, path: str) -> None:
        self.page.goto(self.address + path)

    def sign_in(self, login: str, password: str) -> None:
        """Through the form, as people do."""
        self.goto("/sign-in")
        self.page.fill("[name=login]", login)
        self.page.fill("[name=password]", password)
        self.page.click("main form button")
        self.page.wait_for_url(lambda url: "/sign-in" not in url)

    def quiet(self) -> None:
        assert self.errors == []
