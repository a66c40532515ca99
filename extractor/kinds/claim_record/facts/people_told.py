"""Who was hurt, as running text tells it: by a word for a person, by what befell him, by where his name stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractor.values import person

HARM = (
    "[\u4e00-\u9fff]伤(?![者员人亡情残])|[砸摔压挤割撞跌碰夹绊轧绞切锯刮][断落倒破]|骨折|坠落|中毒|中暑|触电|身亡|死亡|身故|猝死|滑倒|晕倒|昏迷|遇难|出险|[轻重]伤"
    "|被[^，。；;]{0,10}?[伤断压中住倒入埋困撞砸烫夹轧绞割烧刮]"
)
_ENDS = r"[,，。；;、（()）\s在于因被从作受发时向将不操驾进触摔坠跌滑失掉落砸撞伤死身昏晕溺烫烧突意猝下上左右手脚头腰面眼背胸双的经申\d]|中(?!\s*\d)|医疗|误工|护理|家属|本人|[轻重]伤|$"
"""What a name that runs on into its sentence ends at."""
_PEOPLE = re.compile(
    r"(?:(?<=[日时许，,。；;、厂司间])[\u4e00-\u9fff]{0,4}(?:工人?|职工|员工?|师傅|司机|班长|组长)|伤者|死者|受害人|伤员|员工|职工|工人|雇员|从业人员|当事人|受伤人员?|出险人)(?:姓名)?[:：为是]?\s*(?:(?<=[者人员:：为是\s])[\u4e00-\u9fff]{1,4}?(?:工|员|手|司机|师傅|班长|组长))?(?P<name>"
    + person.OTHERS
    + r"|[\u4e00-\u9fff][\u4e00-\u9fff某*×]{1,3}?)(?="
    + _ENDS
    + ")"
)
_WORKS = "清理|清洗|清扫|清淤|操作|操控|驾驶|搬运|搬抬|搬卸|装卸|卸货|装货|检修|维修|修理|保养|调试|打磨|切割|焊接|安装|拆除|拆卸|更换|作业|施工|巡检|巡查|巡视|进行|使用|准备|工作|上班|下班|加班|值班|独自|擅自|违章|攀爬|攀登|登高|行走|经过|路过|站立|起吊|吊装|指挥|喷涂|浇注|投料|下料|上料|取件|取料|放料|送料|推车|骑行|乘坐|途经|返回|前往"
_AT_WORK = re.compile(
    rf"(?:工人|职工|员工|雇员|师傅|[\u4e00-\u9fff]工|司机|伤者|死者)(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?=正?在?(?:{_WORKS}))"
)
"""A name runs on into what its bearer was doing."""
_AT_WORK_HURT = re.compile(
    rf"(?<![\u4e00-\u9fff])(?:[\u4e00-\u9fff]{{0,8}}(?:公司|厂|车间|班组?))?(?:职工|员工|工人|雇员)(?P<name>[\u4e00-\u9fff]{{3}})(?=正?在?(?:{_WORKS})"
    r"[^。；;]{0,24}?(?:[被受][^，。；;]{0,6}[伤断压砸倒]|骨折|坠落|中毒|受伤))"
)
"""The same of whatever family, where the sentence goes on with what befell its bearer: 职工续秀兰搬运时被压伤."""
_LEADS_HARM = re.compile(
    rf"^\s*(?P<name>{person.OTHERS}|[\u4e00-\u9fff]{{2,4}})\s*[·•|｜/／—–，,：:\-]\s*(?=[^。；;：:\d]{{0,14}}(?:{HARM})[^。；;：:\d]{{0,6}}$)"
)
"""Who leads a short line that goes on with what befell him and nothing else: 姜淑芹 · 氨泄漏灼伤."""
_FIRST = re.compile(r"(?:^|[。；;、:：）)]\s*)(?P<name>[\u4e00-\u9fff]{2,3})于(?=\s*(?:20\d\d|\d{1,2}月))")
"""Who begins a sentence with the day on which something befell them: 罗勇飞于2024年5月6日…"""
_IN_ENGLISH = re.compile(
    r"(?:injured|deceased|claimant|victim|casualty)(?:\s+(?:person|party|employee|worker|name))?\s*[:：]\s*(?P<name>[\u4e00-\u9fff·]{2,4})(?![\u4e00-\u9fff])",
    re.I,
)
_ALONE = re.compile(r"(?<=[A-Za-z0-9])[)）]?\s*[，,、：:|｜]\s*(?P<name>[\u4e00-\u9fff]{2,3})\s*(?=[，,、；;（(|｜])")
"""A name between commas right behind a number: 报案号QL25-00412，徐家保，…"""
_ASKED_FOR = re.compile(
    r"(?:何人|谁|哪[个位]|什么人)[^？?。；;]{0,8}[伤亡死][^？?。；;]{0,6}[？?]\s*(?:答[:：])?\s*(?P<name>[\u4e00-\u9fff·]{2,8})(?=[\s，,。；;（(]|$)"
)
"""Who answers a question for the hurt: 何人受伤？单玉恒."""
_ENDS_NUMBERS = re.compile(r"[A-Za-z\d-]{6,}[)）]?\s+(?P<name>[\u4e00-\u9fff]{2,3})\s*$")
"""A name that ends a line of numbers: PZDB2025… XP25-0031 于春生."""
_STRUCK = re.compile(
    r"(?:[受砸烫摔压挤扭割刺烧灼触撞跌碰夹轧绞][伤断倒到中]?|骨折|受伤|坠落|中毒)[\u4e00-\u9fff]{0,4}的(?:员工|职工|工人|师傅)?(?P<name>[\u4e00-\u9fff]{2,3})(?=[，,、。；;（(])"
)
"""砸伤脚的秦广生, 被叉车撞的闫小旦."""
_CASE_OF = re.compile(
    r"(?:^|关于|[，,。；;、：:]|单位|公司|[员职]工)(?P<name>[\u4e00-\u9fff]{2,3})(?<![结立报赔销撤归])(?:一)?案(?=\s*[（(])"
)
"""Whose case it is: 你单位石磊案（案号…）."""
_AFTER_DAY = re.compile(
    r"(?:日|\d{1,2}[:：]\d{2}|时许?|分许?|[上下中]午|早[上晨]|晚上?|凌晨)[)）]?[，,]?\s*(?P<name>[\u4e00-\u9fff]{2,3}?)"
    r"(?=[在被于因从]|不慎|操作|驾驶|[左右双]?(?:手|脚|腿|臂|眼|头|面|腰|背|胸|小腿|肩)|[滑跌摔绊]倒|坠落|触电|中暑|扭伤)"
)
"""Who comes right behind the day on which something befell them: 2025年2月20日，纪春雷在车间…"""
_HEADS = re.compile(
    r"^[（(]?(?:案?例|案件|第)?[\d一二三四五六七八九十]{0,3}(?:[、.．:：)）例件]|\s)*(?P<name>[\u4e00-\u9fff]{2,4})[。，,:：]\s*"
    r"(?=(?:20\d\d\s*年)?\s*\d{1,2}\s*月|(?:20)?2\d[-/.]\d{1,2}[-/.]\d{1,2})"
)
"""Who heads a paragraph that goes on with the day on which something befell them: 例一 蔺香。4月15日被…"""
_IN_BRACKETS = re.compile(
    r"^\s*[\[【(（〔][A-Za-z\d][A-Za-z\d\-/]{2,}[\]】)）〕]\s*(?P<name>[\u4e00-\u9fff·]{2,5})(?=[\s，,：:（(])"
)
"""Who heads a line behind the case's code in brackets: [GZ-01] 泽仁翁姆 手部压伤：…"""
_NO_NAME = re.compile(
    "案$|车间|马达|[左右双][手脚腿臂眼耳肩膝侧]|查勘|治疗|抢救|送医|住院|现场|公司|企业|本案|该案|结果|双方|我司"
)

_SAID = re.compile(r"(?:^|[，,。；;、：:\s（(])(?:伤者|死者|受害人|伤员|出险人)(?:姓名)?[:：为是]?\s*$")
_ALL_SAID = re.compile(r"\s|[，,。；;、（()）]|$")
_OF_A_NAME = range(2, 4)
_NO_PERSON = re.compile("[的了被在已经由系为是未并]|家属|本人|情况|账|户|伤|死|治|医|院")
_STRUCK_WORKER = re.compile(
    r"(?:^|[，,。；;、：:日时])[\u4e00-\u9fff]{0,4}(?:工人|员工|职工|司机|师傅|工)(?P<name>(?!.*[在的正等人作])[\u4e00-\u9fff]{4,6})(?=被[^，,。；;]{0,12}?[伤断死])"
)
"""The same of a long name of any people: 钻工苏和巴特尔被风钻打伤."""
_HEADS_A_CASE = re.compile(
    r"^[^\w（(]*(?:\d{1,2}[、.．]|[一二三四五六七八九十]{1,2}、)?\s*(?P<name>[\u4e00-\u9fff]{2,3})\s*[（(](?:报案|赔案|案件|立案|案)(?:编?号|号码)"
)
"""Who heads a block with the case's number in brackets, of whatever family: ◆ 修玉华（案号LB25064）."""
_COUNTED = re.compile("[一二两三四五六七八九十几多某][名人位个]|[人员等们]$|其中|现场|违规|违章|操作")
_HARMED = re.compile(HARM)
_BODY = "[左右双两]?[侧上下前后小大]?(?:手|脚|腿|臂|眼|耳|头|面|脸|腰|背|胸|肩|膝|踝|肘|腕|颈|指|趾)"
_WORKER = (
    "职工|员工|工人|雇员|师傅|司机|操作手|(?<![\u4e00-\u9fff]职)(?<![施开完停加手竣复上分])工(?![段程厂地艺业位序具作])"
)
_OF_BODY = re.compile(
    rf"(?:致使?|导致|造成)(?P<name>[\u4e00-\u9fff]{{2,3}}?)(?=的?{_BODY}[^，,。；;]{{0,6}}?(?:{HARM})|[受轻重][\u4e00-\u9fff]?伤|[死身]亡)"
)
"""搬运途中致罗火金小腿骨折."""
_MYSELF = re.compile(
    r"(?:^|[：:，,。；;\s])本人[：:]?\s*(?P<name>[\u4e00-\u9fff]{2,3})(?=[，,（(、\s])(?=[^。；;]{0,80}?(?:受伤|[被由][^，。；;]{0,10}?伤|骨折|坠落))"
)
"""本人万长顺，系…员工，…右手被机器挤伤."""
_BY_PLACE = (
    (_OF_BODY, 0.6, "prose", True),
    (_MYSELF, 0.7, "prose", True),
    (_IN_BRACKETS, 0.55, "prose", True),
    (_LEADS_HARM, 0.65, "prose", True),
    (_AT_WORK, 0.7, "prose", False),
    (_IN_ENGLISH, 0.9, "label", None),
    (_ALONE, 0.55, "prose", True),
    (_ENDS_NUMBERS, 0.5, "prose", True),
    (_ASKED_FOR, 0.8, "prose", True),
    (_STRUCK, 0.75, "prose", False),
    (_FIRST, 0.7, "prose", True),
    (_HEADS, 0.6, "prose", True),
    (_CASE_OF, 0.6, "prose", True),
    (_AFTER_DAY, 0.6, "prose", True),
)
"""(pattern, how surely, how, whether words that are no names are left out; None: not even a surname is asked for)."""
_NAMED = rf"(?:{person.OTHERS}|{person.RUNNING})"
_HURT_LATER = (
    re.compile(rf"(?:{_WORKER})(?P<name>{_NAMED})(?=[^。；;]{{0,40}}?(?:{HARM}))"),
    re.compile(
        rf"(?:日|[时分]许?|[上下中]午|早[上晨]|晚上?|凌晨)[，,]?\s*(?P<name>(?!于){_NAMED})"
        rf"(?<![区县市镇乡村])(?![区县市镇乡村路街厂矿站店队公集])(?=[^。；;]{{0,30}}?(?:{HARM}))"
    ),
    re.compile(
        rf"[您你我]的?(?:丈夫|妻子|爱人|父亲|母亲|儿子|女儿|哥哥|弟弟|姐姐|妹妹)(?P<name>{_NAMED})(?=系|为|是|[，,（(在于被])(?=[^。；;]{{0,60}}?(?:{HARM}))"
    ),
    re.compile(
        rf"(?:车间|[班工]组|(?<=[\u4e00-\u9fff])班|工段|仓库|公司|单位|厂)(?P<name>{_NAMED})"
        rf"(?=的?{_BODY}|被|在|因|操作|不慎|{_WORKS})(?=[^。；;]{{0,40}}?(?:{HARM}))"
    ),
)
"""Who is named behind a word for a worker, a day or a workplace, in a sentence that goes on with harm: 员工藏玉芬烘干塔作业烫伤."""
_HURT_TOGETHER = re.compile(
    rf"(?:致使?|导致|造成)(?:{_WORKER})?(?P<names>{person.RUNNING}(?:[、，,和及与]{person.RUNNING})*)"
    rf"(?=等?[一二两三四五六\d]{{0,2}}[名人工员]{{0,3}}[^，,。；;]{{0,8}}?(?:{HARM}))"
)
"""致陇启明、安顺林两人受伤."""
_SAID_BEHIND = re.compile(
    rf"(?:^|[：:，,。；;、\s])(?P<name>{person.RUNNING})[（(](?:即|系|为)?(?:伤者|死者|受害人|伤员|伤亡人员|出险人|受伤(?:职工|员工|工人|人员))(?:本人)?[)）]"
)
"""乙方：马生福（伤者）."""


def _told_further_on(text: str) -> Iterator[tuple[str, int, int, float, str]]:
    """Who was hurt by what the sentence says behind the name."""
    for match in _SAID_BEHIND.finditer(text):
        yield match["name"], *match.span("name"), 0.8, "prose"
    if _HARMED.search(text) is None:
        return
    for match in _HURT_TOGETHER.finditer(text):
        for own in re.finditer(person.RUNNING, match["names"]):
            yield own[0], match.start("names") + own.start(), match.start("names") + own.end(), 0.6, "prose"
    for behind, pattern in zip((_BEHIND_WORKER, _BEHIND_DAY, _BEHIND_KIN, _BEHIND_PLACE), _HURT_LATER, strict=True):
        for match in pattern.finditer(text):
            name = match["name"]
            known = person.is_name(name) or (pattern is not _HURT_LATER[1] and not _NO_PERSON.search(name))
            known = known and (len(name) > _SHORT or _ENDED.match(text, match.end("name")) is not None)
            if known and not _NO_NAME.search(name) and not _COUNTED.search(name):
                yield name, *match.span("name"), behind, "prose"


_BEHIND_WORKER, _BEHIND_DAY, _BEHIND_KIN, _BEHIND_PLACE = 0.55, 0.5, 0.55, 0.5
_SHORT = 2
_ENDED = re.compile(rf"{_ENDS}|{_WORKS}|{HARM}|[高在]")
"""What stands behind a name of two characters, else a third may be a part of it."""


_PART_OF_BODY = re.compile(
    "(?:[左右双](?:手|脚|腿|臂|眼|肩|膝|耳)|手[指掌臂腕背]|脚[趾掌踝背面]|[头面颈腰背胸腹肩]部|膝盖|胳膊|眼睛|肩膀|[大小]腿|拇指|食指|中指)[\u4e00-\u9fff]?$"
)


def people_told(text: str) -> Iterator[tuple[str, int, int, float, str]]:
    """(name, start, stop, how surely, how) of each person that the text says was hurt. What of him was hurt is none of his name:
    格桑央宗手指被夹伤."""
    for name, start, stop, sure, how in _people(text):
        part = _PART_OF_BODY.search(name)
        if part is None or part.start() < _OF_A_NAME[0]:
            yield name, start, stop, sure, how
        else:
            yield name[: part.start()], start, start + part.start(), sure, how


def _people(text: str) -> Iterator[tuple[str, int, int, float, str]]:
    for pattern, sure, how, wary in _BY_PLACE:
        for match in pattern.finditer(text):
            name = match["name"]
            if wary is None or (person.is_name(name) and not (wary and _NO_NAME.search(name))):
                yield name, match.start("name"), match.end("name"), sure, how
    yield from _told_further_on(text)
    for match in _AT_WORK_HURT.finditer(text):
        if not _NO_PERSON.search(match["name"]) and not _COUNTED.search(match["name"]):
            yield match["name"], *match.span("name"), 0.6, "prose"
    for match in _STRUCK_WORKER.finditer(text):
        yield match["name"], *match.span("name"), 0.6, "prose"
    head = _HEADS_A_CASE.match(text)
    if head is not None and not _NO_PERSON.search(head["name"]) and not _NO_NAME.search(head["name"]):
        yield head["name"], *head.span("name"), 0.65, "prose"
    for match in _PEOPLE.finditer(text):
        name = match["name"]
        if _NO_NAME.search(name):
            continue
        said = _SAID.search(text[max(0, match.start() - 1) : match.start("name")]) and _ALL_SAID.match(
            text, match.end("name")
        )
        if said and len(name) in _OF_A_NAME and not _NO_PERSON.search(name):  # of whatever family: 伤者补翠兰，
            yield name, match.start("name"), match.end("name"), 0.75, "prose"
            continue
        struck = re.match("被|在|于|因", text[match.end("name") :]) is not None and len(name) <= 3
        if person.is_name(name) or "某" in name or "*" in name or struck:
            yield name, match.start("name"), match.end("name"), 0.8, "prose"
