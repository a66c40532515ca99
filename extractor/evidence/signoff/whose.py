"""Whose words they are: of the enterprise that was served, or of those who served it."""

from __future__ import annotations

import re

_ACTS = "复查|复核|核查|回访|跟踪|服务|巡检|驻场|托管|体检|会商|入户|入企|巡访|送教|问诊|检查|排查|走访|走查|巡查|查勘|勘查|评估|评价|诊断|培训|授课|辨识|到访|上门|辅导|指导|演练|体检|督导|咨询|派出|派遣|派员|施训|会诊|帮扶|把脉|宣讲|讲授|授课|核对|支撑|支持|实施|承办|承担|提供|执行|主办|勘察|送教|教学|诊治|巡诊"


CLIENT = re.compile(
    rf"(?:被|受(?!托|委|理|聘|权|益))[\u4e00-\u9fff]{{1,4}}?(?=单位|企业|方|厂|公司|对象|矿山?|门?店|[油气电车加]?站|工地|项目|商户|[港库船]|园区)|(?<![甲乙丙丁])[厂矿店站港船场库校院园]方|投保|被保险人?|参保|(?:被|受|接受|应)(?:{_ACTS}|检|查|访|训|评|邀|教|助|帮|诊)|(?:服务|培训|检查|排查|帮扶|辅导|演练|评估|走访)对象|受益单位|企业|客户|用户|业主|工厂|厂方|厂长|本单位|我单位|单位负责|单位代表|单位意见|单位确认|单位\s*[(（]|甲方|受访|受训|陪同|陪检|接收|贵单位|贵公司|贵[司厂矿店站]|收到本|收函|对服务|对接人|负责人|确认人|安全员|安全管理|法定代表人|法人|见证人"
    # posts and trades of those who are visited
    r"|(?:[厂矿店场站船校院园库]|车间|工区|班组)(?:长|主任)(?!期)|(?:店|摊|户|船|货|车|场)主(?![任管办讲要持])|船东|养殖户|种植户|农户|经营[户者人]|租户|商户|商家|老板"
    r"|施工(?:方|单位|企业)|总包|分包|建设单位|学校|医院|园区|物业|商铺|门店|库区|车队|(?:安全|安环|生产|后勤|设备|保卫|综合|环保)(?:科|部|处)(?:长|经理|主任|签|负责|盖)"
    # those who get the service, the paper, the bill
    r"|[需买]方|采购方|承租方|接受方|受益方|使用(?:单位|方)|责任(?:单位|人)|整改(?:单位|责任)|签收(?:单位|人)|收(?:件|文)人|受送达|当事人|迎检|承训|参演单位|参训单位|回访对象|接待|配合(?:人员|单位)"
)


_SERVICE = re.compile(
    rf"(?<![被受应])(?!演练)(?:{_ACTS})(?:的)?(?:人员|人|组|员|师|专家|老师|教员|导师|教练|骨干|工程师|机构|单位|方|公司|团队|成员|小组|队(?!伍))(?:负责人|代表|组长)?|专家|检查组|讲师|技术人员|技术服务|服务商|工程师|承保|编制|编写|审核|审批|批准|校核|实施单位|组长|记录人|主讲|乙方|丙方|(?:项目|报告|技术|质量|过程控制)负责人|技术员|风[控勘]|教官|教师|顾问|经纪|公估|[供卖]方|供应商|受托(?:方|单位|机构|人)|第三方|出具(?:单位|机构|人)|填写人|记录员|保险公司(?:代表|经办|人员)?|(?<!被)保险人(?!员)|填表人|制表|(?<!被)(?:告知|通知|下达|签发|开具|交办|下发|派发)(?:单位|机构|方|人)"
)


_BARE_ACT = re.compile(rf"\s*(?:{_ACTS})\s*[:：]?\s*")
"""A label that only names what was done is of who did it: "巡检：某某公司"."""


_OWN_CHECKER = re.compile(
    r"(?:企业|厂方|矿方|店方|业主|客户|参保单位|投保单位|受[检训查]单位|我单位)(?:方)?(?:的)?(?:核[对实查]|复核|查收|查看|看|验收|经办|收)(?:册|表|单)?(?:人员?|员)\s*[:：]?\s*$"
    r"|^\s*(?:收件|收函|收文|签收|查收|接收)\s*[:：]?\s*$"
)
"""Who of the enterprise looked at the paper: 企业核对人."""


OF_CONFIRMING = re.compile(r"\s*(?:确认|签收|签认|客户确认|企业确认)(?:情况|状态|记录|结果)\s*[:：]")
"""A label of how it stands with the confirmation, which none but the enterprise gives."""


def side_of(text: str) -> str | None:
    """Whose words these are: "client", "service", or None where they do not tell.

    >>> side_of("受检单位负责人"), side_of("检查人员"), side_of("检查组负责人"), side_of("日期")
    ('client', 'service', 'service', None)
    """
    if _BARE_ACT.fullmatch(text):
        return "service"
    if _OWN_CHECKER.search(text):
        return "client"
    client = max((m.end() for m in CLIENT.finditer(text)), default=-1)
    service = max((m.end() for m in _SERVICE.finditer(text)), default=-1)
    if client < 0 and service < 0:
        return None
    return "client" if client > service else "service"
