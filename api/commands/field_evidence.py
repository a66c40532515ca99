"""``anze extract --explain FIELD`` and ``--draw``: what spoke for a value, what else fitted, and the paper with its boxes."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.text import Text

from api import work
from api.check import MIB
from api.check import records as read_records
from api.collect import Part
from api.commands.drawn import CropTask, DrawTask, perform
from api.records.fields import called
from api.settings import Settings
from api.terminal import present
from extractor.errors import PaperError
from extractor.evidence.calibration import calibrated, family, from_pixels
from extractor.record import Reading, Record
from extractor.span import Span
from validators.say import shown

FAMILIES = {
    "label": ("标签旁的值", "beside a label"), "type": ("凭值本身的形式", "by the form of the value itself"),
    "sentence": ("句子里的值", "in a sentence"), "list": ("列表里的值", "in a list"), "derived": ("由别的值得出", "follows from another value"),
}  # fmt: skip
WITNESSES = {
    "words": ("大写金额一致", "the amount in words agrees"), "sum": ("合计相符", "the sum agrees"), "check": ("校验位相符", "the check digit fits"),
    "year": ("年份取自本件", "the year is the paper's"), "agree": ("别处写法一致", "said alike elsewhere"), "contract": ("与保险人订约的一方", "party of a contract with the insurer"),
}  # fmt: skip
SAY = {
    "zh": {
        "value": "取用", "rival": "另一候选", "none": "这份材料上没有读到{}", "how": "认定", "score": "得分", "sure": "把握", "text": "原文",
        "lost": "未取", "label": "标签", "behind": "比取用的低 {:.2f} 分", "weak": "标签与该字段相符得太少", "label_why": "标签说的是别的",
        "form": "不是该字段的形式", "aside": "所在的列表、约定或句子说的是别的",
        "page": "第{}页", "ocr": "图像识别", "layer": "文字层", "witness": "旁证", "crop": "截图", "no_crop": "没有可截的位置", "read": "读到的字段",
    },
    "en": {
        "value": "taken", "rival": "rival", "none": "{} was not read on this paper", "how": "how", "score": "score", "sure": "sure", "text": "as written",
        "lost": "not taken", "label": "label", "behind": "{:.2f} behind what was taken", "weak": "its label hardly fits the field",
        "label_why": "its label names something else", "form": "it has not the form of the field", "aside": "it stands in a list, an agreement or a sentence on something else",
        "page": "page {}", "ocr": "read from pixels", "layer": "text layer", "witness": "besides", "crop": "crop", "no_crop": "no place to cut out",
        "read": "fields that were read",
    },
}  # fmt: skip


def field_lines(record: Record, field: str, lang: str) -> Iterator[Text]:
    """What one paper has for the field: the value taken, its rivals, where each stands and what spoke for it."""
    say = SAY[lang]
    yield Text.assemble((record.path, "bold"), f"  {present.kind_word(record.kind, lang)}")
    reading = record.fields.get(field)
    said = called(record.kind, field) if lang == "zh" else field
    title = field if said == field else f"{said} {field}"
    if reading is None:
        yield Text(f"  {say['none'].format(title)}", "yellow")
        yield Text(f"  {say['read']}: {' '.join(sorted(record.fields))}", "dim")
        yield from _losers(record, (), lang)
        return
    yield Text(f"  {title}")
    yield from _candidate(record, reading, say["value"], lang)
    for rival in reading.rivals:
        yield from _candidate(record, rival, say["rival"], lang)
    yield from _losers(record, (reading, *reading.rivals), lang)


def _losers(record: Record, shown_already: Sequence[Reading[Any]], lang: str) -> Iterator[Text]:
    """What else was looked at for the field, and why it was not taken."""
    say, which = SAY[lang], 0 if lang == "zh" else 1
    told = {(reading.span, reading.value) for reading in shown_already}
    for one in record.considered:
        if (one.span, one.value) in told:
            continue
        why = say["behind"].format(one.behind) if one.behind is not None else say.get(f"{one.why}_why") or say[one.why]
        if one.against and lang == "en":
            why += f" ({', '.join(one.against)})"
        yield Text.assemble(f"  {say['lost']}: ", (shown(one.value, lang), "yellow"), f"  {why}")
        yield Text(f"    {say['text']}: {one.span.text}")
        yield Text(f"    {place_of(one.span, lang)}", "dim")
        label = f" · {say['label']}: {' '.join(one.label.split())}" if one.label else ""
        first = one.how.split("+")[0]
        yield Text(
            f"    {say['how']}: {FAMILIES[family(one.how)][which]} ({first}){label} · {say['score']} {one.score:.2f}"
        )


def _candidate(record: Record, reading: Reading[Any], title: str, lang: str) -> Iterator[Text]:
    say, which = SAY[lang], 0 if lang == "zh" else 1
    yield Text.assemble(f"  {title}: ", (shown(reading.value, lang), "green"))
    yield Text(f"    {say['text']}: {reading.span.text}")
    yield Text(f"    {place_of(reading.span, lang)}", "dim")
    first, *more = reading.how.split("+")
    yield Text(f"    {say['how']}: {FAMILIES[family(reading.how)][which]} ({first})")
    if more:
        yield Text(
            f"    {say['witness']}: " + "；".join(WITNESSES[one][which] if one in WITNESSES else one for one in more)
        )
    ocr = from_pixels(record, reading)
    yield Text(
        f"    {say['score']} {reading.confidence:.2f} · {say['sure']} {calibrated(reading, ocr=ocr):.1%}"
        f" · {say['ocr' if ocr else 'layer']}"
    )


def place_of(span: Span, lang: str) -> str:
    """The page and the box in points, or the cell or paragraph."""
    if span.page is None:
        return span.where or "—"
    boxes = " ".join("[" + ", ".join(f"{float(edge):.1f}" for edge in box) + "]" for box in span.boxes)
    return f"{SAY[lang]['page'].format(span.page)} {boxes}".strip()


def tell(
    paths: Sequence[Path], settings: Settings, *, field: str | None, crop: Path | None, target: Path | None
) -> int:
    """Reads the papers and prints, cuts out and draws what was asked; the exit status (3: something could not be read)."""
    console = Console(highlight=False, soft_wrap=True)
    found = list(read_records(paths, settings, asked=field))
    status = 3 if any(not r.fields and r.problems for r in found) else 0
    for record in found:
        for problem in record.problems if not record.fields else ():
            print(f"anze: {record.path}：{problem.message}", file=sys.stderr)
        if field is not None:
            for line in field_lines(record, field, settings.lang):
                console.print(line)
            if crop is not None and (reading := record.fields.get(field)) is not None:
                console.print(Text(f"    {_cut(record, reading, field, crop, paths, settings)}"))
    if target is not None:
        _draw(found, paths, target, settings)
    return status


def _files(record: Record, paths: Sequence[Path]) -> tuple[Part, ...]:
    """The files of the paper among those given; none where it lies in a folder or an archive."""
    wanted = record.parts or (record.path,)
    known = {str(path): path for path in paths if path.is_file()} | {
        path.name: path for path in paths if path.is_file()
    }
    files = [known.get(name) or known.get(Path(name).name) for name in wanted]
    return tuple(Part(path.name, path) for path in files if path is not None) if all(files) else ()


def _cut(
    record: Record, reading: Reading[Any], field: str, folder: Path, paths: Sequence[Path], settings: Settings
) -> str:
    say, span = SAY[settings.lang], reading.span
    parts = _files(record, paths)
    if span.page is None or span.box is None or not parts:
        return say["no_crop"]
    at = span.page - record.first_page
    turn = record.page_turns[at] if 0 <= at < len(record.page_turns) else None
    data = _worked(CropTask(parts, span.page, span.box, turn, tuple(settings.passwords), settings.lay_out), settings)
    folder.mkdir(parents=True, exist_ok=True)
    stem = re.sub(r"[^\w-]+", "_", Path(record.path).stem)
    file = folder / f"{stem}-{field}.png"
    file.write_bytes(data)
    return f"{say['crop']}: {file}"


def _draw(found: Sequence[Record], paths: Sequence[Path], target: Path, settings: Settings) -> None:
    files = {tuple(part.file for part in _files(record, paths)) for record in found}
    if len(files) != 1 or () in files:
        raise typer.BadParameter("--draw 一次画一份材料：请直接给出一个文件（或同一材料的几张图片）")
    parts = _files(found[0], paths)
    data = _worked(DrawTask(parts, tuple(found), tuple(settings.passwords), settings.lang, settings.lay_out), settings)
    target.write_bytes(data)
    print(target)


def _worked(task: DrawTask | CropTask, settings: Settings) -> bytes:
    """Drawn in a process of its own, as papers are read."""
    tasks = iter([work.Task("draw", task)])
    outcome = next(
        iter(work.run(tasks, perform, workers=min(settings.workers or 1, 1) if settings.workers != 0 else 0,
                      timeout_s=settings.seconds, memory_bytes=settings.memory_mib * MIB))
    )  # fmt: skip
    if outcome.error is not None:
        raise _said(outcome.error)
    if outcome.value is None:
        raise RuntimeError("a drawing without an outcome")
    return outcome.value


def _said(error: PaperError) -> typer.BadParameter:
    if error.code == "no_pages":
        return typer.BadParameter(
            "该格式没有页面，值没有框可画（Word、Excel 等的位置是段落和单元格，用 --all 查看；Word 文件可加 --lay-out）"
        )
    return typer.BadParameter(f"{error}；{error.remedy}" if error.remedy else str(error))
