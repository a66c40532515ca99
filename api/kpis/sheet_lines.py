"""A score sheet for people, line by line, from its JSON alone: what is lost, on what evidence, and what would bring more."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.text import Text

Json = Mapping[str, Any]

SHOWN = 5
"""Filings shown behind one item without ``--all``; the rest is counted."""

WORDS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "insurer": "保险机构：{insurer}", "written": "（材料上写作：{names}）", "comma": "、", "colon": "：", "semi": "；",
        "period": "评价周期：{from} 至 {to}，保单按签单日归入", "running": "，周期未结束，结果会变",
        "filings": "计入案卷 {filings} 份", "left_out": "；不计入：{what}", "unread": "；{unread} 份材料未能读取",
        "other_insurer": "其他保险机构 {n} 份", "no_insurer": "未读到保险机构 {n} 份", "other_place": "不在本地区 {n} 份",
        "no_place": "不能确定地区 {n} 份", "other_period": "不在本周期签单 {n} 份", "no_date": "未读到签单日期 {n} 份",
        "others": "案卷中的其他保险机构：{names}", "nobody": "没有这家保险机构在本周期签单的案卷；各项都未判定",
        "total": "得分 {total} 分", "range": "得分 {low}～{high} 分（有 {open} 项未判定，未判定的全扣为 {low}，都不扣为 {high}）",
        "band": "　等级：{quote}——{measure}", "no_band": "　等级未定（{worst} 至 {best}）",
        "bands": "等级与措施：{bands}", "sum": "案卷 {filing}：支出 {spent} 元÷约定费用 {fee} 元",
        "contradiction": "通知自身的矛盾：“{title}”各条扣分上限合计 {caps} 分，多于该部分的 {weight} 分；这里扣到 {weight} 分为止，"
                         "否则全表为 {printed} 分，不是 {total} 分",
        "section": "{title}（{weight} 分）：得 {points}", "to": "～", "points": " 分",
        "gains": "得 {got} 分（满 {cap}）", "loses": "扣 {lost} 分", "full": "不扣分", "not_judged": "未判定", "of_cap": "（上限 {cap}）",
        "each": "{found} 次，{quote}", "ratio": "{found}%：{quote}", "once": "{quote}", "stars": "{found} 星，{quote}",
        "by_person": "由人填报", "by_ledger": "（台账支出 {spent} 元÷约定费用 {fee} 元）",
        "told": "{filings} 份案卷中 {judged} 份载明", "spared": "，{spared} 份属小型、微型单位不计",
        "needs_input": "需填报：{what}", "no_evidence": "材料没有载明", "or_input": "，也可填报：{what}",
        "not_over": "目前 {found}%：{quote}；{running} 份案卷在周期结束前审查，之后还会支出，最多扣 {at_most} 分",
        "on_the_day": "恰在 {due} 当天完成，“前”是否包括当天由人判断：可填报 value",
        "case": "−{points}  案卷 {filing}：{summary}", "case_free": "案卷 {filing}：{summary}", "case_cap": "已到上限  案卷 {filing}：{summary}",
        "place": "位置：{place}", "page": "第{page}页", "more": "另有 {n} 份案卷，用 --all 查看", "excused": "其中 {n} 次由人除去",
        "hints": "供核对的案卷：{names}", "finding": "发现",
        "next": "升到下一等级（{quote}，{measure}）还差 {needed} 分{if_open}；最省的办法：", "if_open": "（按未判定各项都不扣计）",
        "highest": "已在最高一档{if_open}",
        "spare": "未判定各项合计再扣不超过 {spare} 分，仍属“{quote}”", "unreachable": "升到下一等级（{quote}）还差 {needed} 分，改正全部已扣分的也不够",
        "move_each": "第{number}项：改正 {count} 件（降到 {to} 件），+{gain} 分", "move_once": "第{number}项：改正，+{gain} 分",
        "move_steps": "第{number}项：支出比例升到 {to}%，+{gain} 分", "move_yuan": "（再支出 {yuan} 元）",
        "move_stars": "第{number}项：满意度升到 {to} 星，+{gain} 分",
        "what_if": "设想：", "becomes": "第{number}项 {title}：扣 {before} → 扣 {after} 分", "unknown": "未判定", "same": "没有变化",
        "fill": "填报：anze score --inputs-template --pack {sheet} > 填报.yaml，填好后加 --inputs 填报.yaml",
    },
    "en": {
        "insurer": "Insurer: {insurer}", "written": " (printed as: {names})", "comma": ", ", "colon": ": ", "semi": "; ",
        "period": "Cycle: {from} to {to}, policies by day of signing", "running": "; it is not over, the result will change",
        "filings": "{filings} filings counted", "left_out": "; left out: {what}", "unread": "; {unread} papers not read",
        "other_insurer": "{n} of other insurers", "no_insurer": "{n} without an insurer read", "other_place": "{n} elsewhere",
        "no_place": "{n} of unknown place", "other_period": "{n} signed in another time", "no_date": "{n} without a day of signing",
        "others": "Other insurers found: {names}", "nobody": "No filing of this insurer signed in the cycle; no item is judged",
        "total": "Score: {total}", "range": "Score: {low} to {high} ({open} items are not judged: {low} if all of them are lost, {high} if none)",
        "band": "   band: {quote} - {measure}", "no_band": "   band not yet known ({worst} to {best})",
        "bands": "Bands: {bands}", "sum": "filing {filing}: {spent} yuan spent of {fee} agreed",
        "contradiction": "The notice contradicts itself: the caps of {title} add up to {caps}, its weight is {weight}; "
                         "no more than {weight} is taken here, else the sheet would be out of {printed}, not {total}",
        "section": "{title} ({weight}): {points}", "to": " to ", "points": " points",
        "gains": "{got} points (of {cap})", "loses": "-{lost}", "full": "nothing lost", "not_judged": "not judged", "of_cap": " (cap {cap})",
        "each": "{found} times; {quote}", "ratio": "{found}%: {quote}", "once": "{quote}", "stars": "{found} stars; {quote}",
        "by_person": "entered by a person", "by_ledger": " (spent {spent} of the agreed {fee} yuan)",
        "told": "{judged} of {filings} filings tell", "spared": ", {spared} of small enterprises do not count",
        "needs_input": "needs input: {what}", "no_evidence": "the papers do not say", "or_input": "; may be entered: {what}",
        "not_over": "{found}% so far: {quote}; {running} filings were looked at before the cycle was over and more may be spent, at most {at_most} lost",
        "on_the_day": "done on {due} itself; whether that is in time is for a person to say: enter value",
        "case": "-{points}  filing {filing}: {summary}", "case_free": "filing {filing}: {summary}", "case_cap": "cap reached  filing {filing}: {summary}",
        "place": "place: {place}", "page": "page {page}", "more": "{n} more filings; --all shows them", "excused": "{n} of these excused by a person",
        "hints": "filings worth a look: {names}", "finding": "finding",
        "next": "The next band ({quote}: {measure}) is {needed} points away{if_open}; the shortest way:", "if_open": " (as if nothing open were lost)",
        "highest": "In the highest band{if_open}",
        "spare": "Open items may cost {spare} points together and it is still {quote}",
        "unreachable": "The next band ({quote}) is {needed} points away; mending everything lost would not reach it",
        "move_each": "item {number}: mend {count} (down to {to}), +{gain}", "move_once": "item {number}: mend, +{gain}",
        "move_steps": "item {number}: raise the share spent to {to}%, +{gain}", "move_yuan": " ({yuan} yuan more)",
        "move_stars": "item {number}: satisfaction up to {to} stars, +{gain}",
        "what_if": "What if: ", "becomes": "item {number} {title}: loses {before} -> {after}", "unknown": "not judged", "same": "nothing changes",
        "fill": "To enter: anze score --inputs-template --pack {sheet} > inputs.yaml, fill it in, add --inputs inputs.yaml",
    },
}  # fmt: skip


def to_lines(sheet: Json, lang: str = "zh", every: bool = False) -> Iterator[Text]:
    """The whole sheet; ``every`` shows all cases of each item."""
    words = WORDS[lang]
    yield from _heading(sheet, words)
    for section in sheet["sections"]:
        points = _range(section["low"], section["high"], words)
        yield Text("")
        yield Text(words["section"].format_map({**section, "points": points}), "bold")
        if section["over"]:
            yield Text("  ! " + _contradiction(sheet, section, words), "yellow")
        for item in section["items"]:
            yield from _item_lines(item, words, every)
    yield Text("")
    yield from _next_lines(sheet, words)
    if sheet["what_if"] is not None:
        yield from _supposed_lines(sheet["what_if"], sheet["bands"], words)
    if sheet["open"]:
        yield Text(words["fill"].format_map(sheet), "dim")


def _heading(sheet: Json, words: Mapping[str, str]) -> Iterator[Text]:
    yield Text(f"{sheet['title']}（{sheet['document']} {sheet['article']}）", "bold")
    names = [name for name in sheet["written_as"] if name != sheet["insurer"]]
    written = words["written"].format(names=words["comma"].join(names)) if names else ""
    yield Text(words["insurer"].format_map(sheet) + written)
    yield Text(words["period"].format_map(sheet) + ("" if sheet["over"] else words["running"]))
    left = words["comma"].join(words[why].format(n=len(names)) for why, names in sheet["left_out"].items())
    told = words["filings"].format_map(sheet) + (words["left_out"].format(what=left) if left else "")
    yield Text(told + (words["unread"].format_map(sheet) if sheet["unread"] else ""))
    if not sheet["filings"]:
        yield Text(words["nobody"], "yellow")
    if sheet["other_insurers"]:
        yield Text(words["others"].format(names=words["comma"].join(sheet["other_insurers"])), "dim")
    yield Text("")
    yield _score_line(sheet, len(sheet["open"]), sheet["bands"], words)
    measures = words["semi"].join(f"{band['quote']} {band['measure']}" for band in sheet["bands"])
    yield Text(words["bands"].format(bands=measures), "dim")


def _score_line(sheet: Json, still_open: int, bands: Sequence[Json], words: Mapping[str, str]) -> Text:
    settled = sheet["low"] == sheet["high"]
    said = (
        words["total"].format(total=sheet["high"])
        if settled
        else words["range"].format_map({**sheet, "open": still_open})
    )
    best, worst = (next(b for b in bands if points >= b["least"])["quote"] for points in (sheet["high"], sheet["low"]))
    band = words["band"].format_map(sheet["band"]) if sheet["band"] else words["no_band"].format(best=best, worst=worst)
    return Text.assemble((said, "bold"), band)


def _contradiction(sheet: Json, section: Json, words: Mapping[str, str]) -> str:
    given = {**section, "printed": sheet["printed_total"], "total": sheet["weights_total"]}
    return words["contradiction"].format_map(given)


def _range(low: Any, high: Any, words: Mapping[str, str]) -> str:
    return f"{low}{words['points']}" if low == high else f"{low}{words['to']}{high}{words['points']}"


def _item_lines(item: Json, words: Mapping[str, str], every: bool) -> Iterator[Text]:
    line = Text(f"  {item['number']:>2}. {item['title']}{words['colon']}")
    line.append(*_points(item, words))
    line.append(f"  {_reason(item, words)}", "dim")
    yield line
    shown = item["cases"] if every else item["cases"][:SHOWN]
    for case in shown:
        yield from _case_lines(case, words)
    sums = [] if item["by_person"] or not item["at_most"] else item["sums"]
    for one in sums if every else sums[:SHOWN]:
        yield Text(f"      {words['sum'].format_map(one)}")
        yield from _place_lines(one, words)
    if len(sums) > SHOWN and not every:
        yield Text(f"      {words['more'].format(n=len(sums) - SHOWN)}", "dim")
    if len(item["cases"]) > len(shown):
        yield Text(f"      {words['more'].format(n=len(item['cases']) - len(shown))}", "dim")
    excused = next((asked["value"] for asked in item["inputs"] if asked["field"] == "excused"), None)
    if excused:
        yield Text(f"      {words['excused'].format(n=excused)}{_grounds(item)}")
    if item["hints"] and not item["by_person"]:
        names = [case["filing"] for case in item["hints"]]
        listed = words["comma"].join(names if every else names[:SHOWN]) + (
            "…" if len(names) > SHOWN and not every else ""
        )
        yield Text(f"      {words['hints'].format(names=listed)}", "dim")
    for note in item["notes"]:
        yield Text(f"      · {note}", "dim")


def _points(item: Json, words: Mapping[str, str]) -> tuple[str, str]:
    if item["lost"] is None:
        return words["not_judged"] + words["of_cap"].format(cap=item["at_most"]), "yellow"
    if item["way"] == "stars":
        return words["gains"].format(got=_minus(item["cap"], item["lost"]), cap=item["cap"]), "green"
    if not item["lost"]:
        return words["full"], "green"
    return words["loses"].format_map(item) + (
        words["of_cap"].format_map(item) if item["lost"] == item["cap"] else ""
    ), "red"


def _minus(cap: float, lost: float) -> float:
    left = round(cap - lost, 4)
    return int(left) if left == int(left) else left


def _reason(item: Json, words: Mapping[str, str]) -> str:
    asked = words["comma"].join(
        f"{one['question']}（{one['unit']}）" for one in item["inputs"] if one["field"] == "value"
    )
    if item["lost"] is None:
        found = f"{item['found']:.4g}" if item["why"] == "not_over" else ""
        said = words[item["why"]].format_map({**item, "what": asked, "found": found, "quote": item["applied"]})
        return said + (words["or_input"].format(what=asked) if item["why"] == "no_evidence" and asked else "")
    kind = {"steps": "ratio", "stars": "stars", "once": "once"}.get(item["way"], "each")
    said = words[kind].format(
        found=f"{item['found']:.4g}" if kind == "ratio" else item["found"], quote=item["applied"] or item["quote"]
    )
    if item["by_person"]:
        return f"{said}{words['semi']}{words['by_person']}{_grounds(item)}"
    if item["fee"] is not None:
        said += words["by_ledger"].format_map(item)
    return f"{said}{words['semi']}{words['told'].format_map(item)}" + (
        words["spared"].format_map(item) if item["spared"] else ""
    )


def _grounds(item: Json) -> str:
    return f"（{item['note']}）" if item["note"] else ""


def _case_lines(case: Json, words: Mapping[str, str]) -> Iterator[Text]:
    for finding in case["findings"]:
        points = finding["points"]
        kind = "case_free" if points is None else "case" if points else "case_cap"
        said = {"points": points, "filing": case["filing"], "summary": finding.get("summary", "")}
        yield Text(f"      {words[kind].format_map(said)}  [{finding['fingerprint']}]")
        yield from _place_lines(finding, words)


def _place_lines(shown: Json, words: Mapping[str, str]) -> Iterator[Text]:
    for place in dict.fromkeys(_place(evidence, words) for evidence in shown.get("evidence", ())):
        yield Text(f"          {words['place'].format(place=place)}", "dim")


def _place(evidence: Json, words: Mapping[str, str]) -> str:
    parts = [str(evidence["path"])]
    if evidence.get("page"):
        parts.append(words["page"].format_map(evidence))
    elif evidence.get("where"):
        parts.append(str(evidence["where"]))
    if evidence.get("text"):
        parts.append(f"“{evidence['text']}”")
    return " ".join(parts)


def _next_lines(sheet: Json, words: Mapping[str, str]) -> Iterator[Text]:
    ahead = sheet["next"]
    if_open = words["if_open"] if sheet["open"] else ""
    band = ahead["band"]
    if band is None:
        yield Text(words["highest"].format(if_open=if_open), "bold")
    elif ahead["moves"] is None:
        yield Text(words["unreachable"].format_map({**band, **ahead}), "bold")
    else:
        yield Text(words["next"].format_map({**ahead, **band, "if_open": if_open}), "bold")
        for move in ahead["moves"]:
            yield Text(f"  · {_move(move, words)}")
    if sheet["open"]:
        yield Text(words["spare"].format_map({**ahead["here"], **ahead}), "dim")


def _move(move: Json, words: Mapping[str, str]) -> str:
    said = words[f"move_{move['way']}"].format_map(move)
    return said + (words["move_yuan"].format(yuan=f"{move['yuan']:,.2f}") if move["yuan"] else "")


def _supposed_lines(after: Json, bands: Sequence[Json], words: Mapping[str, str]) -> Iterator[Text]:
    yield Text("")
    line = Text(words["what_if"], "bold")
    line.append_text(_score_line(after, after["open"], bands, words))
    yield line
    for item in after["items"]:
        numbers = {name: words["unknown"] if item[name] is None else item[name] for name in ("before", "after")}
        yield Text(f"  · {words['becomes'].format_map({**item, **numbers})}")
    if not after["items"]:
        yield Text(f"  · {words['same']}")
