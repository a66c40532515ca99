"""What is given to worker processes and what comes back, whoever runs them: a crew of this machine or a cluster."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from extractor.errors import Crashed, PaperError


class NotStarted(Crashed):
    """A task's process could not be started: the machine's fault, if anybody's."""

    def __init__(self, detail: str = "工作进程无法启动") -> None:
        super().__init__(detail)


class Unprepared(OSError):
    """No process that reads papers can be started at all: the program's or the machine's fault, no paper's."""

    def __init__(self, cause: BaseException) -> None:
        said = f"（{cause.strerror}）" if isinstance(cause, OSError) and cause.strerror else ""
        super().__init__(
            f"读材料的进程无法启动{said}，没有读任何材料；"
            "上一行若有原因，先照它处理：多半是程序文件不全，请重新安装 anze；没有原因的，看看内存和进程数是否用尽"
        )


A = TypeVar("A")
V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Task(Generic[A]):
    """One thing to do. ``key`` names it in reports (a path); ``argument`` must be picklable."""

    key: str
    argument: A


@dataclass(frozen=True, slots=True)
class Outcome(Generic[A, V]):
    """What became of a task: ``value``, or ``error`` when it is not None.

    ``trace`` is the traceback where the error is a defect of ours rather than the paper's, else "". ``seconds`` is the
    wall-clock time from its start. ``step`` is where it ended its worker, of a task that has steps (``api.work.step``).
    """

    task: Task[A]
    value: V | None = None
    error: PaperError | None = None
    trace: str = ""
    seconds: float = 0.0
    step: int | None = None
