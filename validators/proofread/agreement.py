"""What a paper says of itself: the title it issues, the items it announces, the annexes it points to, its own term."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.values.dates import chinese_int
from validators.proofread.paper import Defect, Item, Paper

_ISSUES = re.compile(r"现将《(?P<title>[^》]{4,80})》[^。，；]{0,12}(?:印发|转发|下发|发给)")
_ANNOUNCED = re.compile(
    r"(?:以下|下列|如下|共分?|分为?)(?:的)?(?P<n>[一二三四五六七八九十]{1,2}|\d{1,2})(?:个|项|条|种|类|大|方面|点)[^。；：]{0,12}：\s*$"
)
_ANNEX_NO = re.compile(r"附件\s*(?P<n>\d{1,2})(?!\d)")
_CITED_DAY = re.compile(
    r"(?P<y>20\d{2})\s*年\s*(?P<m>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日(?:印发|发布|公布|下发|颁布)的"
)


def detect(paper: Paper) -> Iterator[Defect]:
    """Contradictions of a paper with what it says of itself."""
    yield from _issued_title(paper)
    yield from _announced(paper)
    yield from _annex_numbers(paper)
    yield from _cited_days(paper)
    yield from _term(paper)


def _issued_title(paper: Paper) -> Iterator[Defect]:
    """The title says it issues a 方案, the text a 办法."""
    issued = paper.record.value("issued_title")
    title = paper.record.fields.get("title")
    found = [(s, m) for s in paper.sentences for m in _ISSUES.finditer(s.text)]
    if issued is None or title is None or len(found) != 1:
        return
    sentence, match = found[0]
    if _flat(match["title"]) != _flat(issued):
        yield Defect(
            "issued_title_differs",
            "warning",
            (*paper.place_of(title), sentence.place(*match.span("title"))),
            f"标题印发的是《{_flat(issued)}》，正文印发的是《{_flat(match['title'])}》，名称不一致",
            "the title and the text name the issued paper differently",
        )


def _flat(title: str) -> str:
    return "".join(title.split()).replace("〈", "《").replace("〉", "》").replace("(", "（").replace(")", "）")


def _announced(paper: Paper) -> Iterator[Defect]:
    """以下三项：and then four items."""
    items = paper.items()
    for index, item in enumerate(items[:-1]):
        match = _ANNOUNCED.search(item.text.rstrip())
        run = _run(items[index + 1 :])
        if match is None or len(run) < 2:
            continue
        said = int(match["n"]) if match["n"].isdigit() else chinese_int(match["n"])
        if said and said != len(run):
            last = run[-1]
            yield Defect(
                "count_differs_from_list",
                "warning",
                (item.place(*match.span()), (last.lines[0].number, last.lines[0].text.strip()[:20])),
                f"“{match.group().strip()}”其后列有{len(run)}项",
                f"{said} are announced and {len(run)} follow",
                {"said": said, "listed": len(run)},
            )


def _run(items: tuple[Item, ...]) -> list[Item]:
    """The items of one style, from one on without a gap; deeper ones between them are passed over."""
    run: list[Item] = []
    first = items[0].mark
    if first is None or first.number != 1 or first.style == "is":
        return run
    for item in items:
        if item.mark and item.mark.style == first.style:
            if item.mark.number != len(run) + 1:
                break
            run.append(item)
        elif item.mark and item.mark.style in ("chapter", "article", "cn"):
            break
    return run


def _annex_numbers(paper: Paper) -> Iterator[Defect]:
    """见附件3 where the paper lists two."""
    listed = len(paper.record.rows("attachments"))
    if listed < 2:
        return
    own = [s for s in paper.sentences if paper.annex_line is None or s.place()[0] < paper.annex_line]
    found = [(s, m) for s in own for m in _ANNEX_NO.finditer(s.text) if int(m["n"]) > listed]
    if found:
        yield Defect(
            "annex_not_listed",
            "warning",
            tuple(s.place(*m.span(), 4) for s, m in found),
            f"正文提到“{found[0][1].group()}”，附件说明只列{listed}个附件",
            f"the text points to {found[0][1].group()}, but {listed} annexes are listed",
        )


def _cited_days(paper: Paper) -> Iterator[Defect]:
    """A paper cannot cite what was issued after it."""
    issued = paper.record.fields.get("date_issued")
    if issued is None:
        return
    for sentence in paper.sentences:
        for match in _CITED_DAY.finditer(sentence.text):
            try:
                day = date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                continue
            if day > issued.value:
                yield Defect(
                    "cited_document_later_than_own_date",
                    "error",
                    (*paper.place_of(issued), sentence.place(*match.span())),
                    f"成文日期为{issued.value}，却引用了{day}的文件",
                    f"dated {issued.value} but cites a paper of {day}",
                    {"date_issued": issued.value, "cited": day},
                )


def _term(paper: Paper) -> Iterator[Defect]:
    """The term ends before it begins."""
    start, end = paper.record.fields.get("effective_from"), paper.record.fields.get("effective_to")
    if start is not None and end is not None and end.value < start.value:
        yield Defect(
            "term_ends_before_it_begins",
            "error",
            (*paper.place_of(start), *paper.place_of(end)),
            f"自{start.value}起施行，有效期却至{end.value}",
            f"in force from {start.value} and only until {end.value}",
        )
