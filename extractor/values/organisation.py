"""Names of companies and other bodies: known by their endings, cut loose from the sentence around them."""

from __future__ import annotations

import re
from functools import lru_cache
from importlib.resources import files

import yaml

_WORDS = yaml.load((files("extractor.values") / "organisation.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)


def _any_of(name: str) -> str:
    return "|".join(_WORDS[name])


_FORM, _COMPANY, _OFFICE, _MAKES, _JOINS = map(_any_of, ("forms", "companies", "offices", "makes", "joins"))
_BRANCH = rf"(?:(?:[\u4e00-\u9fff]{{1,12}}?)(?:{_any_of('branches')}))"
_ITS_DESK = r"(?:(?<=分公司)(?:营业部|营业处|业务部))"
_NAME = r"[\u3400-\u4dbf\u4e00-\u9fff（）()A-Za-z0-9·&]"  # places are written with rare characters too: 麦㙦
_DEPARTMENT = r"(?:(?!委托|组织|安排|派出|前往|[与和及由对向派请在到、])[\u4e00-\u9fff]){2,6}(?:服务部|服务中心|风控部)"
"""What of an insurer goes to enterprises: 相互保险社安全服务部."""
_IN_BRACKETS = (
    r"(?:事务所|研究院|设计院|研究所|中心)[（(](?:(?:特殊)?普通合伙|有限合伙|有限责任公司|有限公司|股份有限公司)[)）]"
)
_JOINING = frozenset(_WORDS["joins"])
_STOPS = _JOINS + r"|于\s?20\d\d"
"""What no name goes on over, a day when it did something among it: "某某中心于2025年7月20日为某某公司"."""
# A company first, so that 紫云煤矿机械有限公司 is not cut at 煤矿; then the other forms
ORGANISATION = re.compile(
    rf"(?:(?:(?!{_STOPS}){_NAME}){{2,30}}?(?:{_IN_BRACKETS}|{_COMPANY})|(?:(?!{_STOPS}){_NAME}){{2,40}}?(?:{_FORM})(?!(?:(?![与和及])[\u4e00-\u9fff]){{1,10}}(?:有限|股份|公司)|(?:(?!{_JOINS}|[与和及由对向派请])[\u4e00-\u9fff]){{1,10}}(?:研究院|研究所|设计院|事务所)|山?(?:{_any_of('skills')}){{1,4}}中心|山?(?:{_MAKES})[\u4e00-\u9fff]{{0,6}}厂))(?:{_FORM})*(?:（[\u4e00-\u9fff]{{2,10}}）|\([\u4e00-\u9fff]{{2,10}}\))?{_BRANCH}{{0,2}}{_ITS_DESK}?(?:(?<=社)[\u4e00-\u9fff]{{2,8}}?(?:{_OFFICE})|(?<=[司社]){_DEPARTMENT})?"
)
# "派姜娟凤前往某某公司": who went there is no part of the name
_GONE_TO = re.compile(
    r"^.{0,24}?(?:前往|赶赴|奔赴|到访|走访|走进|走入|深入|进驻|入驻|来到|到达|抵达|派往|[\u4e00-\u9fff]{2}(?:[到赴]|(?<!周)至)|日[对为在到赴向给])(?=[\u4e00-\u9fff（(]{4})"
)
# "浙江省玉环市茶头工业区的玉环万钧阀门有限公司"
_PLACED = re.compile(r"^.{2,30}?[省市区县镇乡村路街号园]的(?=[\u4e00-\u9fff]{4})")
_DONE_BY = re.compile(
    r"^(?:[\u4e00-\u9fff（）()]{2,30}?[已现均]|[\u4e00-\u9fff（）()]{0,30}?(?:保险?单|合同))由(?=[\u4e00-\u9fff]{4})"
)
"""What was done by a body runs into its name: 安全生产责任保险已由某某财产保险股份有限公司."""
_PRODUCT_BEFORE = re.compile(
    r"^[\u4e00-\u9fff（）()]{0,16}?责任保险(?:电子)?(?:保险?单|凭证|合同)?(?:正本|副本)?(?=[\u4e00-\u9fff]{2,12}(?:财产保险|相互保险|财险|产险|保险)[\u4e00-\u9fff]{0,4}(?:公司|总社|社))"
)
"""The title of a policy that runs into its insurer's name: 安全生产责任保险单某某财产保险股份有限公司."""
_LABELLED = re.compile(
    r"^[\u4e00-\u9fff（()）]{0,10}?(?:单位|企业|公司|人|方|机构|对象|客户|名称|主体)(?:名称|全称)?(?:为|是|系|即|[:：])"
)
# "本保险单由保险人根据投保人某某公司": what stands before the word for a party is no part of its name
_AFTER_PARTY = re.compile(
    r"^[\u4e00-\u9fff]{2,24}?(?:投保人|被保险人|投保单位|被保险单位|投保企业|参保企业)(?=[\u4e00-\u9fff（(]{6})"
)
_BEGIN = "如皋|如东|和县|和田|和静|和硕|和布克|和林格尔|和平|和顺|和龙|从化|从江|同江(?!苏|西|门|阴)|同仁|同心|同舟|同济|同创|同方|同兴|同德|同盛|同辉|同泰|同利|同安|同力|同益|同昌|同和|同达|同发|同人|同辰|本溪|贵阳|贵州|贵港|贵溪|贵池|贵德|贵定|贵南|贵安|即墨|向阳|经纬|现代|将乐"
"""Names of places and of enterprises that begin with a joining word, which is none there: 为同江市某某合作社."""
_BODY_START = re.compile(
    rf"^(?!{_BEGIN})(?:[我本贵](?:公司|司|企业|单位|厂|店|矿)(?=[\u4e00-\u9fff]{{6}})|关于(?:同意)?(?:承保|为|给)?|(?:承保|投保|参保)(?![方人机公单部企者])(?=[\u4e00-\u9fff（(]{{6}})|立(?:保险单|保单|约|据|书|合同)人|[兹今]有|[已均]?(?:(?!{_BEGIN})[兹现经由受对向为是与和及系即如至到去在请让把将被因按据其该本我贵之及从给同致])+|[甲乙丙丁戊]方(?:为)?|(?:出单|签单|签发|承保|经办|出具|承办|开票|投保|被保险)(?:机构|公司|单位|企业|网点|部门)|(?:承保|投保|被保险|参保|委托|受托|服务)方(?:[为系是:：])?|(?:(?:主|首席|从|副|牵头)(?:承保|共保|保险)(?:人|方|公司|机构)|共保(?:人|方)|投保人|被保险人|保险人|承保人|投保单位|委托方|受托方|服务机构|贵单位|[我本](?:公司|司|企业|单位|厂|店|矿)|兹有|今有|兹由|(?:兹|特此)?证明|尊敬的|就|特派|委托|指派|派出|前往|走访|赴|来到|抵达|鉴于|依据|根据|名称|户名|全称|单位|企业名称|客户名称)(?:为|是|系|由)?)[:：、，,]?"
)
# Words of sentences that happen to end like a body: 行业大类属非煤矿, 事故抢险救援中心 is one, 安全生产工厂 none
_TALK = re.compile(
    "行业|大类|类别|门类|从业|人员|属于?非|隐患|如下|下列|以下|负责|所在|进入|位于|地址|责任|保险|^了?[一二两三四几多]次|^(?:上午|下午|当[日天]|随后)[对到赴在为]"
)
_PRONOUN = re.compile(r"(?:[你您我]|[为向由给对与和致请在于到赴][贵本该])(?:公司|厂|矿|店|单位|企业)$")
_OF_YOURS = re.compile(r"(?:^|[对向为给与到赴在往至受由])[贵你您我](?:公司|厂|矿|店|单位|企业)(?!有限|股份)")
"""A place of whoever is spoken to, and what came before it: 李某某对贵公司仓库."""
KIN = re.compile(
    r"(?:及|与|和|等)?其?(?:名下|旗下|下属|所属|下设|直属|各级?|全部|所有|有关|相关|全资|控股|参股|关联|相对|绝对|[、和及])*"
    r"(?:子|分|孙|母|总|支|集团|关联|成员|下属|项目)?(?:公司|企业|单位|机构)|(?:个体)?工商户"
)
"""Companies by what they are to another, or by what they are, and no company's name: 全资子公司, 下属各分公司, 个体工商户."""
_ROLE = re.compile(
    r"(?:[被受]?(?:保险|投保|承保|参保|保障|服务|出单|签单|签发)|技术服务|财产保险|相互保险|安责险)(?:股份有限|有限)?(?:公司|企业|机构|中心)"
)
_ANY_BODY = re.compile(
    "(?:聘请|委托|联系|邀请|请|由|找|经)*(?:专业|专门|第三方|(?:有|具备|具有)(?:相应)?资质的?)[\u4e00-\u9fff]{0,4}(?:公司|机构|中心|厂)"
)
"""Whoever can do what is advised, and nobody's name: 聘请专业清洗公司."""
_GOES_TO = re.compile(
    "(?<!新)(?:[到进入驻离]|前往|(?<![地天山河石])下)[厂矿店站场库社]$|^每[个半一两三]?(?:[年月周日天季]|季度)"
)
"""Who went there or how often, and no body: 专家到厂检查记录, 每季度派专家下厂."""
_BY_ROLE = re.compile(rf"(?:(?<!享)受|(?<![自理])由)(?:{_ROLE.pattern}|保险(?:公司|机构))$")
"""Somebody and by whom he was sent, the latter without a name: 验船师吴某某受保险公司."""
INSURER = re.compile(
    r"[\u4e00-\u9fff（）()]{2,20}?(?:财产保险|产险|财险|保险|相互保险)(?:[(（][\u4e00-\u9fff]{2,6}[)）]|集团|自保)?(?:股份有限公司|有限责任公司|有限公司|公司|总社|社)"
)
BRANCH_ENDING = re.compile(rf"(?:分公司|支公司|中心支公司|营业部|营销服务部|营业处|业务部|管理部|分社|{_OFFICE})$")


# What a body is besides, or where it signs, in brackets behind its name
_ROLE_BEHIND = re.compile(
    r"[（(](?:含|包括|包含|连同|及其|代[^表理]|兼|暨|同时|亦|也|即|以下|简称|下称|投保|要保|被保险|保险人|承保|本保|签章|盖章|公章|印章|章|印)[\u4e00-\u9fff]*[)）]$"
)


_AT_SITE = re.compile(
    r"^.{2,30}?(?:项目部|工地|施工现场|现场|车间|会议室|厂区|矿区|园区|库区|基地|教室|礼堂|食堂)[内里上]?(?:组织|[为对给])(?=[\u4e00-\u9fff（(]{6})"
)
"""Where somebody was served runs into the name of whom: 在某某产业园项目部为某某公司."""
_LEAST_NAME = 4  # characters
_FRONTS = (
    (_GONE_TO, _LEAST_NAME), (_PLACED, _LEAST_NAME), (_PRODUCT_BEFORE, 0), (_DONE_BY, _LEAST_NAME), (_AFTER_PARTY, 0),
    (_LABELLED, _LEAST_NAME), (_AT_SITE, _LEAST_NAME),
)  # fmt: skip
"""What runs into a name's front, one after the other, and how much of the name must be left behind it."""


def trim(name: str) -> str:
    """The name without the words of the sentence that ran into its front.

    >>> trim("受中国远洋财产保险股份有限公司"), trim("兹由（甲方）")
    ('中国远洋财产保险股份有限公司', '（甲方）')
    >>> trim("安责险已由淮上财产保险股份有限公司"), trim("承保方蒙信财产保险股份有限公司")
    ('淮上财产保险股份有限公司', '蒙信财产保险股份有限公司')
    >>> trim("浙江省玉环市茶头工业区的玉环万钧阀门有限公司")
    '玉环万钧阀门有限公司'
    >>> trim("木业加工）已向海岳财产保险股份有限公司")
    '海岳财产保险股份有限公司'
    >>> trim("安全生产责任保险海岳财产保险股份有限公司"), trim("长安责任保险股份有限公司")
    ('海岳财产保险股份有限公司', '长安责任保险股份有限公司')
    """
    name = re.sub(r"^[你我本贵](?:公司|司|企业|单位|厂|店|矿)[（(](?=[\u4e00-\u9fff]{4})", "", name)
    name = re.sub(r"^[（(][^）)]{1,8}[）)](?=[\u4e00-\u9fff]{4})", "", name)
    for front, least in _FRONTS:
        if (ran_in := front.match(name)) and len(name) - ran_in.end() >= least:
            name = name[ran_in.end() :]
    if name.startswith((")", "）")) and len(name) > 4:
        name = name[1:]
    name = _without_lead(name)
    if name.startswith(("（", "(")) and not re.match(r"[（(][\u4e00-\u9fff]{1,8}[）)]", name):
        name = _without_lead(name[1:])
    for closing, opening in (("）", "（"), (")", "(")):
        if closing in name and opening not in name[: name.index(closing)]:
            name = _without_lead(name[name.index(closing) + 1 :])
        last = name.rfind(opening)
        if last >= 0 and closing not in name[last:] and len(name) - last > _LEAST_NAME:
            name = name[last + 1 :]  # the bracket closes behind the name: 服务报告（某某有限公司）
    return name


def _without_lead(name: str) -> str:
    while (match := _BODY_START.match(name)) and len(name) - match.end() >= 4:
        name = name[match.end() :]
    return name


_END_OF_SUM = re.compile(r"\d+元?")
"""What a name has before it where it follows a sum in the same line: ￥25,300.00某某财产保险股份有限公司."""


def find_all(text: str) -> list[tuple[int, int, str]]:
    """Every body named in ``text`` (original or folded): (start, stop, name).

    >>> [n for _, _, n in find_all("受海岳财产保险股份有限公司宿州中心支公司委托，安徽众诚安全技术服务有限公司于")]
    ['海岳财产保险股份有限公司宿州中心支公司', '安徽众诚安全技术服务有限公司']
    >>> [n for _, _, n in find_all("合计￥25,300.00潍水财产保险股份有限公司安丘支公司")]
    ['潍水财产保险股份有限公司安丘支公司']
    >>> find_all("投保方：玉环万钧阀门有限公司（兼被保险方）")
    [(4, 14, '玉环万钧阀门有限公司')]
    >>> [n for _, _, n in find_all("个旧老厂锡业有限公司及其全资子公司个旧卡房选矿厂有限公司")]
    ['个旧老厂锡业有限公司', '个旧卡房选矿厂有限公司']
    >>> find_all("派马文斌、李秋萍对贵公司仓库区进行了排查"), find_all("覃塘区石卡镇凤凰村砖厂路1号")
    ([], [])
    >>> find_all("乐清市工矿企业专用"), find_all("适用范围:宿州市加油站")
    ([], [])
    >>> [n for _, _, n in find_all("平顶山市银洞煤矿企业负责人")]
    ['平顶山市银洞煤矿']
    """
    return list(_found(text)) if len(text) <= _KEPT else _find_all(text)


_KEPT = 200
"""Characters up to which the bodies of a text are kept for the next paper that says it: forms of one insurer do."""


@lru_cache(maxsize=4096)
def _found(text: str) -> tuple[tuple[int, int, str], ...]:
    return tuple(_find_all(text))


def _find_all(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in ORGANISATION.finditer(text):
        # a joining word is never inside a name, but its last character may begin what the pattern found
        cut = int(text[max(0, match.start() - 1) : match.start() + 1] in _JOINING)
        if match.start() and text[match.start() - 1] in ".," and (end := _END_OF_SUM.match(match[0])):
            cut = end.end()
        whole = match[0][cut:]
        told = _ROLE_BEHIND.search(whole)
        name, stop = trim(whole[: told.start()] if told else whole), match.end() - (len(told[0]) if told else 0)
        if (
            _PRONOUN.search(name)
            or _ANY_BODY.fullmatch(name)
            or _GOES_TO.search(name)
            or KIN.fullmatch(name)
            or _is_of_yours(name)
            or _ROLE.fullmatch(name)
            or _BY_ROLE.search(name)
            or _PART_OF_PLACE.match(text, max(0, stop - 1))
            or ("公司" not in name and _is_for_many(text, stop - len(name), stop))
        ):
            continue  # "承保对象为你公司" names nobody, nor does the label "被保险公司"
        if name[:1] == "中" and text[: stop - len(name)].endswith("其") and "公司" not in name:
            continue  # "其中地下矿山作业人员97人" counts some of the staff and names no body
        if len(name) >= 4 and not (not re.search("公司|保险总?社", name) and _TALK.search(name)):
            start = stop - len(name)
            before = whole[: len(whole) - len(name)] if not told else ""
            if (sender := _SENT_ON.match(before)) is not None and (sent := trim(sender["body"])):
                at = match.start() + cut + sender.end("body") - len(sent)
                found.append((at, at + len(sent), sent))
            joined = found and found[-1][1] == start and found[-1][2].endswith("公司") and _SITE.search(name)
            if joined and not _HAN.match(text, stop) and not name.startswith(("交", "缴", "支付")):
                start, _, whose = found.pop()
                name = f"{whose}{name}"  # a company's own station or mine, its name joined to the company's
            found.append((start, stop, name))
    return found


_SENT_ON = re.compile(
    r"(?P<body>[\u4e00-\u9fff（）()]{4,30}?(?:中心|事务所|研究院|研究所|设计院|协会))(?:的?(?:工程师|专家|老师))?[\u4e00-\u9fff、]{2,10}(?:[到赴至]|前往|走访|来到|抵达)$"
)
"""A body that is no company, its people and where they go to, run into the name of the company: 某某服务中心强桂香到某某有限公司."""


def _is_of_yours(name: str) -> bool:
    """Whether a name is a place of whoever is spoken to; a company's own name may follow the pronoun (为贵公司某某有限公司)."""
    yours = _OF_YOURS.search(name)
    return yours is not None and "公司" not in name[yours.end() :]


_PART_OF_PLACE = re.compile("厂房(?![屋产租])|[库站]房|站台|场[地所]|矿石|[厂矿站校院][东西南北大]?[路街巷道](?!桥)")
"""A word that goes on where a name would end: 压缩机厂房 is a building, and 压缩机厂 nobody."""
_MANY = re.compile(
    r"(?:企业|行业)(?!负责|代表|法定|法人|主要|名称|公章|盖|签|印|意见|确认|安全(?!生产责任)|联系|地址|[:：])"
    r"|(?:(?:(?![有股])[\u4e00-\u9fff、]){0,8}(?:企业|行业|单位|场所|类)(?:使用)?)?[(（]?(?:投保|参保)?(?:专用(?![章账线设铁码车仓])|专版|专属|专享)"
    r"|(?:(?![有股])[\u4e00-\u9fff、]){0,8}(?:企业|行业|单位|场所|类)(?:投保|参保)?(?:使用|适用|选用|通用)"
)
"""What makes of a place and a trade all enterprises of both: 某某市工矿企业专用, 加油站专用, 适用某某县非煤矿山企业."""
_MEANT_FOR = re.compile(
    r"适用的?(?:范围|对象|企业|行业|地区|区域|单位)\s*[:：]?[^。；;:：\n]{0,16}$|(?:适用|面向|仅限|限于|专供)于?\s*$"
)
_MEANT_WITHIN = re.compile(
    r".{0,8}(?:适用于?|面向|仅限于?|限于|专供)(?=[\u4e00-\u9fff]{2,})|供(?=[\u4e00-\u9fff]{2,6}[省市县区])"
)


def _is_for_many(text: str, start: int, stop: int) -> bool:
    """Whether what looks like a name without a company's form tells for whom a paper is printed."""
    return (
        _MANY.match(text, stop) is not None
        or _MEANT_FOR.search(text[max(0, start - 24) : start]) is not None
        or _MEANT_WITHIN.match(text[start:stop]) is not None
    )


_HAN = re.compile("[\u4e00-\u9fff]")
_SITE = re.compile(rf"(?:{_any_of('sites')})$")


def parse(text: str) -> str | None:
    """The one body named in ``text``, else None."""
    names = {name for _, _, name in find_all(text)}
    return names.pop() if len(names) == 1 else None


def is_insurer(name: str) -> bool:
    """Whether the name is of an insurance company or a branch of one, by its words (not a broker, agent or loss adjuster).

    >>> is_insurer("海岳财产保险股份有限公司宿州中心支公司"), is_insurer("华信保险经纪有限公司")
    (True, False)
    >>> is_insurer("中国铁路财产保险自保有限公司")
    True
    """
    match = INSURER.match(name)
    if match is None or re.search("经纪|代理|公估|销售|咨询|服务有限|资产管理", name):
        return False
    # "保险公司" with words before it is talk of an insurer, not a name, unless a legal form or a branch follows
    return re.search("有限|总社|总公司|相互", match[0]) is not None or match.end() < len(name)


def split_insurer(name: str) -> tuple[str, str | None]:
    """Legal name and, when the name goes on to a branch, the whole name as the branch.

    >>> split_insurer("海岳财产保险股份有限公司宿州中心支公司")
    ('海岳财产保险股份有限公司', '海岳财产保险股份有限公司宿州中心支公司')
    """
    match = INSURER.match(name)
    if match is None or match.end() == len(name):
        return name, None
    return name[: match.end()], name if BRANCH_ENDING.search(name) else None


def same(a: str, b: str) -> bool:
    """Whether two written names are one: blanks and bracket widths do not count."""
    return format(a) == format(b)


def format(name: str) -> str:
    return "".join(name.split()).replace("(", "（").replace(")", "）")
