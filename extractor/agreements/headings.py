"""Which lines can head the special agreements, and which open something else."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.agreements.stream import Placed
from extractor.evidence.lines.numbering import mark_at
from extractor.text.fold import fold, squeeze

HEADING_LENGTH = 18  # characters; longer lines are sentences

# A head word with what makes the agreement special; weak ones need content that says what agreements say.
STRONG = (
    r"(?:另行|特别|双方|其他|共同|补充)?(?:商定|议定|约定)(?:事项|条款|内容|条件)|(?:特别|特殊|特定|补充|附加|另行|另附|附带|专门|个性化)约定|特约(?!定)|约定事项|双方(?:的?特?别?约定|议定)"
    r"|(?:特别|特殊)(?:条款|条件约定|约定条款)|承保约定|协商约定|特别约足|特別约定"
)
WEAK = (
    r"(?:其他|其它|另外|有关|相关|专项)(?:约定|说明|事项|条款)|特别(?:说明|声明|事项|条件)|(?:附加|补充)(?:说明|条款)"
    r"|约定(?:内容|条款|说明)|备注|附注|批注|承保(?:说明|条件)|协议事项|约定(?=$|[:：及和与暨】\]〕])|服务(?:承诺|约定)"
)
_TAIL = (
    r"(?:[(（](?:续|续表|续前页|接上页|清单|见附页|如下)[)）]"
    r"|[及和与暨、](?:其[他它]|有关|重要)?(?:说明|事项|声明|提示|备注|承诺|条款)"  # 特别约定及说明
    r"|清单|附页|事项|条款|内容|栏|部分|如下|一览|表|续表|如下所列)*"
)
_OWNER = r"(?:本?(?:保险)?(?:保单|保险单|合同)?(?:的)?|保险)(?:其他|其它|双方|投保)?"
_HEADINGS = tuple(
    (strong, re.compile(rf"{_OWNER}(?:{words}){_TAIL}[>》]*")) for strong, words in ((True, STRONG), (False, WEAK))
)
_ATTACHED = re.compile(
    r"\s*附(?:[件表页录](?:[一二三四五六七八九十]|\d){0,2}\s*[:：、.—-]?|\s*[:：])\s*"
)  # 附件一：特别约定清单
_IN_ENGLISH = re.compile(r"(?:[A-Za-z][A-Za-z&/.'-]*\s+){1,4}(?=[\u4e00-\u9fff])")  # Special Provisions 特别条款
_AND_ENGLISH = re.compile(
    r"(?:[/·|]?[A-Za-z][A-Za-z&/.'-]{2,40}|\([A-Za-z&/.'-]{3,40}\))(?=[:：])"
)  # 特别约定 Special Provisions：
_LAST = re.compile(rf"^[\u4e00-\u9fa5、]{{1,8}}(?:{STRONG}){_TAIL}[:：]?$")  # 附加条款及特别约定
_HINT = re.compile("约|说明|事项|条款|注|条件|议定|承诺|商定|协议")
_LEAD_IN = re.compile(
    r"(?:约定|商定|议定|达成|(?:双方|各方|协商)[^。]{0,6}(?:同意|明确)|补充(?:约定|说明)?)[^。]{0,14}(?:如下|下列|以下).{0,8}[:：]?$"
    r"|(?:下列|以下|如下|另有|尚有|还有|另作|附带)[^。]{0,8}(?:约定|商定|议定)(?:事项|内容|条款|条件)?[:：]$"
)
_REFERENCE = re.compile(
    r"(?:详?见|参见|请见|以)[^。]{0,12}(?:附页|附件|附表|清单|背面|后页|下页|次页|续页|约定)|见第?\d+页"
)
_OPENS_OTHER = re.compile(
    r"^(?:附[:：件录]|附?保险条款|条款(?:摘要|要点|节选)|重要(?:提示|告知|说明|声明)|特别提示|温馨提示|投保人?声明|明示告知"
    r"|责任免除|免责|理赔(?:流程|指引|须知)|索赔|保险(?:责任|费|期间|人|机构|公司)?[（(]?(?:签|盖)?章|保险人(?:签|盖|名|[:：(（])"
    r"|承保(?:机构|公司|单位)|出单|签单|签发|签章|盖章|经办|制单|核保|复核|授权|客服|服务热线|报案电话|联系电话"
    r"|地址|电话|邮编|日期|查询|本保险单(?:由|经)|打印|营业网点|投保人[（(]?(?:签|盖)|被保险人[（(]?(?:签|盖)|第\d+页"
    r"|司法管辖|争议处理|争议解决方式|缴费(?:信息|方式)|付费|收费确认|公司(?:名称|地址|网址)|尊敬的|谢谢|此致|敬礼)"
)
_SIGNATURE = re.compile(
    r"(?:签\s*章|盖\s*章|公\s*章)(?!之日|日起|[后时]|即|生效|[^。:：]{0,8}无效)[)）]?[:：]?|^\s*\S{0,24}(?:支公司|分公司|营业部|营销服务部|营业处)\s*$|签单日期|出单日期|签发日期"
    r"|(?:20\d\d|二[〇零○]..)年.{1,3}月.{1,3}日(?:签单|出单|签发)?$"
)


BOXED_WORDS = re.compile(r"\s*[【\[〔][^】\]〕]{2,12}[】\]〕]")
"""Words in brackets of their own that head what follows them in the line: 【约定】①…"""
_OPENS_BOX = "【[〔"
_CLOSES_BOX = re.compile(r"[】\]〕]+[:：]?")

_LED = re.compile(r"[^\s,。;:.·…]{2,14}\s*(?:…{2,}|\.{5,}|·{4,})\s*[^\s.·…。;][^…。;]{0,40}")


def heading_at(stream: Sequence[Placed], at: int) -> tuple[bool, int, int, str] | None:
    """(strong, lines the heading takes, offset of what follows it in its last line, the heading's own words)."""
    placed = stream[at]
    if not _HINT.search(placed.line.text if placed.table is None else placed.cell_text):
        return None
    if (
        placed.table is not None
        and placed.first_in_cell
        and len(placed.cell_text) <= HEADING_LENGTH
        and len(placed.line.text.strip()) <= 4
    ):
        lines = sum(1 for p in stream[at : at + 8] if (p.table, p.row, p.col) == (placed.table, placed.row, placed.col))
        if lines > 1:
            strength = heading_words(placed.cell_text)
            if strength is not None and strength[1] >= len(placed.cell_text):
                return strength[0], lines, len(stream[at + lines - 1].line.text), placed.cell_text
    if placed.table is not None and not placed.first_in_cell and placed.n_cols > 2:
        return None
    text = placed.line.text
    strength = heading_words(text)
    if strength is None:
        if (
            len(squeeze(text)) <= 60
            and _LEAD_IN.search(squeeze(text))
            and re.search(r"约定|商定|议定", text)
            and not mark_at(text)
        ):
            return bool(re.search(r"特别|特约|另行|补充", text)), 1, len(text), text
        return None
    return strength[0], 1, strength[1], text[: strength[1]]


def heading_words(text: str) -> tuple[bool, int] | None:
    """Whether ``text`` begins as a heading of agreements: (strong, where the heading ends in ``text``)."""
    plain = fold(text)
    start = 0
    mark = mark_at(plain, loose=True)
    is_both = mark is not None and mark.style == "named" and mark.number == 1 and mark.text[-1:] in ".、．"
    if mark and not is_both and mark.text[-1:] not in "0123456789":  # 特别约定 1. is a heading with its first item
        start = mark.stop
    while start < len(plain) and plain[start] in " 【[〔<《■◆●★▲※*#=-—":
        start += 1
    if attached := _ATTACHED.match(plain, start):
        start = attached.end()
    if english := _IN_ENGLISH.match(plain, start):
        start = english.end()
    body = re.sub(r"\s+", "", plain[start:])
    for strong, pattern in _HEADINGS:
        match = pattern.match(body)
        if not match or match.end() == 0:
            continue
        if (boxed := _CLOSES_BOX.match(body, match.end())) and plain[start - 1 : start] in _OPENS_BOX:
            return strong, _offset(plain, start, boxed.end())
        named = _AND_ENGLISH.match(body, match.end())
        end = named.end() if named else match.end()
        rest = body[end:]
        if not rest or rest[0] in ":：":
            taken = end + (1 if rest else 0)
            return strong, _offset(plain, start, taken)
        if (len(rest) <= 10 and rest[0] in "(（" and rest[-1] in ")）") or re.fullmatch(
            r"[-—=_.。:：*]+|[A-Za-z&/.'()\s]+", rest
        ):
            return strong, len(plain)
        if strong and mark_at(rest, loose=False) and len(match[0]) >= 4 and not re.match(r"第", rest):
            return strong, _offset(plain, start, match.end())
    if len(body) <= HEADING_LENGTH and _LAST.search(body):
        return False, len(plain)
    return None


def _offset(plain: str, start: int, count: int) -> int:
    """Where ``count`` characters other than blanks from ``start`` end."""
    at = start
    while count and at < len(plain):
        count -= not plain[at].isspace()
        at += 1
    return at


def is_lead_in(text: str) -> bool:
    """``…约定如下：``, text without blanks."""
    return bool(_LEAD_IN.search(text))


def is_reference(text: str) -> bool:
    """Only a word on where the agreements stand: 详见特别约定清单."""
    return len(squeeze(text)) < 30 and bool(_REFERENCE.search(text))


def says_none(text: str) -> bool:
    """A section that says it is empty: 特别约定：无."""
    return bool(re.fullmatch(r"(?:无(?:特别约定|其他约定)?|空白?|/|[-—－]+|略)[。.]?", squeeze(text)))


def opens_other(text: str, *, sentence_open: bool) -> str:
    """What a line (without blanks) opens that is no agreement; "" when nothing is sure.

    While a sentence is open a line may begin with such a word by the chance of wrapping, so it must look like a title
    or a label.
    """
    if _SIGNATURE.search(text) and len(text) <= 40:
        return "the signature block"
    match = _OPENS_OTHER.match(text)
    if not match:
        return ""
    labelled = (
        text[match.end() - 1 : match.end() + 4].find(":") >= 0
        or text[match.end() - 1 : match.end() + 4].find("：") >= 0
    )
    if labelled or is_title(text) or (not sentence_open and len(text) <= 40 and "。" not in text):
        return "the next section"
    return ""


def is_title(text: str) -> bool:
    """A short line without the punctuation of a sentence."""
    return (
        1 < len(text) <= HEADING_LENGTH
        and not re.search(r"[。；;，,！]", fold(text)[:-1] + text[-1])
        and not re.search(r"[.:：]$", text)
    )


def is_label(text: str) -> bool:
    """``标签：值`` or ``标签……值``, or several with strokes between them – fields of the form, no agreement.

    >>> is_label("起保日期…………2019年5月31日零时"), is_label("发生事故后应在24小时内通知保险人……")
    (True, False)
    >>> is_label("保险期间：2025年4月23日0时起，至2026年4月22日24时止｜"), is_label("保费：9万元｜免赔：无")
    (True, True)
    """
    plain = fold(text)
    if _LED.fullmatch(plain):
        return True
    entries = [part.strip().partition(":") for part in plain.split("|") if part.strip()]
    if "|" in plain and all(colon and 1 < len(name) <= 8 and "。" not in value for name, colon, value in entries):
        return True
    label, colon, value = plain.partition(":")
    return bool(colon) and 1 < len(label) <= 8 and not re.search(r"[,。;]", plain) and len(value) <= 40
