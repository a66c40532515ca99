"""How much a paper looks like an official one: what speaks for it and what against, weighed.

A policy or a service report that only cites a notice has neither a number of its own, nor addressees, nor a public
body's signature, but form labels (投保人, 保险单号), which speak against.
"""

from __future__ import annotations

import re
from itertools import islice

from extractor.document import Document
from extractor.notices import head, signature, tail, titles
from extractor.notices.numbering import mark
from extractor.notices.paragraphs import Paragraph, paragraphs
from extractor.text.fold import fold

_PUBLIC = re.compile(
    r"政府|局$|委员会|办公室$|办公厅$|[厅部委院署]$|办事处$|管委会$|安委[会办]|联席会议|指挥部|领导小组|党工委|党委"
)
_FIRM = re.compile(r"公司|[厂矿店]|集团|合作社")
_ONE_FIRM = re.compile(rf"(?!各|所有|全体|有关|相关|辖区)[^、；;和及各]*(?:{_FIRM.pattern})[^、；;各]*")
"""In the name of who signs, or of whose department: what a firm tells its own people is no official paper."""
_PHRASE = re.compile(
    r"[现特][^。]{0,40}(?:通知|意见|决定|通报|公告|通告|说明|函告|批复)如下|现(?:将|予)?[^。]{0,60}印发给你们|"
    r"请[^。]{0,20}(?:贯彻|遵照|结合实际)[^。]{0,10}(?:执行|落实|实施)|"
    r"本(?:通知|办法|意见|方案|规定|细则|决定)自|特此(?:通知|公告|通告|函告|批复|通报)|说明如下"
)
_FORM = re.compile(
    r"^[\s]*(?:投保人|被保险人|保险人|保险单号|保单号码?|保险期间|签单日期|保险费|受检单位|委托单位|服务对象|服务机构|服务日期|服务时间|"
    r"发票代码|发票号码|购买方|销售方|价税合计|赔案号|报案号|凭证号|投保单号|客户名称)[\w（）()]{0,6}\s*(?:$|[:\s])"
)
_PAPER_OF_TRADE = re.compile(
    r"^[^。]{0,30}(?:保险单|保险凭证|投保单|发票|服务报告|检查报告|评估报告|培训记录|服务记录|台账|理赔|保险条款|批单|清单|合同|协议|计划书)"
)
_WEAK_GENRES = frozenset(
    {"报告", "说明", "计划", "方案", "函", "标准", "制度", "规程", "指南", "要点", "工作要点", "令", "细则"}
)
# Each weight is how much the sign alone tells official papers from the trade's own; together they are cut at 1.
_WEIGHTS = {
    "number": 0.25,
    "title": 0.4,  # 关于…的通知 is a form that hardly anything else has
    "half_title": 0.25,
    "stage": 0.1,
    "weak_title": 0.08,
    "addressees": 0.12,
    "signature": 0.2,
    "print_line": 0.15,
    "heading": 0.15,
    "phrase": 0.15,
    "hierarchy": 0.1,
    "form": -0.15,
    "trade": -0.3,
    "firm": -0.5,
    "to_firm": -0.2,
}
_MOST_FORM_LABELS = 4
_HEAD = 60  # lines in which a form shows its labels
_TOP = 8  # lines in which a paper shows its heading


def score(document: Document) -> tuple[float, tuple[str, ...]]:
    """How surely the paper is an official one, 0…1, and the signs in words (English, for the record)."""
    if plain := _plainly_of_trade(document):
        return 0.0, (plain,)
    signs = _signs(paragraphs(document))
    total = sum(weight for weight, _ in signs)
    return round(max(0.0, min(1.0, total)), 3), tuple(words for _, words in signs)


def _plainly_of_trade(document: Document) -> str | None:
    """A form of the trade, told by its heading and labels without reading on; every policy passes through here."""
    first = [line.text.strip() for _, line in islice(document.lines(), _HEAD)]
    top = "".join(first[:_TOP])
    if any(word in top for word in ("通知", "关于", "文件", "印发")):
        return None
    if not any(len(text) < 45 and _PAPER_OF_TRADE.match(text) for text in first[:_TOP]):
        return None
    labels = sum(1 for text in first if len(text) < 60 and _FORM.match(fold(text)))
    return f"headed as a paper of the trade, {labels} form labels" if labels >= 2 else None


def _signs(paras: tuple[Paragraph, ...]) -> list[tuple[float, str]]:
    title = titles.find_title(paras)
    signs: list[tuple[float, str]] = []

    def sign(name: str, words: str, times: int = 1) -> None:
        signs.append((_WEIGHTS[name] * times, words))

    if title:
        about, weak = "关于" in title.text, title.genre in _WEAK_GENRES
        name = "title" if about and not weak else "half_title" if about or not weak else "weak_title"
        sign(name, f"title ends in {title.genre}")
        if title.stage != "正式":
            sign("stage", f"a {title.stage}")
    if number := head.number_of(paras, title):
        sign("number", f"own number {number.value.canonical}")
    if heads := head.head_marks(paras, title):
        sign("heading", f"heading of {heads[0].value}")
    if named := head.addressees_of(paras, title.last + 1 if title else 0):
        alone = len(named.value) == 1 and _ONE_FIRM.fullmatch(str(named.value[0])) is not None
        sign("to_firm" if alone else "addressees", "addressed to one firm" if alone else "addressees before the text")
    signed = signature.choose_signature(list(signature.signatures(paras, title, len(paras))))
    firm = signed is not None and bool(signed.issuers) and all(map(_FIRM.search, signed.issuers))
    if signed and firm:
        sign("firm", f"signed by {signed.issuers[0]}, no public body")
    elif signed and signed.day and any(_PUBLIC.search(name) for name in signed.issuers):
        sign("signature", f"signed by {signed.issuers[0]}")
    if tail.print_line(paras):
        sign("print_line", "print line")
    if found := next((m.group() for p in paras if (m := _PHRASE.search(p.text))), None):
        sign("phrase", f"phrase {found[:16]}")
    marks = (mark(p.numbered) for p in paras if not p.in_table)
    styles = {found_mark.style for found_mark in marks if found_mark}
    if {"cn", "cnb"} <= styles or "article" in styles:
        sign("hierarchy", "numbered hierarchy")
    own = paras[
        : tail.annexes(paras, title.last + 1 if title else 0)[1]
    ]  # a form behind the text is the trade's, the text is not
    labels = sum(1 for p in own if len(p.text) < 60 and _FORM.match(fold(p.text)))
    if labels:
        sign("form", f"{labels} form labels", min(labels, _MOST_FORM_LABELS))
    tops = [p.text.strip() for p in paras[:4] if len(p.text) < 45 and "关于" not in p.text and "通知" not in p.text]
    if any(map(_PAPER_OF_TRADE.match, tops)):
        sign("trade", "headed as a paper of the trade")
    return signs
