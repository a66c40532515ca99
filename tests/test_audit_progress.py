"""What a run says while it goes on: one line rewritten on a terminal, a plain line now and then elsewhere."""

from __future__ import annotations

import io

import pytest

from api.audit_run.progress import Progress


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_log_has_a_line_now_and_then_with_rate_rest_and_the_slowest_paper() -> None:
    clock, out = Clock(), io.StringIO()
    progress = Progress(out, "en", every_s=10, clock=clock)
    progress.stage("reading", 100)
    for number in range(40):
        clock.now += 0.5
        progress.paper(f"{number}.pdf", 2.5 if number == 7 else 0.5, "damaged" if number == 9 else "")
    lines = out.getvalue().splitlines()
    assert lines[0] == "[reading] 0/100 (0%)"
    assert "✗ 9.pdf：damaged" in lines
    assert lines[-1] == "[reading] 40/100 (40%)  2.0 papers/s  0 min 30 s left  1 not read  slowest 2.5 s 7.pdf"
    assert len(lines) == 4


def test_a_terminal_has_one_line_that_nothing_is_left_of() -> None:
    clock, out = Clock(), Screen()
    progress = Progress(out, clock=clock)
    progress.stage("judging", 3)
    for _ in range(3):
        clock.now += 1
        progress.filing(2, 1, "returned")
    assert "\n" not in out.getvalue()
    assert out.getvalue().split("\r")[-1].startswith("[判断] 3/3 (100%)  1.0卷/秒  违反6 待定3")
    progress.close()
    assert out.getvalue().endswith("\r\x1b[K")


def test_a_line_is_no_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    clock, out = Clock(), Screen()
    progress = Progress(out, clock=clock)
    progress.stage("reading", 3)
    clock.now += 9
    progress.paper("宿州市灵璧县/奇石厂二〇二五年度安全生产责任保险事故预防服务报告（第三季度）.pdf", 8.0, "")
    line = out.getvalue().split("\r")[-1].removesuffix("\x1b[K")
    assert 50 <= sum(1 + (letter > "\u2e80") for letter in line) <= 59


def test_a_terminal_shows_the_end_of_a_long_path_and_a_log_the_whole() -> None:
    path = "/srv/归档/2025年/第三季度/宿州市/灵璧县/奇石厂/报告.pdf"
    for out, shown in ((Screen(), "最慢3.0秒 奇石厂/报告.pdf"), (io.StringIO(), f"最慢3.0秒 {path}")):
        progress = Progress(out, clock=Clock())
        progress.stage("reading", 3)
        progress.paper(path, 3.0, "")
        assert progress.line().endswith(shown)


def test_names_of_strangers_do_nothing_to_the_terminal() -> None:
    out = io.StringIO()
    progress = Progress(out)
    progress.stage("reading")
    progress.known("\x1b[2J.pdf", "damaged")
    assert "\x1b" not in out.getvalue()
