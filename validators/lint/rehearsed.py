"""What the rehearsal of a pack finds: cases that are missing or do not come out, and words that cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from validators.law.rehearsal import Defect, rehearse
from validators.lint._ground import Code, Fault, Ground, Loaded

_CASES_ZH, _CASES_EN = "在算例文件里补上或改正", "add or correct it in the file of cases"
CODES = {
    "cases-unreadable": Code("error", "the file of cases cannot be read", _CASES_ZH, _CASES_EN),
    "case-missing": Code("error", "a rule has no satisfied, violated or undecided case", _CASES_ZH, _CASES_EN),
    "case-fails": Code("error", "a case does not come out as it says", "核对算例和规则，哪一个错了", "see which of case and rule is wrong"),
    "case-stray": Code("error", "cases of a rule that the pack does not have", "改名或删去", "rename or remove them"),
    "name-taken": Code("error", "the name of a pack or a rule is used by another pack", "另取一个名字", "choose another name"),
    "file-name": Code("warning", "the file is not called as its pack", "文件取名 <name>.yaml", "call the file <name>.yaml"),
    "name-form": Code("error", "a rule's name has another form", "小写字母、数字、连字符，中间有点", "small letters, digits and hyphens with a dot"),
    "type-form": Code("error", "a type has another form", "小写字母、数字、下划线", "small letters, digits and underscores"),
    "no-sentence": Code("error", "a type of finding without a sentence", "写 say：topic、zh、en", "write say: topic, zh, en"),
    "sentence-form": Code("error", "a sentence has more in braces than a name", "只写 {名字}", "write {name} only"),
    "no-article": Code("error", "a rule without its article", "写明 article", "write its article"),
    "long-quote": Code("error", "a quotation longer than 60 characters", "只引短语", "quote a short term"),
    "number-form": Code("error", "a number that is none", "写数字", "write a number"),
}  # fmt: skip
_EN: Mapping[str, str] = {"case-missing": "no {wanted} case", "case-fails": "a case should be {wanted}, is {found}"}
_IN_CASES = ("cases-unreadable", "case-fails", "case-stray")


def faults(ground: Ground) -> Iterator[Fault]:
    """See ``CODES``."""
    for one in ground.loaded:
        for defect in rehearse(one.pack, list(ground.others(one))):
            yield _fault(one, defect)
        if one.source.file.replace("\\", "/").rpartition("/")[2] != f"{one.pack.name}.yaml":
            zh, en = f"文件不叫 {one.pack.name}.yaml", f"the file is not called {one.pack.name}.yaml"
            yield one.fault("file-name", "warning", zh, en, None, "name")
        for other in ground.others(one):
            if other.name == one.pack.name:
                zh, en = f"规则包名“{one.pack.name}”用了两次", f"two packs are called {one.pack.name}"
                yield one.fault("name-taken", "error", zh, en, None, "name")


def _fault(one: Loaded, defect: Defect) -> Fault:
    code = CODES[defect.code]
    file, line = one.source.file, defect.line
    if defect.code in _IN_CASES:
        file, line = one.source.cases_file, one.case_lines.get(defect.rule, defect.line)
    case = f"：{_facts(defect.case)}" if defect.case else ""
    en = _EN.get(defect.code, code.means) if defect.wanted else code.means
    en = en.format(wanted=defect.wanted, found=defect.found or "not judged")
    return Fault(file, line, defect.code, code.level, defect.message + case, en + case.replace("：", ": "), defect.rule,
                 one.pack.name, one.source.file)  # fmt: skip


def _facts(case: Mapping[str, object]) -> str:
    return ", ".join(f"{name}={value}" for name, value in case.items())[:120]
