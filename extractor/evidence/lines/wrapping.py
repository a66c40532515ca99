"""Whether a printed line goes on with what the line above it began, or begins something of its own."""

from __future__ import annotations

import re

from extractor.document import Box, Line
from extractor.evidence.concepts import meaning
from extractor.evidence.lines.abreast import goes_on_abreast
from extractor.evidence.lines.broken import (
    BOXED,
    DAY_BEGUN,
    DAY_ENDS,
    HAN_LAST,
    HAN_ONLY,
    NAME_ENDS,
    begins_count,
    breaks_before_limit,
    breaks_before_sum,
    breaks_body,
    breaks_bracket,
    breaks_day,
    breaks_digits,
    breaks_name,
    breaks_sum,
    closes,
    finishes_name,
    is_left_over,
    is_rest,
)
from extractor.evidence.lines.paragraphs import wraps_paragraph
from extractor.evidence.lines.rows import REACH, right_under
from extractor.text.fold import fold

NUMBERED = re.compile(
    r"^\s*(?!\d{1,3}\.\d{1,2}\s*(?:[万亿]?元|%|米|吨))(?:[（(]?[\d一二三四五六七八九十]{1,3}\s*[、.．)）]|[甲乙丙丁戊]\s*[、．](?!\s*[甲乙丙丁戊])|第[一二三四五六七八九十\d]+[条章]|[①-⑳●■◆▪·•*☑☐□√-])"
)
_LEADER = re.compile(r"^[^…]{2,24}?(?:…{2,}|\.{4,}|·{4,}|_{4,})")
_COLON_LABEL = re.compile(r"^(?!\d+[:：])(?:[^\s:：,，。;；]{2,14}|[\u4e00-\u9fff](?:\s+[\u4e00-\u9fff]){1,4})\s*[:：]")
# "…,每次事故限额200万元,年累计限额" over "100.00万元,保费…": a statement cut between a label and its sum
_AWAITS_SUM = re.compile(
    r"\d[^,;。]*[,;].*(?:限额|上限|额度|保费|保险费|费用)\s*(?:\([^()]{0,4}元\))?\s*:?\s*(?:RMB|CNY|¥|人民币)?$"
)
_SUM_FIRST = re.compile(r"(?:RMB|CNY|¥|人民币)?\s*\d[\d,.]*(?:亿|万)?元?(?:[,;。]|$)")
# "企业自付 500元" under "内含防损投入 ¥5,985.00": one label with its value below another
_PAIRED_ABOVE = re.compile(r"[\u4e00-\u9fff()]{2,12} +\S")
_PAIRED = re.compile(r"[\u4e00-\u9fff()]{2,12} +(?:¥|RMB|\d)")
# "做何营生　有色金属冶炼" under "落址　江西省…": short words and a blank as wide as a character before each value
_ENTRY = re.compile(r"\s*[\u4e00-\u9fff（）()]{2,8}(?:\u3000| {3,})\s*\S")
# "行业 化工" under "地址 …306号" where a scan leaves one blank of a wide one
_SPACED = re.compile(r"\s*([\u4e00-\u9fff()]{2,8}) +\S")
# "A5 行业" under "A4 地址": an item whose number goes on counting
_CODED = re.compile(r"\s*([A-Z])(\d{1,2})(?=[ 、.]|[\u4e00-\u9fff])")
# "2025-07-18 付…培训费 1,800.00元" under "2025-04-25 付…": entries of a journal
_DATED = re.compile(r"(?:19|20)\d\d(?:[-/.]\d{1,2}[-/.]\d{1,2}|年\d{1,2}月\d{1,2}日)[ ,:，：、](?![至到\-~—])")
# What is left of an address that ends in a house number, wrapped to its label's start
_NUMBER_LAST = re.compile(r"(?:\d|\d号?[A-Za-z])$")
_ORPHAN = re.compile(r"[号室栋幢楼层座区]{1,2}$")


def grouped(rows: list[list[Line]], right_edge: float, reach: float = REACH) -> list[list[Line]]:
    """The lines of ``rows`` with what each goes on over the rows below it, in the order of their first lines.

    ``reach`` is the white between two lines of one paragraph, in line heights, at most."""
    groups: list[list[Line]] = []
    above: list[list[Line]] = []  # those that may go on in the next row
    for r, row in enumerate(rows):
        before = _without_mark(rows[r - 1]) if r else []
        mark, row = row[: len(row) - len(_without_mark(row))], _without_mark(row)
        here: list[list[Line]] = []
        for line in row:
            if mark and line is row[0]:
                groups.append([*mark, line])
                here.append(groups[-1])
                continue
            home = next((group for group in above if _continues(group, line, row, before, (right_edge, reach))), None)
            if home is None and len(before) > 1:
                home = next((group for group in above if goes_on_abreast(group, line, rows, r, reach)), None)
            if home is None:
                groups.append(home := [line])
            else:
                home.append(line)
            here.append(home)
        above = here
    return groups


_PICTURE = re.compile(r"\s*(?:照片|图片?|隐患|问题)\s*(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[:：]?\s*")
"""The number over a picture or a hazard, alone in its line."""
_MARK_ALONE = re.compile(r"[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})\s*[、.．)）]")


def _without_mark(row: list[Line]) -> list[Line]:
    """A row of one item without the mark of a list that a wide gap parts from it: "2." beside the paragraph that it numbers."""
    if len(row) != 2 or _MARK_ALONE.fullmatch(row[0].text.strip()) is None:
        return row
    mark, item = row[0].box, row[1].box
    if mark is None or item is None or len(row[1].text) < _LEAST_ITEM:
        return row
    return row[1:] if 0 <= item.x0 - mark.x1 <= _MARK_GAP * min(mark.height, item.height) else row


_LEAST_ITEM = 16
"""Characters from which on what stands beside a mark is a sentence and no cell of a list."""
_MARK_GAP = 2.0


def _continues(
    members: list[Line], line: Line, row: list[Line], previous_row: list[Line], bounds: tuple[float, float]
) -> bool:
    """Whether ``line`` goes on the text of ``members``: a wrapped paragraph or a wrapped value in its column.

    ``bounds`` are the right edge and the white between two lines, as in ``grouped``.
    """
    right_edge, reach = bounds
    last, text = members[-1], fold(line.text)
    a, b = last.box, line.box
    if a is None or b is None:
        return False
    if len(members) == 2 and (mark := members[0].box) is not None and _MARK_ALONE.fullmatch(members[0].text.strip()):
        a = Box(mark.x0, a.y0, a.x1, a.y1)
    if not right_under(a, b, reach) or (reach == REACH and _parted(members, a, b)):
        return False
    upper, height = fold(last.text), min(a.height, b.height)
    in_row = line is row[0] and not _in_columns(row, previous_row)
    if in_row and _runs_over(members, line, text, previous_row, right_edge):
        return True
    if len(row) == 1 and b.x0 <= a.x0 + 3 * height and _AWAITS_SUM.search(upper) and _SUM_FIRST.match(text):
        return True
    if _is_entry(members[0], line, upper, text) or begins_count(upper, text):
        return False
    if _ORPHAN.match(text) and _NUMBER_LAST.search(upper):
        return _under_its_value(a, b, previous_row)
    label = _COLON_LABEL.match(text)
    if label and not (a.x1 >= right_edge - 1.2 * height and _runs_on(upper, label[0])):
        return False
    if line.bold is not None and last.bold is not None and line.bold != last.bold:
        return False
    if len(row) == 1 < len(previous_row) and last is previous_row[-1] and _set_to_the_right(a, b):
        return finishes_name(upper, text) or breaks_name(upper, text) or breaks_body(upper, text)
    if len(row) == len(previous_row) == 1:
        return wraps_paragraph(upper, text, a, b, right_edge)
    if abs(a.x0 - b.x0) <= 0.6 * height and is_rest(upper, text):
        before = [other.text.strip() for other in row if other.box is not None and other.box.x1 <= b.x0]
        # a label beside it: the next field's value
        return not before or NAME_ENDS.match(before[-1]) is not None or meaning(before[-1]).coverage < 0.8
    if abs(a.x0 - b.x0) <= 0.6 * height and BOXED.match(fold(members[0].text)) and is_left_over(upper, text):
        return True
    if abs(a.x0 - b.x0) <= 0.6 * height and breaks_before_limit(upper, text):
        return True
    if line is row[0] and len(row) > 1:
        return False
    # a wrapped value: same left edge, nothing to the left of it in its own row
    same_left = abs(a.x0 - b.x0) <= 0.6 * height
    label_beside = any(other.box is not None and other.box.x1 <= b.x0 and other is not line for other in row)
    return same_left and not label_beside and len(previous_row) > 1 and last is not previous_row[0]


_PARTED = 0.5
"""Line heights of white more than between the lines above: a paragraph ends there. Boxes of lines read from pixels vary too much to tell."""


def _parted(members: list[Line], a: Box, b: Box) -> bool:
    """Whether a line stands clearly farther below a paragraph's last line than that does below the one above it."""
    over = members[-2].box if len(members) > 1 else None
    return over is not None and over.y1 <= a.y0 + _PARTED * a.height and b.y0 - a.y1 > max(0.0, a.y0 - over.y1) + _PARTED * min(a.height, b.height)  # fmt: skip


def _set_to_the_right(a: Box, b: Box) -> bool:
    """Whether a shorter line ends where the one above it does, as values do that an app sets to the right of its card."""
    height = min(a.height, b.height)
    return abs(a.x1 - b.x1) <= 0.3 * height and b.x0 - a.x0 > 0.6 * height


def _is_entry(first: Line, line: Line, upper: str, text: str) -> bool:
    """Whether a line begins an item, or a label with its value as the first line above it does."""
    if (
        (NUMBERED.match(text) and not closes(upper, text) and not breaks_digits(upper, text))
        or _LEADER.match(text)
        or _PICTURE.fullmatch(text)
    ):
        return True
    if _PAIRED.match(text) and _PAIRED_ABOVE.match(fold(first.text)):
        return True
    if text[:2] == "20" and _DATED.match(text) and _DATED.match(fold(first.text)):
        return True
    code, before = _CODED.match(text), _CODED.match(fold(first.text))
    if code and before and (code[1], int(code[2])) == (before[1], int(before[2]) + 1):
        return True
    entry = _ENTRY.match(line.text)
    if entry is not None and (_ENTRY.match(first.text) is not None or _is_field_below(entry[0], upper)):
        return True
    entries = _SPACED.match(text), _SPACED.match(fold(first.text))
    return all(entry is not None and meaning(entry[1]).coverage >= 0.8 for entry in entries)


def _is_field_below(entry: str, upper: str) -> bool:
    """Whether a label and a wide blank begin a field under a sentence that is over: 签单公司　… below "…不因工种不同而区别。"."""
    return upper.rstrip()[-1:] in _SENTENCE_ENDS and meaning(entry[:-1].strip()).coverage >= 0.8


_SENTENCE_ENDS = ("。", "!", ";")


def _under_its_value(a: Box, b: Box, previous_row: list[Line]) -> bool:
    """Whether what is left of a house number stands at its value's left edge or at its label's."""
    lefts = [o.box for o in previous_row if o.box is not None and o.box.x0 < a.x1]
    start = lefts[-2] if len(lefts) > 1 and lefts[-1].x0 >= a.x0 else a  # its label, where that stands apart
    return min(abs(a.x0 - b.x0), abs(start.x0 - b.x0)) <= 0.6 * min(a.height, b.height)


def _in_columns(row: list[Line], previous_row: list[Line]) -> bool:
    """Whether the fields of two rows stand one under another, each in its column: labels over their values, and nothing runs over."""
    return len(row) == len(previous_row) > 1 and all(
        a.box is not None and b.box is not None and abs(a.box.x0 - b.box.x0) <= 0.6 * min(a.box.height, b.box.height)
        for a, b in zip(previous_row, row, strict=True)
    )


_MOST_LEFT_OVER = 5
_MOST_VALUE = 14


def _runs_over(members: list[Line], line: Line, text: str, previous_row: list[Line], right_edge: float) -> bool:
    """Whether the last of several fields on a line fills it and goes on with a few characters at the next line's start."""
    last, first = members[-1], previous_row[0] if previous_row else None
    a, b = last.box, line.box
    if first is None or len(previous_row) < 2 or last is not previous_row[-1] or first.box is None or not a or not b:
        return False
    upper = fold(last.text)
    outdented = first.box.x0 - 3 * a.height <= b.x0 < first.box.x0 and breaks_before_sum(upper, text)
    if (abs(b.x0 - first.box.x0) > 0.6 * a.height and not outdented) or NUMBERED.match(text):
        return False
    if _LABEL_LAST.search(upper) and _WHOLE_CODE.fullmatch(text) and b.width > right_edge - a.x1:
        return True  # a number that no line breaks: what its label left of the line was too short for it
    if breaks_before_sum(upper, text) and b.width > right_edge - a.x1:
        return True
    if a.x1 < right_edge - 1.3 * a.height:
        return False
    if breaks_name(upper, text) or breaks_body(upper, text) or breaks_day(upper, text) or breaks_sum(upper, text):
        return True
    if breaks_bracket(upper, text):
        return True
    if len(text) > (_MOST_VALUE if _LABEL_LAST.search(upper) else _MOST_LEFT_OVER) or re.search("[:：]", text):
        return False
    return bool(
        _LABEL_LAST.search(upper)
        or (DAY_BEGUN.search(upper) and DAY_ENDS.match(text))
        or (HAN_LAST.search(upper) and HAN_ONLY.match(text) and (NAME_ENDS.match(text) or meaning(text).coverage < 0.5))
    )


_LABEL_LAST = re.compile(r"[:：]\s*$")
_WHOLE_CODE = re.compile(r"\s*[A-Za-z\d][A-Za-z\d/-]{7,39}\s*")


def _runs_on(upper: str, label: str) -> bool:
    """Whether what looks like a label stands within what a full line above it tells: another field's words cut in two, or a
    sentence that breaks within a word ("提供事故预" over "防服务3次：")."""
    if _RUNS_ON.search(upper):
        return True
    return (
        len(upper) >= _SENTENCE
        and _IN_SENTENCE.search(upper) is not None
        and meaning(label.strip(" :：")).coverage < 0.5
    )


_SENTENCE = 24  # characters of a line that is one
_IN_SENTENCE = re.compile(r"[,，。][^:：]*[\u4e00-\u9fff]$")
# A running line of several labels with their values, cut in the middle of one: "…；行业：铸造；被" / "保险人：…"
_RUNS_ON = re.compile(r"[:：][^;；]+[;；].*[^;；。:：\s]\s*$")
HOUR_BEGUN = re.compile(r"月\s*\d{1,2}\s*日\s*[零〇一二三四十\d]{1,2}$")
"""The end of a line that breaks within the hour of a day: 17日十 | 二时."""
