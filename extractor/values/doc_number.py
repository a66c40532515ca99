"""Numbers of official documents (发文字号) and of standards (标准号).

``应急监二〔2023〕84号`` has the issuer's code, the year in brackets and a serial. GB/T 9704 prints the year in 〔〕;
papers and recognisers also write [], 【】, (), （） or ﹝﹞, which are equal here and kept in ``bracket``.
``AQ 9010-2019`` is a standard: its code letters, number and year.

>>> parse("虞安办[2021]29号").canonical
'虞安办〔2021〕29号'
>>> parse("AQ9010—2019").canonical
'AQ 9010-2019'
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

# C and J are what recognisers make of 〔 and 〕.
_OPEN = "〔［\\[【（(﹝〖{｛「〈<C"
_CLOSE = "〕］\\]】）)﹞〗}｝」〉>J"
_D = "0-9０-９"
_GAP = r"[ \t\u3000]*"
# The issuer's code ends just before the bracket. Words of the sentence before it are cut off by ``_issuer``.
_NUMBER = re.compile(
    rf"(?P<issuer>[\u4e00-\u9fa5]{{1,14}}){_GAP}"
    rf"(?P<open>[{_OPEN}]){_GAP}(?P<year>(?:[1１][9９]|[2２][0０])(?:[ \t]?[{_D}]){{2}}){_GAP}"
    rf"年?{_GAP}(?P<close>[{_CLOSE}])"
    rf"{_GAP}(?:第)?{_GAP}(?P<serial>[{_D}]{{1,5}}(?:[ \t](?=[{_D}号])[{_D}]{{0,3}})?){_GAP}号"
)
# Letters of national, sector and local standards (GB, AQ safety, DB region, TSG special equipment …).
_STANDARD = re.compile(
    rf"(?<![A-Za-z0-9])(?P<code>GBZ|GB|AQ|DB[{_D}]{{0,6}}|TSG|JGJ|YJ|XF|GA|JR|MT|HG|SY|NB)"
    rf"(?P<rec>\s?/\s?[TZ])?[ \t\u3000]?(?P<serial>[{_D}]{{1,5}}(?:\.[{_D}]{{1,3}})?)"
    rf"[ \t]?[-—–－―‑﹣~]{{1,2}}[ \t]?(?P<year>(?:19|20)[0-9]{{2}}|(?:１９|２０)[０-９]{{2}})(?![{_D}])"
)
# Without these there is no number in a text, and most texts are without
_BRACKETED = re.compile(rf"[{_OPEN}]{_GAP}[1１2２]")
_CODE_BEGINS = re.compile("[ADGHJMNSTXY]")
# Words of a sentence that touch a number from the left; the issuer's code is what stands after the last of them.
_LEAD = re.compile(
    r"^.*(?:文件|文号|字号|编号|通知|依据|根据|按照|依照|遵照|遵守|遵循|遵从|参照|比照|对照|符合|援引|引用|满足|执行|落实|贯彻|废止了?原?|(?:取代|代替|替代|适用)了?原?|已[被由]|文自|印发|下发|以及|发布|规定|要求|"
    r"关于|参考|参阅|结合|本着|(?<!日)照|[按据以由即为见的是在号]|依(?![政府委市县区]|(?:应急|安办|安委办?)$)|(?<=.)[和与及或])(?=[\u4e00-\u9fa5]{2})"
)
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class DocNumber:
    """A document's or a standard's number.

    ``issuer_code`` is 应急监二 or, for a standard, its letters (AQ, GB/T). ``serial`` is text because a standard's
    may have a part (9010.4). ``bracket`` is the opening bracket as printed, empty for a standard. Equality is by
    meaning: two writings of one number are equal.
    """

    issuer_code: str
    year: int
    serial: str
    raw: str = ""
    bracket: str = ""
    standard: bool = False

    @property
    def canonical(self) -> str:
        if self.standard:
            return f"{self.issuer_code} {self.serial}-{self.year}"
        return f"{self.issuer_code}〔{self.year}〕{self.serial}号"

    @property
    def key(self) -> tuple[str, int, str]:
        return self.issuer_code, self.year, self.serial

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DocNumber) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    def __str__(self) -> str:
        return self.canonical


def _digits(text: str) -> str:
    return _SPACES.sub("", unicodedata.normalize("NFKC", text))


def _issuer(words: str) -> str:
    """The issuer's code without the sentence before it: 根据应急监二 → 应急监二."""
    lead = _LEAD.match(words)
    return words[lead.end() :] if lead else words


def find_all(text: str) -> list[tuple[int, int, DocNumber]]:
    """Every number in ``text`` with the range of characters it stands in, left to right."""
    found: list[tuple[int, int, DocNumber]] = []
    for match in _NUMBER.finditer(text) if _BRACKETED.search(text) else ():
        issuer = _issuer(match["issuer"])
        if issuer.endswith(("号", "字第")) or len(issuer) < 2:
            continue  # 合同号（2024）12号 numbers a contract, not a document
        start = match.end("issuer") - len(issuer)
        raw = text[start : match.end()]
        serial = _digits(match["serial"]).lstrip("0") or "0"
        found.append((start, match.end(), DocNumber(issuer, int(_digits(match["year"])), serial, raw, match["open"])))
    for match in _STANDARD.finditer(text) if _CODE_BEGINS.search(text) else ():
        code = _digits(match["code"]) + ("/" + _digits(match["rec"])[-1] if match["rec"] else "")
        number = DocNumber(code, int(_digits(match["year"])), _digits(match["serial"]), match.group(), "", True)
        found.append((match.start(), match.end(), number))
    return sorted(found, key=lambda item: item[0])


def parse(text: str) -> DocNumber | None:
    """The number that ``text`` consists of, None when it is none or is more than that."""
    stripped = text.strip()
    found = find_all(stripped)
    if len(found) == 1 and found[0][0] == 0 and found[0][1] == len(stripped):
        return found[0][2]
    return None
