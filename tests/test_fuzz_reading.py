"""Whatever is wrong with a file, it is read or refused, in a worker, within its time and memory: never a traceback.

Three hundred damaged papers, always the same ones. ``make fuzz`` is the nightly run: ``FUZZ_INPUTS=5000`` with a seed of
the day, printed; ``FUZZ_SEED`` repeats one. A failure says its seed and number, and its file is kept in ``FUZZ_KEEP``.
"""

from __future__ import annotations

import os
import struct
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from api.work import MEMORY_BYTES, Outcome, Task, run
from extractor import examine, ole2, read
from extractor.clauses.frames import sentences
from extractor.evidence.naming import labels
from extractor.evidence.sheet import Sheet
from extractor.evidence.units import Unit
from extractor.values import money
from tests.fuzz_kit import Input, fate, made
from tests.fuzz_seeds import sound
from tests.office import rows, xlsx

INPUTS = int(os.environ.get("FUZZ_INPUTS", "300"))
SEED = int(os.environ.get("FUZZ_SEED", "20260101"))
FROM = int(os.environ.get("FUZZ_FROM", "0"))
"""Number of the first input, to have one failure again."""
WORKERS = 2
DEFECTS = frozenset({"crashed", "timed_out", "out_of_memory"})
"""Ends that no small damaged file may come to; each is charged to its one paper all the same."""

PICTURES = (".jpg", ".png", ".bmp", ".gif", ".webp", ".tif", "扫描.pdf", "图.ofd")
"""What is read by OCR, which the damaged ones pay for."""


@pytest.fixture(scope="module")
def papers() -> dict[str, bytes]:
    return sound()


def tasks(papers: dict[str, bytes]) -> Iterator[Task[Input]]:
    for number in range(FROM, FROM + INPUTS):
        yield Task(str(number), made(SEED, number, papers))


def kept(outcome: Outcome[Input, tuple[str, ...]], folder: Path) -> str:
    """What to say of a failure, once its file is kept."""
    given = outcome.task.argument
    file = folder / f"{SEED}-{outcome.task.key}.{given.name.rsplit('.', 1)[-1]}"
    folder.mkdir(parents=True, exist_ok=True)
    file.write_bytes(given.data)
    how = f"FUZZ_SEED={SEED} FUZZ_FROM={outcome.task.key} FUZZ_INPUTS=1"
    return f"{how}: {given.name} → {outcome.error}; kept as {file}\n{outcome.trace}"


def test_damaged_papers_are_read_or_refused(papers: dict[str, bytes], tmp_path: Path) -> None:
    folder = Path(os.environ.get("FUZZ_KEEP", tmp_path / "kept"))
    ends, failures, slowest = Counter[str](), list[str](), (0.0, "", "")
    for outcome in run(tasks(papers), fate, workers=WORKERS, memory_bytes=MEMORY_BYTES):
        codes = outcome.value if outcome.error is None else (outcome.error.code,)
        ends.update(code.split()[0] for code in codes or ())
        if outcome.error is not None or outcome.trace or DEFECTS & set(codes or ()):
            failures.append(kept(outcome, folder))
        slowest = max(slowest, (outcome.seconds, outcome.task.key, outcome.task.argument.name))
    print(f"FUZZ_SEED={SEED}, {INPUTS} inputs: {dict(ends.most_common())}; the slowest {slowest}")
    assert not failures, f"{len(failures)} of {INPUTS}:\n" + "\n".join(failures)
    if INPUTS >= 300:
        assert min(ends["read"], ends["damaged"]) > INPUTS // 10, ends  # the dice reach both sides


def test_the_papers_before_they_are_damaged_are_read(papers: dict[str, bytes]) -> None:
    """A paper that is refused as it is would show nothing by being refused when damaged."""
    for name, data in papers.items():
        if not name.endswith(PICTURES):
            said = fate(Input(name, data))
            assert said, name
            assert all(word.startswith("read") for word in said), (name, said)


# -- what it found, each by its name -----------------------------------------------------------------------------------


@pytest.mark.parametrize("digits", ["42" * 30, "9" * 24 + "万元", "9" * 24 + ".00亿元", "玖" + "亿" * 8 + "元整"])
def test_digits_without_end_are_no_sum(digits: str) -> None:
    """Rounding a number beyond the precision of the decimal context raised InvalidOperation."""
    policy = f"安全生产责任保险单\n保险单号：PZAQ202532050000001234\n投保人：苏州青石矿业有限公司\n总保险费：{digits}\n"
    assert money.parse(digits) is None
    record = examine([("保单.txt", policy.encode())])
    assert record.kind == "policy"
    assert "premium" not in record.fields


def test_a_cell_beyond_all_sums_is_no_sum() -> None:
    heads = ["序号", "日期", "收款单位", "用途", "金额（元）"]
    entries: list[list[str | int | float | None]] = [
        [1, "2025-03-04", "远山安全技术有限公司", "隐患排查", 1.5e300],
        [2, "2025-04-04", "东城培训学校", "培训", 200],
    ]
    ledger = xlsx({"台账": rows(["安责险事故预防费用台账"], heads, *entries)})
    record = examine([("台账.xlsx", ledger)])
    assert record.kind == "fee_ledger"
    assert [row.value("amount") for row in record.tables["rows"]] == [200]


def test_a_line_of_many_sums_is_not_looked_through_for_each_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each value asked the one before for its label, that one the next, to the first: minutes for fifteen hundred."""
    asked, look = Counter[int](), labels.label_options

    def counted(unit: Unit, start: int, *more: int) -> Iterable[tuple[str, float, str]]:
        asked[start] += 1
        return look(unit, start, *more)

    for asker in ("naming.labels", "sheet"):
        monkeypatch.setattr(f"extractor.evidence.{asker}.label_options", counted)
    sheet = Sheet(read(f"总保险费 {'1,000.00 ' * 150}".encode(), "保单.txt"))
    for unit, token in sheet.tokens("number", "amount"):
        sheet.label(unit, token.start)
    assert len(asked) == 150
    assert max(asked.values()) <= labels.FARTHEST + 1


def test_a_sentence_without_end_is_not_searched_for_demands() -> None:
    """A policy whose one line was repeated to 90,000 characters took minutes: the patterns take the square of its length."""
    told = "保险人应当每年提供不少于两次隐患排查服务，"
    assert [len(found.plain) for found in sentences(told * 20 + "。" + told * 2000)] == [len(told) * 20]


def test_a_workbook_whose_sectors_go_in_circles_is_refused_at_once(papers: dict[str, bytes]) -> None:
    """The reader of old workbooks would follow them until the memory is full (FUZZ_SEED=20261126, input 3464)."""
    data = bytearray(papers["台账.xls"])
    directory, table = struct.unpack_from("<I", data, 48)[0], struct.unpack_from("<I", data, 76)[0]
    struct.pack_into("<I", data, (table + 1) * 512 + 4 * directory, directory)
    assert not ole2.turns_in_circles(papers["台账.xls"])
    assert fate(Input("台账.xls", bytes(data))) == ("damaged",)
