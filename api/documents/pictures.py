"""Pictures of pages kept by the process that sends them: a filing is looked at by several people, page by page, again and
again, and drawing a page takes a worker a third of a second.

A picture hangs on the bytes of the paper, the page, the part and width asked for and how the page was turned to be read, and
on nothing else. Who may see it is asked before, each time.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import astuple, dataclass

from api.problems import Unavailable
from api.service import Service
from api.settings import ENGINE
from api.work import Future
from extractor.document import Box

MOST_BYTES = 64 << 20
"""How much one process keeps: about a thousand drawn pages at the width of the viewer."""
MOST_TURNS = 4096
"""Readings whose turned pages are remembered; a few dozen bytes each."""

Turns = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which picture. ``content``: the SHA-256 and the name of each part, as the name tells the format. ``width`` in pixels,
    ``box`` in points, ``turn`` in degrees clockwise; None as in ``api.rendering.page.RenderTask``."""

    content: tuple[tuple[str, str], ...]
    page: int
    width: int | None
    box: Box | None
    turn: int | None

    @property
    def etag(self) -> str:
        """Quoted as HTTP has it. Another engine may draw otherwise."""
        return f'"{hashlib.sha256(repr((ENGINE, astuple(self))).encode()).hexdigest()[:32]}"'


@dataclass(frozen=True, slots=True)
class Picture:
    """What a browser is sent. ``data`` None: it has the picture of this ``etag`` already."""

    data: bytes | None
    media_type: str
    etag: str


class Pictures:
    """Drawn pictures by what was asked, the longest unused going first when there are too many bytes. Safe for many threads;
    of those that ask for the same at the same time one draws and the others wait for it."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._size = 0
        self._kept: OrderedDict[Asked, Picture] = OrderedDict()
        self._under_way: dict[Asked, Future[Picture]] = {}
        self._turns: OrderedDict[str, Turns] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, asked: Asked, draw: Callable[[], Picture], wait_s: float) -> Picture:
        """The picture, drawn where it is not kept. Raises what ``draw`` raises, in everybody who waits; that is not kept.
        Unavailable for who waited ``wait_s`` seconds for another's drawing."""
        with self._lock:
            if (kept := self._kept.get(asked)) is not None:
                self._kept.move_to_end(asked)
                return kept
            future = self._under_way.get(asked)
            mine = future is None
            if future is None:
                future = self._under_way[asked] = Future()
        if not mine:
            try:
                return future.result(wait_s)
            except TimeoutError:
                raise Unavailable("画面生成超时", "请稍后再试") from None
        try:
            drawn = draw()
        except BaseException as error:
            with self._lock:
                del self._under_way[asked]
            future.set_exception(error)
            raise
        with self._lock:
            del self._under_way[asked]
            self._keep(asked, drawn)
        future.set_result(drawn)
        return drawn

    def _keep(self, asked: Asked, drawn: Picture) -> None:
        size = len(drawn.data or b"")
        if size > self._most:
            return
        self._kept[asked] = drawn
        self._size += size
        while self._size > self._most:
            _, gone = self._kept.popitem(last=False)
            self._size -= len(gone.data or b"")

    def turns(self, reading_id: str, look: Callable[[], Turns]) -> Turns:
        """How the pages of a reading were turned; readings never change, and unpacking one takes longer than sending a page."""
        with self._lock:
            if (known := self._turns.get(reading_id)) is not None:
                self._turns.move_to_end(reading_id)
                return known
        found = look()
        with self._lock:
            self._turns[reading_id] = found
            while len(self._turns) > MOST_TURNS:
                self._turns.popitem(last=False)
        return found

    @property
    def size(self) -> int:
        """Bytes kept."""
        return self._size

    def __len__(self) -> int:
        return len(self._kept)


def pictures(_: Service) -> Pictures:
    """For ``Service.part``."""
    return Pictures()
