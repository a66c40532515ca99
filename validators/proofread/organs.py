"""Public bodies in a notice: gone, not there at that level, named unlike their neighbours, missing among the addressees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from extractor.notices.numbering import mark
from extractor.values import doc_number, region
from validators.proofread.lexicon import LAYOUT, any_of, load
from validators.proofread.paper import Defect, Paper

_TITLE = re.compile(r"《[^》]*》")
_FORMER = re.compile(r"(?:原|原来的|时任|前)$")
_HEAD_BODY = re.compile(
    r"^\s*(?P<body>[\u4e00-\u9fa5]{2,14}?(?:局|委员会|委|办公室|办|中心|大队|支队))(?=负责|牵头|会同|要|应当|应|：|:)"
)
_PREFIX = "省市县区州旗镇"
_LEAST_SIBLINGS = 3
_LEAST_RUN = 5
_NATIONAL = re.compile(r"^(?:国家|中国|国务院|全国|中华|中央)")


def detect(paper: Paper) -> Iterator[Defect]:
    """Remarks on public bodies."""
    yield from _abolished(paper)
    yield from _not_at_this_level(paper)
    yield from _siblings(paper)
    yield from _number_code(paper)
    yield from _addressees(paper)


def _abolished(paper: Paper) -> Iterator[Defect]:
    """A body that was gone when the paper was issued; or is gone today, where a day to look from is given."""
    issued = paper.record.value("date_issued")
    for one in load("organs")["abolished"]:
        until: date | None = one["until"]
        before = issued is not None and until is not None and until < issued
        since = paper.as_of is not None and until is not None and until < paper.as_of
        if not before and not since:
            continue
        found = []
        for sentence in paper.sentences:
            text = _TITLE.sub(lambda m: "\0" * len(m.group()), sentence.text)
            for match in re.finditer(f"(?<![{one.get('not_after', '#')}])" + any_of(one["names"]), text):
                if not _FORMER.search(text[: match.start()]):
                    found.append(sentence.place(*match.span(), 2))
        if found:
            name = "、".join(n for n in one["names"] if any(n in words for _, words in found))
            when = "发文时已" if before else "现已"
            yield Defect(
                "body_abolished" if before else "body_since_abolished",
                "warning" if before and one["confidence"] != "M" else "note",
                tuple(dict.fromkeys(found)),
                f"“{name}”{when}不再设立，职责由{one['successor']}承担",
                f"{name} no longer exists; its work went to {one['successor']}",
                {"name": name, "successor": one["successor"], "until": until},
            )


def _not_at_this_level(paper: Paper) -> Iterator[Defect]:
    """A county that gives work to 保险监管部门: no body of that name is there."""
    code = paper.record.value("region_code")
    if not isinstance(code, str) or len(code) < 6 or code[4:6] == "00":
        return
    duty = any_of(load("organs")["duty_words"])
    for one in load("organs")["not_in_a_county"]:
        named = re.compile(any_of(one["names"]))
        found = [(s, m) for s in paper.sentences for m in named.finditer(s.text)]
        if any(re.match(duty, s.text[m.end() :].lstrip("、和")) for s, m in found):
            name = found[0][1].group()
            yield Defect(
                "body_not_at_this_level",
                "note",
                tuple(dict.fromkeys(s.place(*m.span(), 4) for s, m in found)),
                f"县级没有名为“{name}”的机构，宜写明{one['say']}",
                f"no county body is called {name}; the duty reaches nobody",
                {"name": name},
            )


def _siblings(paper: Paper) -> Iterator[Defect]:
    """Items that each begin with a body: most say 县 or 市 before it, one does not."""
    run: list[tuple[str, int]] = []
    for line in (*paper.lines, None):
        found = mark(line.text) if line else None
        body = _HEAD_BODY.match(line.text[found.stop :]) if line and found else None
        if body and line:
            run.append((body["body"], line.number))
        elif found or line is None:
            yield from _odd_one(run)
            run = []
    for sentence in paper.sentences:
        for chain in re.finditer(
            r"(?:[\u4e00-\u9fa5]{2,12}(?:局|委|办|大队|支队)、){4,}[\u4e00-\u9fa5]{2,12}(?:局|委|办)", sentence.text
        ):
            bodies = [(m.group(), m.start() + chain.start()) for m in re.finditer(r"[^、]+", chain.group())]
            named = [(re.sub(r"^.*(?:由|和|及|会同)", "", b), sentence.place(at, at + len(b))[0]) for b, at in bodies]
            if len(named) >= _LEAST_RUN:
                yield from _odd_one(named[:-1])


def _odd_one(run: list[tuple[str, int]]) -> Iterator[Defect]:
    placed = [name for name, _ in run if name[0] in _PREFIX or region.find(name)]
    odd = [(name, line) for name, line in run if name not in placed]
    first = placed[0][0] if placed else ""
    if len(placed) < _LEAST_SIBLINGS or len(odd) != 1 or any(name[0] != first for name in placed):
        return
    name, line = odd[0]
    if _NATIONAL.match(name) or re.search(r"乡镇|街道|园区|开发区|公司|机构", name):
        return
    yield Defect(
        "body_named_unlike_siblings",
        "note",
        ((line, name),),
        f"“{name}”未冠“{first}”，与并列的“{placed[0]}”等写法不一致",
        f"{name} lacks the {first} that its neighbours ({placed[0]}) have",
        {"name": name, "prefix": first},
    )


def _number_code(paper: Paper) -> Iterator[Defect]:
    """The code of a local body's number begins with its place (宿应急, 皖政办); one without it tells nobody whose it is."""
    own, issuers = paper.record.fields.get("doc_number"), paper.record.value("issuers") or ()
    number = doc_number.parse(own.value) if own else None
    places = [place for name in issuers if not _NATIONAL.match(name) and (place := region.find(name))]
    if number is None or not own or number.standard or not places:
        return
    short = load("organs")["short_names"]
    accepted = "".join((*(place.label for place in places), *(_own_place(name) for name in issuers))) + "".join(
        code
        for name, code in short.items()
        if any(place.label.startswith(name) or name in place.label for place in places)
    )
    if not set(number.issuer_code) & set(accepted.replace("省", "").replace("市", "").replace("县", "")):
        yield Defect(
            "number_code_without_place",
            "note",
            paper.place_of(own),
            f"发文机关代字“{number.issuer_code}”未含地名，难以辨认是哪一机关的字号",
            f"the code {number.issuer_code} names no place, so the issuer cannot be told from the number",
            {"code": number.issuer_code},
            basis=LAYOUT,
        )


def _own_place(issuer: str) -> str:
    """The name of a body without what it does: 百官街道办事处 → 百官."""
    work = any_of(word for words in load("organs")["departments"] for word in words)
    return re.sub(rf"(?:{work}|街道|人民政府|办事处|管理委员会|委员会|办公室).*$", "", issuer)


def _addressees(paper: Paper) -> Iterator[Defect]:
    """A body that signs while its counterpart below is not addressed, though those of all other signers are."""
    to, issuers = paper.record.fields.get("addressees"), paper.record.fields.get("issuers")
    if to is None or issuers is None or len(issuers.value) < _LEAST_SIBLINGS:
        return
    addressed = to.span.text
    lacking = [
        name for name in issuers.value if (words := _department(name)) and not re.search(any_of(words), addressed)
    ]
    if len(lacking) == 1 and len([n for n in issuers.value if _department(n)]) >= _LEAST_SIBLINGS:
        yield Defect(
            "signer_without_addressee",
            "note",
            (*paper.place_of(to), *((line, lacking[0]) for line in paper.lines_with(lacking[0])[:1])),
            f"“{lacking[0]}”联合署名，主送机关却没有其下级机构，其余署名机关均有",
            f"{lacking[0]} signs, but none of its offices is addressed, unlike those of the other signers",
            {"issuer": lacking[0]},
        )


def _department(name: str) -> list[str] | None:
    return next((words for words in load("organs")["departments"] if any(word in name for word in words)), None)
