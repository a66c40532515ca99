"""Labels with what stands where their values would: after a colon, to the right, below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from extractor.evidence.concepts import meaning
from extractor.evidence.units import Unit


class Slot(NamedTuple):
    """A label and the text that stands where its value would: ``unit.text[start:stop]``."""

    label: str
    unit: Unit
    start: int
    stop: int
    relation: str
    weight: float

    @property
    def text(self) -> str:
        return self.unit.text[self.start : self.stop].strip()


_PAIR = re.compile(
    r"(?:^|[\s;；。,，、|)）(（])([^\s:：;；。,，|]{1,24}?(?:\s[^\s:：;；。,，|]{1,4}){0,3}?)\s*(?:[:：](?:(?<=[\u4e00-\u9fff)）][:：])|(?![\d]{2}(?!\d)))|…{2,}|\.{4,}|·{3,}|_{3,})\s*"
)


_BOXED = re.compile(r"[\[【〔]([^\[\]【】〔〕]{1,16})[\]】〕]\s*([^\[【〔\s](?:[^\[【〔]*[^\[【〔\s])?)")
"""Labels in brackets of their own: 【地址】黑龙江省…"""


_ASKED = re.compile(
    r"(?:问|Q)\s*\d{0,2}\s*[:：.、]\s*(?P<label>[^?？]{2,24})[?？]\s*(?:答|A)\s*\d{0,2}\s*[:：.、]\s*(?=\S)"
)
"""A question whose answer is the value: 问：谁受伤了？答：…"""


def find_slots(units: list[Unit]) -> Iterator[Slot]:
    for unit in units:
        text = unit.text
        if len(text) > 1500:
            continue
        if (asked := _ASKED.match(text) if text[:1] in "问Q" else None) is not None:
            yield Slot(asked["label"], unit, asked.end(), len(text.rstrip(" ;；,，。")), "colon", 1.0)
            continue
        pairs = list(_PAIR.finditer(text)) if _LEADS_ON.search(text) else []
        for i, match in enumerate(pairs):
            label = _unclosed(match[1])
            label = label[_apart(label) :] if i else label
            stop = len(text)
            if i + 1 < len(pairs):
                stop = pairs[i + 1].start(1) + _apart(pairs[i + 1][1])
            value = text[match.end() : stop].strip(" ;；,，、|")
            if value:
                start = match.end()
                yield Slot(label, unit, start, start + len(text[start:stop].rstrip(" ;；,，、|")), "colon", 1.0)
            elif i + 1 == len(pairs):
                yield from _neighbour_slots(label, unit)
        boxed = list(_BOXED.finditer(text)) if not pairs and text[:1] in "[【〔" else []
        for match in boxed:
            yield Slot(match[1].strip(), unit, match.start(2), match.end(2), "colon", 1.0)
        if (barred := _BARRED.fullmatch(text) if "|" in text and not pairs else None) is not None and _names(barred[1]):
            yield Slot(barred[1].strip(), unit, barred.start(2), barred.end(2), "colon", 1.0)
            continue
        bare = text.strip()
        apart = list(_set_apart(unit)) if not pairs and not boxed and "  " in bare and len(bare) <= 120 else []
        yield from apart
        sentence = bare.endswith("。")  # which is no label of what stands under it, whatever it is about
        if not pairs and not boxed and not apart and not sentence and len(bare) <= 30:
            yield from _neighbour_slots(bare, unit)
            head, _, rest = bare.partition(" ")
            if rest.strip() and 2 <= len(head) <= 14:
                start = text.index(head) + len(head)
                yield Slot(head, unit, start, len(text), "space", 0.85)
                label, _, value = bare.rpartition(" ")
                if label != head:
                    yield Slot(label, unit, text.rindex(value), len(text), "space", 0.8)
        if not pairs and not boxed and not apart and (wide := _SPREAD.match(text)) is not None:
            yield Slot(wide[1].replace(" ", ""), unit, wide.end(), len(text), "space", 0.85)
        if "\n" in text:
            head, _, rest = text.partition("\n")
            if len(head.strip()) <= 16 and rest.strip():
                yield Slot(head, unit, len(head) + 1, len(text), "above", 0.9)


_BARRED = re.compile(r"\s*([^|:：,，;；。\d]{2,12}?)\s*\|\s*([^|]*[^|\s])\s*")
"""A label and its value with a bar between them: 行业｜汽车修理与维护."""


def _names(label: str) -> bool:
    return meaning(label).coverage >= _KNOWN


_KNOWN = 0.8
_SPREAD = re.compile(r"\s*([\u4e00-\u9fff](?: {1,2}[\u4e00-\u9fff]){1,3}) {1,4}(?=[\u4e00-\u9fff\d][^ ]{3})")
"""A label set as wide as those over and under it, before its value: "地 址 新疆维吾尔自治区…"."""


def _set_apart(unit: Unit) -> Iterator[Slot]:
    """Labels and values side by side with wide blanks between the pairs: "累计限额 600万元  绝对免赔 无"; none where a part is no pair."""
    parts = list(_PART.finditer(unit.text))
    if len(parts) > 1 and all(meaning(part[1]).coverage >= 0.5 for part in parts):
        for part in parts:
            yield Slot(part[1], unit, part.start(2), part.end(2), "space", 0.9)


_PART = re.compile(r"(?:^|(?<=\s\s))\s*([\u4e00-\u9fff()（）/]{2,14})\s+(\S+(?:\s\S+)*)(?=\s\s|\s*$)")


def _apart(label: str) -> int:
    """Where the label begins in what stands before a colon: after the last words of the value before it ("亓伟 会商日"),
    or of the line before it in its cell."""
    first, blank, last = label.rpartition("\n" if "\n" in label else " ")
    whole = " " not in first or _NUMBER_IN_GROUPS.fullmatch(first)
    apart = blank and whole and len(first) >= 2 and len(last) >= 2 and meaning(first).coverage < 0.5
    return len(first) + 1 if apart else 0


_NUMBER_IN_GROUPS = re.compile(r"[A-Z\d]+(?: [A-Z\d]+)+")


# What a label ends in, without which no pair need be looked for
_LEADS_ON = re.compile("[:：…]|[.]{4}|·{3}|_{3}")


def _unclosed(label: str) -> str:
    """The label without the sentence before an opening bracket: "…有限公司(保单号" → "保单号"."""
    cut = max(label.rfind("("), label.rfind("（"))
    return label[cut + 1 :] if cut >= 0 and not re.search("[)）]", label[cut:]) else label


_REFERS = re.compile(r"^[（(]?\s*(?:同|与|和)\s*(?:上|左|前|投保|要保|被保|.{1,8}(?:一致|相同))")


def _neighbour_slots(label: str, unit: Unit) -> Iterator[Slot]:
    if _REFERS.match(label):  # "同投保人" is a value that points at another, it labels nothing
        return
    beside = unit.right if unit.right is not None and not _is_label(unit.right) else None
    if beside is not None:
        yield Slot(label, beside, 0, len(beside.text), "right", 0.95)
    if unit.below is not None and not _is_label(unit.below):
        yield Slot(label, unit.below, 0, len(unit.below.text), "below", 0.92 if beside is None else 0.7)


def _is_label(unit: Unit) -> bool:
    """Whether the unit can only be a label itself: short, all its words head words, no value in it."""
    bare = unit.text.strip(" :：*")
    if unit.tokens or not 2 <= len(bare) <= 14 or _REFERS.match(bare):
        return False
    words = meaning(bare)
    return words.coverage >= 0.9 and words.length >= 2
