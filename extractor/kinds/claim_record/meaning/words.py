"""What a label on a paper of claims says by its form, where no known word tells: who was hurt, what was paid, what was asked for."""

from __future__ import annotations

import re

WHO = re.compile(
    r"(?:伤|亡|死|难|病|害|困|(?<!保)险)[\u4e00-\u9fff]{0,2}(?:者|人|员|工|是谁|姓名)(?:姓名)?\s*[:：]?$|^(?:事故)?人员\s*[:：]?$|^(?:是|为)?谁.{0,3}[伤亡]"
)
"""伤亡者, 受害职工, 遇难矿工: a word of harm, then one for a person; 谁受的伤."""
OTHERS = re.compile(
    r"配偶|家属|亲属|遗属|父|母(?!公司|船)|妻|丈夫|子女|儿子|女儿|监护|继承|代理|收款|领款|受款|户名|联系|经办"
)
"""A label of somebody else than who was hurt, though a word of harm may stand in it: 收款人（死者配偶）."""
PAYS = re.compile("赔|补偿|兑付|给付|拨付|[实已]付|到手|拿到|保险金(?!额)|结案金?额")
ASKS = re.compile(
    "索|申请|主张|请求|诉求|要求|提出|诉请|求偿|报称|所报|自报|期望|报损|估|保额|限额|准备金|未决|免赔|比例|日|时间|号|状态|次数|人"
)
"""What makes a label with a word of paying one of something else: a sum that is asked for, a limit, a day, a number."""
_ESTIMATE = re.compile("估损|[预评暂初]估|估计|估[值算]|准备金|未决")
_DEMAND = re.compile("索|申[请领报]|主张|请求|要求|诉求|报损|求偿|自报|所报|报称")


def is_estimate(label: str) -> bool:
    """Whether a label is of what an insurer reckons a case to come to, which nobody asked for.

    >>> is_estimate("估损金额"), is_estimate("估损/索赔金额"), is_estimate("报损金额")
    (True, False, False)
    """
    return _ESTIMATE.search(label) is not None and _DEMAND.search(label) is None


GUESSED = re.compile("[暂预初约]估|估[计算]|预计|暂定|未决|准备金")
"""Before a sum put aside for a case that is open, whatever label its cell has: 核赔 | 仍在治疗，暂估9,000元."""
NONE_MADE = re.compile(
    r"(?:无|未(?:曾|有|发生|产生|收到|接到)?|没有|零)(?:过|任何|发生|产生|收到|接到|一起)?[\u4e00-\u9fff、]{0,8}?(?:报案|赔案|理赔|赔付|出险|保险事故|索赔)(?:记录|情况|案件|申请|事项)?(?:[。，,；;）)]|$)"
)
"""That nothing was claimed: 无报案及赔付记录, 未发生保险事故."""
IN_ALL = re.compile("(?:全部|所有)(?=赔)")
"""What makes 赔款 a limit on a policy, and on a paper of claims only all of it."""
ADVANCE = re.compile("垫[付支款]|代垫|先[期行予拨付]|预[付赔支先]|首[笔付]")
"""A sum paid before the claim was settled: not what was paid in all."""
REST = re.compile(
    "尾款|余款|余额|剩余|其余|(?:结案|最后|最终)?补[付差足](?:赔|金额|款|支付)?|差额|末[笔期次]|第?二[笔期次](?:赔|支|付|金|款)|后[续期](?:赔|支|付)|本次(?:应|实际?)?(?:支付|赔付|付款)"
)
"""What was left to pay after it."""
TAKEN_OFF = re.compile(r"^[（(]?\s*(?:减|扣除?|核减|剔除)(?![少损免])|(?:扣减|核减|剔除|不予?赔付?|不合理)")
"""A step of a reckoning that was not paid to anybody."""
INSURER = re.compile("我司|我公司|本公司|我方|保险人|保险公司|保险机构|承保|财险|公司预[付赔]")
"""Who advances it, where it is the insurer; whoever else lays money out is the enterprise, a contractor or kin."""
OUTSIDERS = re.compile(
    "企业|单位|工厂|项目部|施工|承包|包工|总包|班组|老板|雇主|甲方|家属|自行|自己|自费|被保险人|投保人"
)
"""Who lays money out and is no insurer."""


_ITS_WHO = re.compile(
    "^(?:[伤死亡]者|受害人|受伤人员?|受伤(?:员工|职工|工人)|伤员)[:：为是]?\\s*(?=[\u4e00-\u9fff]{2,4}(?:\\W|$))"
)


_AGE = re.compile(r"\s*[（(]\s*(?:[男女][，,、/\s]*)?\d{1,2}岁?\s*[)）]\s*$")


def bare_who(text: str) -> str:
    """Who was hurt without the word that says that he was, and without his age.

    >>> bare_who("伤者柏云鹏"), bare_who("伍伤生"), bare_who("印志祥（52）")
    ('柏云鹏', '伍伤生', '印志祥')
    """
    return _AGE.sub("", _ITS_WHO.sub("", text))


PART_ADVANCE, PART_REST = 0.5, 0.55
"""How much either may stand for all that was paid, where no more is told."""


_OFF_FIRST = re.compile(
    r"^[（(]?\s*(?:减去?|扣除|扣减|核减|剔除)[^，,。；;\d]{0,24}?后[，,]?(?=(?:实际?|应|最终|核定|我司|我公司|共|合计|需|可|须){0,2}(?:赔|付|支付|给付))"
)
"""What was taken off before the rest was paid: 扣除自费部分后实际赔付."""


def part_of_paid(words: str) -> float | None:
    """How much a sum told so may stand for all that was paid; None where the words tell of no part of it.

    The insurer's advance and what it paid last may where no more is told; what another laid out or what was taken off never.

    >>> part_of_paid("我公司先行支付"), part_of_paid("施工单位垫付"), part_of_paid("减：不合理费用"), part_of_paid("经核定赔付")
    (0.5, 0.0, 0.0, None)
    >>> part_of_paid("扣除非保险责任部分后实际赔付") is None, part_of_paid("扣减后给付") is None
    (True, True)
    """
    words = _OFF_FIRST.sub("", words)
    if TAKEN_OFF.search(words):
        return PART_ADVANCE if ADVANCE.search(words) else 0.0
    if ADVANCE.search(words):
        return PART_ADVANCE if INSURER.search(words) or ("垫" not in words and not OUTSIDERS.search(words)) else 0.0
    return PART_REST if REST.search(words) else None


_OTHER_FUNDS = re.compile(
    "(?:工伤保险|工伤基金|社保|社会保险|医保|医疗保险|意外伤?害?险|意外伤害保险|雇主责任[保险]+|交强险|商业险|第三者责任险|大病保险)[^，,。；;]{0,12}"
    "(?:支付|赔付|赔偿|给付|报销|补偿|理赔|承担|待遇|领取)"
)
"""Who else pays for an accident, beside the insurance that the paper is about: 另由工伤保险基金支付待遇."""
_THIS_FUND = re.compile("安责险|安全生产责任|我司|我公司|本公司")


def of_another_fund(words: str) -> bool:
    """Whether words before a sum tell that another insurance paid it.

    >>> of_another_fund("另由工伤保险基金支付待遇"), of_another_fund("医保报销后我公司赔付")
    (True, False)
    """
    return _OTHER_FUNDS.search(words) is not None and _THIS_FUND.search(words) is None
