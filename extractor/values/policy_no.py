"""Policy, proposal and report numbers: no national form exists, so they are known by shape and by what stands beside them."""

from __future__ import annotations

import re

_YEAR = r"[(（〔\[](?:19|20)\d\d[)）〕\]]"
_STANDARDS = ("GB", "AQ", "YJ", "JT", "SY", "DB")
"""Letters before the bracketed year of a standard: national, of work safety, emergency, transport, oil; local."""
_BEHIND_LETTERS = (
    r"(?:(?<=[A-Z]{2}.{6})" + "".join(rf"(?<!{letters}.{{6}})" for letters in _STANDARDS) + "|(?<=[A-Z]-.{6}))"
)
# A serial of three or four digits is one behind letters alone, which no document's number begins with: AQZX(2025)0417
_YEAR_AND_SERIAL = (
    rf"(?:{_YEAR}(?:(?:[\u4e00-\u9fff]{{1,3}}|[A-Z]{{1,4}}-?)?\d{{5,12}}号?"
    rf"|{_BEHIND_LETTERS}\d{{3,4}}(?:-\d{{1,4}})?(?![\d-])号?)"
    r"|字第?(?:19|20)\d\d-\d{4,12}号"
    r"|(?<=[责险保])字第?(?:19|20)\d\d年?第?\d{4,12}号"
    r"|(?<=安)字第?(?:19|20)\d\d年?第?\d{5,12}号"
    r"|(?:19|20)\d\d年?字第\d{5,12}号"
    r"|(?:19|20)\d\d年?第(?=(?:-?\d){6})\d[\d-]{4,18}\d号)"
)
# A court's or an authority's numbers begin with the year too: what is insured stands in a policy's own
_YEAR_FIRST = rf"{_YEAR}(?=[\u4e00-\u9fff]{{0,7}}[责险保])(?:(?![民刑执仲罚诉裁]|财保)[\u4e00-\u9fff]){{1,8}}(?<=[责险保单])字第?\d{{4,12}}号"
# Letters and digits with inner dashes, at least eight, most of them digits; or written as letters of an office are,
# 岚责（2024）字第975192号 or 粤珠〔2025〕AZ908260, with a longer serial than documents have.
FORM = re.compile(
    r"(?<![0-9A-Za-z])(?=(?:[A-Za-z/-]*\d){6})[0-9A-Za-z](?:[0-9A-Za-z]|[-/](?=[0-9A-Za-z])){6,38}[0-9A-Za-z](?![0-9A-Za-z])"
    r"|(?<![0-9A-Za-z.·])(?=(?:[A-Z.·]*\d){6})[A-Z]{2,}[A-Z\d]*(?:[.·][A-Z\d]+){2,}(?![0-9A-Za-z.·])"
    rf"|(?:[\u4e00-\u9fff]{{1,8}}|(?<![0-9A-Za-z])[A-Z]{{2,8}}-?){_YEAR_AND_SERIAL}"
    rf"|{_YEAR_FIRST}"
)
SERIAL = re.compile(_YEAR_AND_SERIAL)
"""What such a number goes on with after the words of the office."""
YEAR_FIRST = re.compile(_YEAR_FIRST)
"""A number whose bracketed year stands before the words of the office: （2025）湘安责字第00631号."""

_LETTERS = re.compile(r"(?<![0-9A-Za-z])[A-Z]{2,8}-?$")
_DAY = re.compile(r"(?:19|20)\d\d([-/])(?:0?[1-9]|1[0-2])\1(?:0?[1-9]|[12]\d|3[01])")


def office_before(text: str, at: int) -> int:
    """Where the words begin that a number with a bracketed year at ``at`` starts with; ``at`` itself where none stand there.

    >>> office_before("保单号岚责(2024)字第975192号", 5), office_before("依照岚责(2024)字第975192号", 4)
    (3, 2)
    >>> office_before("保单号:NHX(2022)22514", 7)
    4
    """
    if (letters := _LETTERS.search(text, max(0, at - 10), at)) is not None:
        return letters.start()
    run = re.search(r"[\u4e00-\u9fff]*$", text[max(0, at - 16) : at])
    words = run[0] if run is not None else ""
    own = re.split("[依按遵参]照|[根依]据|[号为是单证函在由按依据的]", words)[-1]
    return at - len(own) if len(own) <= 8 else at


def is_day(number: str) -> bool:
    """Whether what has the form of a number is a day.

    >>> is_day("2024-03-24"), is_day("2024-0324001")
    (True, False)
    """
    return _DAY.fullmatch(number) is not None


def same(a: str, b: str) -> bool:
    """Whether two written numbers are one: blanks and case do not count.

    >>> same("pzit 2024", "PZIT2024")
    True
    """
    return format(a) == format(b)


def parse(text: str) -> str | None:
    """The one number-like run in ``text``, blanks kept out, else None.

    >>> parse("粤珠〔2025〕AZ908260"), parse("粤珠〔2025〕27号")
    ('粤珠〔2025〕AZ908260', None)
    >>> parse("2024-03-24"), parse("2024-03-2401")
    (None, '2024-03-2401')
    >>> parse("ZJAZ[2024]0012345"), parse("见GB[2024]3836"), parse("AQZX(2023)0417"), parse("应急(2025)0027")
    ('ZJAZ[2024]0012345', None, 'AQZX(2023)0417', None)
    >>> parse("湘泰安责字第2025-01163号")
    '湘泰安责字第2025-01163号'
    >>> parse("瓯安责2025第330382-0509号"), parse("安监2025第12号")
    ('瓯安责2025第330382-0509号', None)
    >>> parse("湘安责字第202500631号"), parse("安责字2025第00631号")
    ('湘安责字第202500631号', '安责字2025第00631号')
    >>> parse("赣抚安字2024第00752号"), parse("抚安字2024第75号"), parse("XL·AZ·361002·2024·0752")
    ('赣抚安字2024第00752号', None, 'XL·AZ·361002·2024·0752')
    >>> parse("(2025)湘安责字第00631号"), parse("(2025)湘财保字第00631号"), parse("(2025)湘0181民初123号")
    ('(2025)湘安责字第00631号', None, None)
    >>> parse("浙丽安责2023字第40217号"), parse("浙安责2023字第217号")
    ('浙丽安责2023字第40217号', None)
    """
    found = [number for number in FORM.findall("".join(text.split())) if not is_day(number)]
    return found[0] if len(set(found)) == 1 else None


def format(number: str) -> str:
    return "".join(number.split()).upper()
