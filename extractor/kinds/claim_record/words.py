"""What a label on a paper of claims says by its form, where no known word tells: who was hurt, what was paid, what was asked for."""

from __future__ import annotations

import re

WHO = re.compile(r"(?:伤|亡|死|难|病|害|困|(?<!保)险)[\u4e00-\u9fff]{0,2}(?:者|人|员|工|是谁|姓名)(?:姓名)?\s*[:：]?$")
"""伤亡者, 受害职工, 遇难矿工: a word of harm, then one for a person."""
OTHERS = re.compile(
    r"配偶|家属|亲属|遗属|父|母(?!公司|船)|妻|丈夫|子女|儿子|女儿|监护|继承|代理|收款|领款|受款|户名|联系|经办"
)
"""A label of somebody else than who was hurt, though a word of harm may stand in it: 收款人（死者配偶）."""
PAYS = re.compile("赔|兑付|给付|拨付|实付|到手")
ASKS = re.compile(
    "索|申请|主张|请求|诉求|要求|提出|诉请|求偿|报称|所报|自报|期望|报损|估|保额|限额|准备金|未决|免赔|比例|日|时间|号|状态|次数|人"
)
"""What makes a label with a word of paying one of something else: a sum that is asked for, a limit, a day, a number."""
