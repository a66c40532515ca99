"""Report → what a person reads: the verdict, each finding with its rule and its place, what could not be checked.

Built from the JSON of the report alone, so whatever is shown here another program can show too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from rich.cells import cell_len
from rich.text import Text

from api.terminal.present_words import KINDS_ZH, WORDS
from validators.demands import demand, knows_demand

Json = Mapping[str, Any]

STYLES = {
    "returned": "bold red", "accepted": "bold green", "incomplete": "bold yellow",
    "error": "red", "warning": "yellow", "note": "cyan", "undecided": "yellow", "satisfied": "green",
    "not_applicable": "dim",
}  # fmt: skip
JUDGED = frozenset({"policy", "notice", "roster"})  # kinds that rules judge by themselves
OURSELVES = "anze"  # what the engine says of itself cites no document
DOUBTFUL = ("S1", "M")  # one copy, or from memory: never an error
MARKS = {"error": "✗", "warning": "!", "note": "·", "undecided": "?", "satisfied": "✓", "not_applicable": "–"}

CONTROL_PICTURES = {code: chr(0x2400 + code) for code in range(32)} | {127: "␡"} | dict.fromkeys(range(128, 160), "�")

UNDECIDED_SHOWN = 5  # without --all; the rest is counted

NOTHING_FOUND = (
    "没有找到材料。以点开头的文件不读，指向文件夹的链接不跟随：请直接给出所指的文件夹",
    "No papers found. Hidden files are left out and links to folders are not followed: name the folder itself",
)


def harmless(line: Text) -> Text:
    """The line with control characters shown as ␀-style pictures: names and words come from strangers' files."""
    line.plain = line.plain.translate(CONTROL_PICTURES)
    return line


def report_to_lines(report: Json, lang: str = "zh", every: bool = False) -> Iterator[Text]:
    """One filing's report, line by line."""
    words = WORDS[lang]
    yield _heading(report, words)
    yield _papers_line(report, words, lang)
    for paper in report["documents"]:
        yield from _unread_lines(paper, words)
    known = [finding for finding in report["findings"] if finding.get("excused", {}).get("by") == "baseline"]
    found = report["findings"] if every else [finding for finding in report["findings"] if finding not in known]
    for finding in found:
        if finding["verdict"] == "violated" or (every and finding["verdict"] != "undecided"):
            yield from _finding_lines(finding, words)
    undecided = [finding for finding in found if finding["verdict"] == "undecided"]
    if undecided:
        yield Text(f"  {MARKS['undecided']} {words['undecided_title']}{words['colon']}", STYLES["undecided"])
        shown = [f for at, f in enumerate(undecided) if every or at < UNDECIDED_SHOWN or "explanation" in f]
        for finding in shown:
            yield Text(f"      · {finding['summary']}{_citation_in_brackets(finding, words)}")
            yield from _chain(finding, words)
        if len(undecided) > len(shown):
            yield Text(f"      · {words['more'].format(len(undecided) - len(shown))}", "dim")
    if known and not every:
        yield Text(f"  {words['known'].format(len(known))}", "dim")
    if report["verdict"] == "accepted" and not any(finding["verdict"] == "violated" for finding in found):
        yield Text(
            f"  {MARKS['satisfied']} {words['none_new' if known and not every else 'none']}", STYLES["satisfied"]
        )
    elif not any(paper["kind"] in JUDGED for paper in report["documents"]):
        yield Text(f"  {MARKS['undecided']} {words['no_policy']}", STYLES["undecided"])
    yield from _departments_line(found, words)
    if "coverage" in report:
        yield Text(f"  {words['counts'].format_map(report['coverage'])}", "dim")


def extract_to_lines(report: Json, lang: str = "zh", every: bool = False) -> Iterator[Text]:
    """One filing's papers and what they say, without any judgment; ``every`` adds how each value was found."""
    words = WORDS[lang]
    yield Text.assemble((f"{words['filing']} {report['filing']}", "bold"), f"  {report['path']}")
    for paper in report["documents"]:
        yield Text.assemble("  ", (paper["path"], "bold"), f"  {_kind(paper, lang)}")
        yield from _unread_lines(paper, words)
        for name, reading in paper["fields"].items():
            place = _page_of(reading, words)
            if every:
                place += f"  {reading['how']} {reading['confidence']:.2f}"
            yield Text.assemble(
                f"    {_field(str(paper['kind']), name, lang)}",
                (_shown(reading["value"]), "green"),
                (f"  {place}", "dim"),
            )
        for name, rows in paper["tables"].items():
            yield Text(f"    {_named(str(paper['kind']), name, lang)} ({len(rows)})")
            for row in rows:
                cells = {column: _shown(value) for column, value in row.items() if _is_plain(value)}
                yield Text(f"      - {'  '.join(_cells(str(paper['kind']), name, cells, lang))}")


def _cells(kind: str, table: str, cells: Mapping[str, str], lang: str) -> Iterator[str]:
    """The cells of a line, each behind the name of its column, codes in words, as pages have them."""
    from api.records.fields import column

    for name, value in cells.items():
        known = column(kind, table, name)
        yield f"{name}={value}" if known is None else f"{known.label(lang)}={known.in_words(value, lang)}"


def _field(kind: str, name: str, lang: str) -> str:
    """A field's name over the width of its column."""
    said = _named(kind, name, lang)
    return said + " " * max(1, (36 if lang == "zh" else 24) - cell_len(said))


def _named(kind: str, name: str, lang: str) -> str:
    """The name of a field or a list, in Chinese with its word before it."""
    from api.records.fields import called  # a check names no fields

    said = called(kind, name) if lang == "zh" else name
    return name if said == name else f"{said} {name}"


def totals_line(verdicts: Mapping[str, int], papers: int, failed: int, lang: str = "zh") -> Text:
    """The last line of a run over several filings."""
    counts = {name: verdicts.get(name, 0) for name in ("accepted", "returned", "incomplete")}
    return Text(WORDS[lang]["total"].format(n=sum(counts.values()), papers=papers, failed=failed, **counts), "bold")


def _heading(report: Json, words: Mapping[str, str]) -> Text:
    verdict = report["verdict"]
    shown = words["verdict"].format(words[verdict])
    line = Text.assemble((f"{words['filing']} {report['filing']}", "bold"), "  ", (shown, STYLES[verdict]))
    line.append(f"  {report['path']}", "dim")
    if report.get("as_of"):
        line.append(f"  {words['as_of']} {report['as_of']}", "dim")
    return line


def _unread_lines(paper: Json, words: Mapping[str, str]) -> Iterator[Text]:
    for problem in paper["problems"]:
        page = f" {words['page'].format(problem['page'])}" if problem.get("page") else ""
        grade, said = ("error", "unread") if page or _is_refused(paper) else ("note", "noted")
        line = Text(f"  {MARKS[grade]} {words[said]} {paper['path']}{page}{words['colon']}", STYLES[grade])
        line.append(problem["message"], "default")
        if problem.get("remedy"):
            line.append(f"；{words['remedy']}{words['colon']}{problem['remedy']}", "dim")
        yield line


def _is_refused(paper: Json) -> bool:
    """Whether nothing of the paper was read, as against read with a remark."""
    failed = [problem for problem in paper["problems"] if problem["code"] != "left_out"]
    return bool(failed) and paper["kind"] == "unknown" and not any(paper["pages_read"].values())


def _papers_line(report: Json, words: Mapping[str, str], lang: str) -> Text:
    """Every paper with its kind: what the verdict rests on."""
    papers = []
    for paper in report["documents"]:
        kind = words["unread"] if _is_refused(paper) else _kind(paper, lang)
        parts = _parts(len(paper["parts"]), words, lang) if paper.get("parts") else ""
        papers.append(f"{paper['path']}{parts}＝{kind}" if lang == "zh" else f"{paper['path']}{parts} = {kind}")
    return Text(f"  {words['papers']}{words['colon']}{words['comma'].join(papers)}", "dim")


def _parts(files: int, words: Mapping[str, str], lang: str) -> str:
    return str(words["parts"].format(files if lang == "zh" else files - 1))


def _kind(paper: Json, lang: str) -> str:
    return kind_word(str(paper["kind"]), lang)


def kind_word(kind: str, lang: str) -> str:
    """What people call a kind of paper."""
    return KINDS_ZH.get(kind, kind) if lang == "zh" else kind


def _departments_line(findings: Sequence[Json], words: Mapping[str, str]) -> Iterator[Text]:
    """Which departments look after what is violated, and how many findings each."""
    counts: dict[str, int] = {}
    for finding in findings:
        if finding["verdict"] == "violated" and "department" in finding and "excused" not in finding:
            name = finding["department"]["name"]
            counts[name] = counts.get(name, 0) + 1
    if counts:
        each = words["comma"].join(words["goes_to"].format(name, count) for name, count in counts.items())
        yield Text(f"  {words['departments']}{words['colon']}{each}", "dim")


def _finding_lines(finding: Json, words: Mapping[str, str]) -> Iterator[Text]:
    grade = finding["severity"] if finding["verdict"] == "violated" else finding["verdict"]
    excused = finding.get("excused", {})
    if excused.get("by") == "waiver":
        yield Text.assemble((f"  ○ [{words['waived']}] ", "dim"), (finding["summary"], "bold"))
        yield Text(f"      {words['waiver'].format_map(excused)}", "dim")
    else:
        yield Text.assemble((f"  {MARKS[grade]} [{words[grade]}] ", STYLES[grade]), (finding["summary"], "bold"))
    if citation := _citation(finding, words):
        yield Text(f"      {words['rule']}{words['colon']}{citation}")
    for place in dict.fromkeys(_place(evidence, words) for evidence in finding["evidence"]):
        yield Text(f"      {words['place']}{words['colon']}{place}")
    if said := _demand(finding, words):
        yield Text(f"      {words['demand']}{words['colon']}{said}")
    yield from _chain(finding, words)


def _demand(finding: Json, words: Mapping[str, str]) -> str:
    """What puts a finding right; "" for one that stands no more, and for a remark that asks for nothing of its own."""
    if finding["verdict"] != "violated" or "excused" in finding:
        return ""
    if finding["severity"] == "note" and not knows_demand(finding["type"]):
        return ""
    params = {name: _number(value) for name, value in finding["params"].items()}
    return demand(finding["type"], params, "zh" if words is WORDS["zh"] else "en")


def _number(value: Any) -> Any:
    """A number of the report's JSON as a sentence writes it: 12.0 is 12."""
    return Decimal(str(value)) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def _chain(finding: Json, words: Mapping[str, str]) -> Iterator[Text]:
    """How the finding came about, step by step, where that was asked for."""
    for step in finding.get("explanation", ()):
        yield Text(f"        {words['step_' + step['step']]}{words['colon']}{step['text']}", "dim")


def _citation(finding: Json, words: Mapping[str, str]) -> str:
    citation = finding.get("citation") or {}
    if citation.get("document") == OURSELVES:
        return str(citation["title"])
    parts = [str(citation[key]) for key in ("document", "article") if citation.get(key)]
    if parts and citation.get("quote"):
        parts.append(words["quote"].format(citation["quote"]))
    if parts and (dates := _dates(finding, citation, words)):
        parts.append(dates)
    if citation.get("confidence") in DOUBTFUL:
        parts.append(words["doubtful"])
    return " ".join(parts)


def _dates(finding: Json, citation: Json, words: Mapping[str, str]) -> str:
    """When the text was issued, from when it is in force, and the day of the papers it was applied as of."""
    if not citation.get("in_force_from"):
        return ""
    given = (
        ("issued", citation.get("issued")),
        ("from", citation["in_force_from"]),
        ("applied", finding.get("applied_on")),
    )
    return words["dates"].format(words["comma"].join(words[word].format(day) for word, day in given if day))


def _citation_in_brackets(finding: Json, words: Mapping[str, str]) -> str:
    citation = finding.get("citation") or {}
    if citation.get("document") == OURSELVES:
        return ""
    parts = [str(citation[key]) for key in ("document", "article") if citation.get(key)]
    return words["bracketed"].format(" ".join(parts)) if parts else ""


def _place(evidence: Json, words: Mapping[str, str]) -> str:
    parts = [str(evidence.get("path") or "")]
    if page := _page_of(evidence, words):
        parts.append(page)
    if evidence.get("box"):
        parts.append("[" + ", ".join(f"{edge:g}" for edge in evidence["box"]) + "]")
    if evidence.get("text"):
        parts.append(words["quote"].format(evidence["text"]))
    return " ".join(part for part in parts if part)


def _page_of(place: Json, words: Mapping[str, str]) -> str:
    if place.get("page"):
        return str(words["page"].format(place["page"]))
    return str(place.get("where") or "")


def _is_plain(value: Any) -> bool:
    return value is not None and not isinstance(value, Mapping)


def _shown(value: Any) -> str:
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "、".join(_shown(item) for item in value)
    if isinstance(value, float):
        return f"{value:,.2f}".removesuffix(".00")
    return str(value)
