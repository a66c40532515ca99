"""The walk of docs/packs.md, typed again: a new notice becomes a pack that judges, without a file of anze edited."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from api import cli

ROOT = Path(__file__).parents[1]
FENCE = re.compile(r"^```(yaml|console)\n(.*?)^```", re.DOTALL | re.MULTILINE)


def steps() -> Iterator[tuple[str, str]]:
    """("file", its text) and ("command", command and what it prints), in the order of the page."""
    page = (ROOT / "docs" / "packs.md").read_text("utf-8")
    walk = page.split("## A new notice, step by step\n")[1].split("\n## ")[0]
    for kind, text in FENCE.findall(walk):
        if kind == "yaml":
            yield "file", text
        else:
            yield from (("command", part) for part in re.split(r"^\$ ", text, flags=re.MULTILINE) if part.strip())


def shows(printed: str, wanted: str) -> bool:
    """Whether what was printed is what the page shows, where … stands for anything: lines, or a part of one."""
    return _fits([" ".join(line.split()) for line in printed.rstrip("\n").split("\n")],
                 [" ".join(line.split()) for line in wanted.rstrip("\n").split("\n")])  # fmt: skip


def _fits(said: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return not said
    if wanted[0] == "…":
        return any(_fits(said[start:], wanted[1:]) for start in range(len(said) + 1))
    pattern = ".*".join(re.escape(part) for part in wanted[0].split("…"))
    return bool(said) and re.fullmatch(pattern, said[0]) is not None and _fits(said[1:], wanted[1:])


def test_the_walk_of_the_guide_does_what_it_shows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "samples").symlink_to(ROOT / "samples")
    done = []
    for kind, text in steps():
        if kind == "file":
            path = tmp_path / text.split("\n", 1)[0].removeprefix("# ")
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, "utf-8")
            continue
        command, _, wanted = text.partition("\n")
        cli.main(shlex.split(command)[1:])
        printed = capsys.readouterr()
        assert shows(printed.out, wanted), f"$ {command}\n{printed.out}{printed.err}"
        done.append(" ".join(shlex.split(command)[1:3]))
    assert [name for name in done if name.startswith("rules")] == [
        "rules new", "rules lint", "rules lint", "rules explain", "rules diff", "rules coverage",
    ]  # fmt: skip
    assert done.count("check samples/suzhou-low-fee") == 1


@pytest.mark.parametrize(
    ("printed", "wanted", "same"),
    [
        ("a\nb\nc\n", "a\n…\nc\n", True),
        ("a\nc\n", "a\n…\nc\n", True),
        ("a\nb\nd\n", "a\n…\nc\n", False),
        ("x\ny\nc\n", "…\nc\n", True),
        ("c\nx\n", "c\n…\n", True),
        ("cx\n", "c\n", False),
        ("pack 12 → 13\n", "pack … 13\n", True),
    ],
)
def test_what_is_shown_is_compared(printed: str, wanted: str, same: bool) -> None:
    assert shows(printed, wanted) is same
