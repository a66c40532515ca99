"""A reader of ``bench/peers.py`` in a process of its own, asked over a pipe."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


class Child:
    """``seconds`` are of each round, ``peak`` is megabytes; ``error`` says why the reader does not run."""

    def __init__(self, name: str, files: list[str], python: str = sys.executable) -> None:
        environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(HERE.parent)}
        command = [python, str(HERE / "peers.py"), name]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=environment,
        )
        self.seconds: list[float] = []
        self.peak = 0.0
        first = self._ask({"files": files})
        self.error: str = first.get("error", "")
        self.version: str = first.get("version", "")

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        pipe_in, pipe_out = self.process.stdin, self.process.stdout
        if pipe_in is None or pipe_out is None:
            return {"error": "no pipe"}
        try:
            pipe_in.write(json.dumps(question) + "\n")
            pipe_in.flush()
            return dict(json.loads(pipe_out.readline()))
        except (BrokenPipeError, json.JSONDecodeError):
            return {"error": f"the process ended with status {self.process.wait()}"}

    def read(self) -> None:
        """All files once more."""
        if self.error:
            return
        answer = self._ask({"round": True})
        self.error = answer.get("error", "")
        if not self.error:
            self.seconds.append(answer["cpu"])
            self.peak = answer["peak"]

    def said(self) -> dict[str, str]:
        """The words of each file, for readers of images."""
        return self._ask({"said": True})

    def close(self) -> None:
        if self.process.stdin:
            self.process.stdin.close()
        self.process.wait()
