"""Service reports in shapes and words of their own: letters, cards, forms, notes, each against what it says.

The papers are built as documents in code; every name on them is invented. A field that must stay unread is None.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

import pytest

from extractor import classify, extract
from extractor.document import Block, Cell, Document, Line, Page, Table
from extractor.evidence.sheet import Sheet
from extractor.record import Record


class Paper(NamedTuple):
    """``blocks``: a string is a paragraph, a list of rows a table; "<" continues the cell to its left.

    ``hazards``: level, description, deadline, rectified, day of the report; None where the list is not compared.
    """

    what: str
    blocks: list[Any]
    fields: dict[str, Any]
    hazards: list[tuple[Any, ...]] | None


def _cells(rows: list[list[str]]) -> Iterator[Cell]:
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text != "<":
                span = next((k for k, further in enumerate(row[c + 1 :], 1) if further != "<"), len(row) - c)
                lines = tuple(Line(part, where=f"第{r}行") for part in text.split("\n") if part)
                yield Cell(r, c, lines, colspan=span)


def _document(blocks: list[Any]) -> Document:
    read: list[Block] = []
    for n, block in enumerate(blocks, 1):
        if isinstance(block, str):
            read.append(Line(block, where=f"第{n}段"))
        else:
            read.append(Table(tuple(_cells(block)), len(block), max(map(len, block)), method="native"))
    return Document("报告.docx", "0" * 64, "docx", (Page(None, 0, 0, tuple(read)),), paged=False)


def _record(blocks: list[Any]) -> Record:
    document = _document(blocks)
    sheet = Sheet(document)
    return extract(document, classify(document, sheet), sheet)


def _plain(value: Any) -> Any:
    """Widths and blanks apart, days as ISO text, several values in any order."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return sorted((_plain(v) for v in value), key=str)
    if isinstance(value, (int, float, Decimal)):
        return float(value)
    return "".join(unicodedata.normalize("NFKC", value).split())


PAPERS = [
    Paper(
        "a letter with items in its text",
        [
            "关于安责险事故预防服务情况的函",
            "滨海县永昌橡塑制品厂：",
            (
                "贵厂于2024年11月投保安全生产责任保险（保险单号：AZ 3209 2024 0071 5533）。按"
                "照约定，受紫金山财产保险股份有限公司盐城中心支公司委托，江苏恒泽安全环境技术有限公司于2025年3月11"
                "日至3月12日派出高级工程师卢国强、注册安全工程师范雯到贵厂开展隐患排查服务，现将情况函告如下。"
            ),
            "一、本次检查共发现问题三项：",
            (
                "1．炼胶车间开炼机急停拉绳松脱，无法有效触发（一般隐患）。建议：立即更换拉绳并每班试验。请于2025年3"
                "月20日前完成。"
            ),
            (
                "2．硫化罐安全联锁装置被人为短接（重大隐患）。建议：停用设备，恢复联锁后方可使用。请于2025年3月15"
                "日前完成。"
            ),
            "3．成品库疏散通道堆放纸箱（一般隐患）。建议：清空通道并划线。立即整改。",
            "二、上述问题请贵厂逐项落实。本次服务费用人民币叁仟元整（￥3,000.00），已在事故预防费用中列支。",
            "函号：恒泽函〔2025〕19号",
            "江苏恒泽安全环境技术有限公司",
            "2025年3月14日",
            "收函单位签收人：顾长林\u3000\u3000签收日期：2025年3月16日",
        ],
        {
            "report_no": "恒泽函〔2025〕19号",
            "policy_no": "AZ 3209 2024 0071 5533",
            "client": "滨海县永昌橡塑制品厂",
            "service_start": "2025-03-11",
            "service_end": "2025-03-12",
            "service_types": ["inspection"],
            "service_org": "江苏恒泽安全环境技术有限公司",
            "experts": ["卢国强", "范雯"],
            "fee_used": 3000,
            "customer_signed": True,
            "signoff_name": "顾长林",
            "signoff_date": "2025-03-16",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "炼胶车间开炼机急停拉绳松脱，无法有效触发", "2025-03-20", False, None),
            ("重大", "硫化罐安全联锁装置被人为短接", "2025-03-15", False, None),
            ("一般", "成品库疏散通道堆放纸箱", None, False, None),
        ],
    ),
    Paper(
        "a checklist whose ticks are no states",
        [
            "企业安全检查表（安责险风险减量服务）",
            [
                ["受检单位", "淄博鲁中陶瓷机械有限公司", "<", "<"],
                ["检查日期", "2025.9.3—9.4", "检查人员", "卜庆东 曲艳"],
                ["技术服务单位", "山东齐安检测评价有限公司", "保单号", "370303-2025-AQ-000481"],
            ],
            [
                ["序号", "检查项目", "检查结果", "存在的问题", "整改期限", "复查"],
                ["1", "配电室", "√", "/", "/", "/"],
                ["2", "喷釉线", "×", "喷釉线除尘风机接地线脱落", "2025.9.15", "已整改"],
                ["3", "叉车", "×", "叉车倒车蜂鸣器失灵", "2025.9.10", "未整改"],
                ["4", "消防", "√", "/", "/", "/"],
            ],
            "检查表编号：QA-JC-2025-227",
            "服务费：0.25万元",
            "受检单位负责人签字：荆晓峰\u3000\u3000\u3000日期：2025.9.4",
        ],
        {
            "report_no": "QA-JC-2025-227",
            "policy_no": "370303-2025-AQ-000481",
            "client": "淄博鲁中陶瓷机械有限公司",
            "service_start": "2025-09-03",
            "service_end": "2025-09-04",
            "service_types": ["inspection"],
            "service_org": "山东齐安检测评价有限公司",
            "experts": ["卜庆东", "曲艳"],
            "fee_used": 2500,
            "customer_signed": True,
            "signoff_name": "荆晓峰",
            "signoff_date": "2025-09-04",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "喷釉线除尘风机接地线脱落", "2025-09-15", True, None),
            ("一般", "叉车倒车蜂鸣器失灵", "2025-09-10", False, None),
        ],
    ),
    Paper(
        "a table for each hazard",
        [
            "生产安全事故隐患排查报告书",
            [
                ["报告文号", "皖安排字2024-0356", "保单号码", "AZX34-2024-0099871"],
                ["被服务单位", "泗县山水石材有限公司", "服务机构", "安徽徽盾安全评价有限公司"],
                ["排查时间", "2024年10月8日", "排查专家", "汪大海、储小燕、伍佳"],
                ["预防费用列支", "2,200元", "", ""],
            ],
            [
                ["隐患1", "<", "<", "<"],
                ["问题描述", "切割车间地沟盖板缺失两块", "<", "<"],
                ["判定依据", "《工贸企业安全规定》", "<", "<"],
                ["整改措施", "补装盖板", "<", "<"],
                ["隐患级别", "一般", "整改期限", "2024年10月20日"],
                ["责任人", "李二", "整改状态", "已于2024年10月15日整改完成"],
            ],
            [
                ["隐患2", "<", "<", "<"],
                ["问题描述", "矿山边坡坡顶出现裂缝且未设监测点", "<", "<"],
                ["判定依据", "《金属非金属矿山安全规程》", "<", "<"],
                ["整改措施", "立即停止作业，委托单位监测", "<", "<"],
                ["隐患级别", "重大", "整改期限", "2024年10月10日"],
                ["责任人", "陈三", "整改状态", "拒绝整改，2024年10月12日书面报告泗县应急管理局"],
            ],
            [
                ["投保单位意见", "情况属实", "<", "<"],
                ["负责人签名", "储长海", "日期", "2024年10月8日"],
            ],
        ],
        {
            "report_no": "皖安排字2024-0356",
            "policy_no": "AZX34-2024-0099871",
            "client": "泗县山水石材有限公司",
            "service_start": "2024-10-08",
            "service_end": "2024-10-08",
            "service_types": ["inspection"],
            "service_org": "安徽徽盾安全评价有限公司",
            "experts": ["汪大海", "储小燕", "伍佳"],
            "fee_used": 2200,
            "customer_signed": True,
            "signoff_name": "储长海",
            "signoff_date": "2024-10-08",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "切割车间地沟盖板缺失两块", "2024-10-20", True, None),
            ("重大", "矿山边坡坡顶出现裂缝且未设监测点", "2024-10-10", False, "2024-10-12"),
        ],
    ),
    Paper(
        "circled items, an empty place beside a signed one",
        [
            "安全服务回执",
            "编号：〔2025〕安服047",
            "投保企业：诸暨市店口铜艺有限公司",
            "保单：330681AZ2025-1127",
            "服务日期：5月7日至8日（2025年）",
            "服务单位：浙江宁安应急科技有限公司",
            "到场人员：裘建军、斯亚芳",
            "服务内容：事故隐患排查治理",
            "排查情况：",
            "①熔炼炉旁冷却水管渗漏，地面积水；建议修复管路；整改期限2025年5月20日；已整改。",
            "②行车吊钩防脱装置缺失；建议加装；整改期限2025年5月12日；未整改。",
            (
                "③危化品库未设置可燃气体报警器，属重大隐患；建议立即停用；整改期限2025年5月9日；企业拒不整改，已于"
                "2025年5月20日报告诸暨市应急管理局。"
            ),
            "收费：免费",
            "甲方代表签名：________\u3000\u3000\u3000乙方代表签名：裘建军",
        ],
        {
            "report_no": "〔2025〕安服047",
            "policy_no": "330681AZ2025-1127",
            "client": "诸暨市店口铜艺有限公司",
            "service_start": "2025-05-07",
            "service_end": "2025-05-08",
            "service_types": ["inspection"],
            "service_org": "浙江宁安应急科技有限公司",
            "experts": ["裘建军", "斯亚芳"],
            "fee_used": None,
            "customer_signed": False,
            "signoff_name": None,
            "signoff_date": None,
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "熔炼炉旁冷却水管渗漏，地面积水", "2025-05-20", True, None),
            ("一般", "行车吊钩防脱装置缺失", "2025-05-12", False, None),
            ("重大", "危化品库未设置可燃气体报警器", "2025-05-09", False, "2025-05-20"),
        ],
    ),
    Paper(
        "photos between the columns, days without a date",
        [
            "事故隐患排查治理服务单",
            "单号：FW-0925-11\u3000\u3000保单号：37 0306 AZX 2025 00176",
            "企业名称：淄博周村锻压机床附件厂\u3000地址：周村区南郊镇",
            "检查时间：2025年9月25日\u3000\u3000检查机构：淄博安信职业安全卫生技术有限公司",
            "检查人员：逯文、宗伟",
            [
                ["编号", "部位", "隐患照片", "不安全状况", "分级", "治理措施", "治理时限", "治理后照片", "验收意见"],
                ["1", "锻造车间", "", "空气锤防护罩缺失", "一般", "加装防护罩", "2025年9月底前", "", "整改中"],
                ["2", "热处理", "", "淬火油槽未配灭火毯", "一般", "配置灭火毯", "15日内", "", "验收合格"],
                ["3", "仓库", "", "氧气乙炔瓶混存", "一般", "分库存放", "立即", "", "当场整改"],
            ],
            "本次费用：玖佰元整（900元）",
            "客户签字：亓东升",
            "签字日期：2025-09-25",
        ],
        {
            "report_no": "FW-0925-11",
            "policy_no": "37 0306 AZX 2025 00176",
            "client": "淄博周村锻压机床附件厂",
            "service_start": "2025-09-25",
            "service_end": "2025-09-25",
            "service_types": ["inspection"],
            "service_org": "淄博安信职业安全卫生技术有限公司",
            "experts": ["逯文", "宗伟"],
            "fee_used": 900,
            "customer_signed": True,
            "signoff_name": "亓东升",
            "signoff_date": "2025-09-25",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "空气锤防护罩缺失", "2025-09-30", False, None),
            ("一般", "淬火油槽未配灭火毯", None, True, None),
            ("一般", "氧气乙炔瓶混存", None, True, None),
        ],
    ),
    Paper(
        "both signatures in one row",
        [
            "风险减量服务确认单",
            [
                ["服务对象", "乐清市柳市低压电器配件厂", "<", "<"],
                ["保单号", "YQ33038225AZ0008124", "服务单号", "QD-2025-0703"],
                ["服务时间", "2025年7月3日上午9:00至下午4:30", "<", "<"],
                ["服务项目", "☑隐患排查\u3000☑安全培训\u3000□应急演练\u3000□标准化", "<", "<"],
                ["服务商", "温州巨盾安全咨询有限公司", "服务人员", "瞿文武、连珍珍"],
                ["支出金额", "￥2,000.00", "<", "<"],
                ["服务结论", "本次排查未发现事故隐患。", "<", "<"],
                ["服务人员签字", "瞿文武\u30002025.7.3", "企业确认签字", "蔺小平\u30002025.7.4"],
            ],
        ],
        {
            "report_no": "QD-2025-0703",
            "policy_no": "YQ33038225AZ0008124",
            "client": "乐清市柳市低压电器配件厂",
            "service_start": "2025-07-03",
            "service_end": "2025-07-03",
            "service_types": ["inspection", "training"],
            "service_org": "温州巨盾安全咨询有限公司",
            "experts": ["瞿文武", "连珍珍"],
            "fee_used": 2000,
            "customer_signed": True,
            "signoff_name": "蔺小平",
            "signoff_date": "2025-07-04",
            "states_no_hazards": True,
            "hazard_list_present": False,
        },
        [],
    ),
    Paper(
        "words near a statement that nothing was found",
        [
            "隐患排查服务报告",
            "报告编号：AH-25-77",
            "保单号：AHAZ2025341302001",
            "受检单位：宿州埇桥大泽包装有限公司",
            "服务机构：宿州众诺安全服务有限公司",
            "服务专家：邵明亮",
            "服务日期：2025年2月27日",
            "上次检查未发现的隐患，本次予以补充；如未发现隐患应当书面说明。",
            "费用：500元",
            "受检单位（签字）：邵国华\u30002025年2月27日",
        ],
        {
            "report_no": "AH-25-77",
            "policy_no": "AHAZ2025341302001",
            "client": "宿州埇桥大泽包装有限公司",
            "service_start": "2025-02-27",
            "service_end": "2025-02-27",
            "service_types": ["inspection"],
            "service_org": "宿州众诺安全服务有限公司",
            "experts": ["邵明亮"],
            "fee_used": 500,
            "customer_signed": True,
            "signoff_name": "邵国华",
            "signoff_date": "2025-02-27",
            "states_no_hazards": False,
            "hazard_list_present": False,
        },
        [],
    ),
    Paper(
        "attendees sign too",
        [
            "安全培训签到表",
            [
                ["培训主题", "粉尘防爆安全培训", "<", "<"],
                ["培训企业", "南通通州家纺集团有限公司", "培训时间", "2025年4月22日13:30-16:00"],
                ["授课老师", "戈建东", "主办机构", "南通江海安全培训有限公司"],
                ["保单编号", "NT-AZ-25-00418", "培训经费", "1,200元"],
                ["签到表编号", "QD250422", "", ""],
            ],
            [
                ["序号", "姓名", "部门", "签名", "序号", "姓名", "部门", "签名"],
                ["1", "陈建", "织造", "陈建", "4", "冯燕", "后整", "冯燕"],
                ["2", "蒋力", "织造", "蒋力", "5", "韩冬", "仓储", "韩冬"],
                ["3", "沈静", "质检", "沈静", "6", "杨帆", "行政", "杨帆"],
            ],
            "企业安全负责人签字：卫成功\u3000\u3000\u30002025年4月22日",
        ],
        {
            "report_no": "QD250422",
            "policy_no": "NT-AZ-25-00418",
            "client": "南通通州家纺集团有限公司",
            "service_start": "2025-04-22",
            "service_end": "2025-04-22",
            "service_types": ["training"],
            "service_org": "南通江海安全培训有限公司",
            "experts": ["戈建东"],
            "fee_used": 1200,
            "customer_signed": True,
            "signoff_name": "卫成功",
            "signoff_date": "2025-04-22",
            "states_no_hazards": False,
            "hazard_list_present": False,
        },
        [],
    ),
    Paper(
        "entries on lines of their own",
        [
            "安全生产诊断意见书",
            "意见书编号：ZD〔2025〕第018号",
            "诊断对象：长兴县煤山耐火材料有限公司",
            "诊断日期：2025年3月27日—28日",
            "诊断单位：湖州安评安全评价事务所",
            "诊断专家组：组长 臧立群；组员 温小雷、闵霞",
            "安责险保单：CX-AZ-330522-25-0090",
            "诊断费：人民币肆仟元",
            "隐患1：隧道窑煤气管道未设低压报警",
            "问题等级：重大",
            "依据：GB 6222",
            "措施：安装低压报警联锁",
            "期限：2025年4月10日",
            "责任人：车间主任",
            "进展：已完成整改，2025年4月8日复查通过",
            "隐患2：破碎机平台护栏高度不足",
            "问题等级：一般",
            "依据：GB 4053",
            "措施：加高护栏",
            "期限：2025年4月20日",
            "责任人：车间主任",
            "进展：尚未完成",
            "受诊断企业代表（签字）：臧志远\u3000代签",
            "2025年3月28日",
        ],
        {
            "report_no": "ZD〔2025〕第018号",
            "policy_no": "CX-AZ-330522-25-0090",
            "client": "长兴县煤山耐火材料有限公司",
            "service_start": "2025-03-27",
            "service_end": "2025-03-28",
            "service_org": "湖州安评安全评价事务所",
            "experts": ["臧立群", "温小雷", "闵霞"],
            "fee_used": 4000,
            "customer_signed": True,
            "signoff_name": "臧志远",
            "signoff_date": "2025-03-28",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("重大", "隧道窑煤气管道未设低压报警", "2025-04-10", True, None),
            ("一般", "破碎机平台护栏高度不足", "2025-04-20", False, None),
        ],
    ),
    Paper(
        "the cell for the signature is empty",
        [
            "企业安全走查服务表",
            [
                ["单位名称", "盱眙县淮河镇金属制品加工厂", "编号", "ZC-25-0611"],
                ["走查日期", "2025年6月11日", "走查机构", "淮安清江安全技术有限公司"],
                ["走查人", "滕海涛、奚敏", "保单号码", "HA AZ 3208 2025 0611"],
                ["走查结果", "经现场走查，该单位安全状况良好，没有需要整改的事项。", "<", "<"],
                ["费用", "600元", "<", "<"],
                ["走查人员签名", "滕海涛 奚敏", "企业负责人签名", ""],
                ["日期", "2025年6月11日", "日期", ""],
            ],
        ],
        {
            "report_no": "ZC-25-0611",
            "policy_no": "HA AZ 3208 2025 0611",
            "client": "盱眙县淮河镇金属制品加工厂",
            "service_start": "2025-06-11",
            "service_end": "2025-06-11",
            "service_types": ["inspection"],
            "service_org": "淮安清江安全技术有限公司",
            "experts": ["滕海涛", "奚敏"],
            "fee_used": 600,
            "customer_signed": False,
            "signoff_name": None,
            "signoff_date": None,
            "states_no_hazards": True,
            "hazard_list_present": False,
        },
        [],
    ),
    Paper(
        "levels in brackets, outcomes in the same line",
        [
            "安全检查意见书",
            "意见书号：（2024）睢安检意字第66号",
            "受查企业：睢宁县沙集电商家具有限公司",
            "检查时间：二〇二四年五月二十一日",
            "检查机构及人员：宿迁洪泽湖安全科技有限公司\u3000高明、苗秀英",
            "所属安责险保单号：SNAZ 2024 3203 24 00066",
            "检查意见：",
            "1.封边机除尘支管脱开（一般），建议重新连接，于2024年5月28日前完成，现已完成整改。",
            (
                "2.除尘器未按规定设置锁气卸灰装置（重大），建议立即停产整改，2024年5月31日前完成，企业不予整改，"
                "2024年6月11日上报睢宁县应急管理局。"
            ),
            "3.灭火器被压板材遮挡（一般），建议移开，2024年5月22日前完成，待复查。",
            "经费：1200",
            "受查企业（签收）：丁万年",
            "2024.5.21",
        ],
        {
            "report_no": "（2024）睢安检意字第66号",
            "policy_no": "SNAZ 2024 3203 24 00066",
            "client": "睢宁县沙集电商家具有限公司",
            "service_start": "2024-05-21",
            "service_end": "2024-05-21",
            "service_types": ["inspection"],
            "service_org": "宿迁洪泽湖安全科技有限公司",
            "experts": ["高明", "苗秀英"],
            "fee_used": 1200,
            "customer_signed": True,
            "signoff_name": "丁万年",
            "signoff_date": "2024-05-21",
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("一般", "封边机除尘支管脱开", "2024-05-28", True, None),
            ("重大", "除尘器未按规定设置锁气卸灰装置", "2024-05-31", False, "2024-06-11"),
            ("一般", "灭火器被压板材遮挡", "2024-05-22", False, None),
        ],
    ),
    Paper(
        "no major hazard is not no hazard",
        [
            "隐患治理技术服务报告",
            [
                ["报告号", "JS-2025-0901"],
                ["单位", "宝应县氾水镇玻璃仪器厂"],
                ["保险单号", "BY321023-2025-0901-AZ"],
                ["技术机构", "扬州运河安全技术有限公司"],
                ["技术员", "卞良", ""],
                ["作业日", "2025年9月1日"],
                ["作业内容", "隐患排查"],
                ["费用", "900元"],
            ],
            "排查中未发现重大事故隐患，发现一般隐患1处，见下表。",
            [
                ["隐患部位", "隐患描述", "整改要求", "整改期限", "整改结果"],
                ["灯工车间", "氧气管道阀门漏气", "更换阀门", "2025年9月5日", "2025年9月4日完成"],
            ],
            "单位负责人：华小伟（签字）",
            "签字时间：2025年9月1日",
        ],
        {
            "report_no": "JS-2025-0901",
            "policy_no": "BY321023-2025-0901-AZ",
            "client": "宝应县氾水镇玻璃仪器厂",
            "service_start": "2025-09-01",
            "service_end": "2025-09-01",
            "service_types": ["inspection"],
            "service_org": "扬州运河安全技术有限公司",
            "experts": ["卞良"],
            "fee_used": 900,
            "customer_signed": True,
            "signoff_name": "华小伟",
            "signoff_date": "2025-09-01",
            "hazard_list_present": True,
        },
        [
            ("一般", "氧气管道阀门漏气", "2025-09-05", True, None),
        ],
    ),
    Paper(
        "a form, a list and the signatures in one grid",
        [
            [
                ["企业隐患排查清单", "<", "<", "<", "<", "<", "<"],
                ["企业：", "徐州贾汪煤焦设备有限公司", "", "", "保单号：", "XZJW-2025-0318-01", ""],
                ["排查机构：", "江苏淮海安全咨询有限公司", "", "", "排查人：", "展鹏、戈兰", ""],
                ["排查时间：", "2025年3月18日-3月19日", "", "", "清单编号：", "JW-QD-07", ""],
                ["序号", "隐患名称", "隐患等级", "整改建议", "整改期限", "整改状态", "备注"],
                ["1", "焦油储槽呼吸阀堵塞", "一般", "清洗", "2025-04-01", "已整改", ""],
                [
                    "2",
                    "皮带廊无消防水",
                    "重大",
                    "增设消火栓",
                    "2025-04-18",
                    "未整改，企业拒绝",
                    "已于2025-05-06报区应急管理局",
                ],
                ["服务费用：", "2500", "", "", "", "", ""],
                ["企业签字：", "", "", "", "日期：", "", ""],
            ],
        ],
        {
            "report_no": "JW-QD-07",
            "policy_no": "XZJW-2025-0318-01",
            "client": "徐州贾汪煤焦设备有限公司",
            "service_start": "2025-03-18",
            "service_end": "2025-03-19",
            "service_types": ["inspection"],
            "service_org": "江苏淮海安全咨询有限公司",
            "experts": ["展鹏", "戈兰"],
            "fee_used": 2500,
            "customer_signed": False,
            "signoff_name": None,
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        None,
    ),
    Paper(
        "a hazard told in one cell, refused and passed on",
        [
            "隐患整改跟踪服务单",
            [
                ["跟踪单号", "GZ-0808"],
                ["被跟踪企业", "衡水武强乐器制造有限公司"],
                ["保险单", "HSAZ-1311-2025-00808"],
                ["跟踪日期", "2025年8月8日"],
                ["跟踪机构", "衡水安平安全服务有限公司"],
                ["跟踪人员", "国志强"],
                ["隐患一", "烘木窑温控失灵；重大；期限2025年8月1日；企业拒不整改；2025年8月6日移送武强县应急管理局"],
                ["隐患二", "木粉收集袋破损；一般；期限2025年8月5日；已更换"],
                ["企业意见", "无异议"],
                ["企业签章", "（电子章）武强乐器 已签章 2025-08-08"],
            ],
        ],
        {
            "report_no": "GZ-0808",
            "policy_no": "HSAZ-1311-2025-00808",
            "client": "衡水武强乐器制造有限公司",
            "service_start": "2025-08-08",
            "service_end": "2025-08-08",
            "service_org": "衡水安平安全服务有限公司",
            "experts": ["国志强"],
            "customer_signed": True,
            "states_no_hazards": False,
            "hazard_list_present": True,
        },
        [
            ("重大", "烘木窑温控失灵", "2025-08-01", False, "2025-08-06"),
            ("一般", "木粉收集袋破损", "2025-08-05", True, None),
        ],
    ),
]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.what)
def test_report_is_read_as_it_says(paper: Paper) -> None:
    record = _record(paper.blocks)
    assert record.kind == "service_report", record.kind_evidence
    wrong = []
    for name, value in paper.fields.items():
        if _plain(record.value(name)) != _plain(value):
            wrong.append(f"{name}: {record.value(name)!r}, the paper says {value!r}")
    if paper.hazards is not None:
        columns = ("level", "description", "deadline", "rectified", "reported_on")
        rows = [tuple(_plain(row.value(c)) for c in columns) for row in record.rows("hazards")]
        asked = [tuple(map(_plain, hazard)) for hazard in paper.hazards]
        wrong += [f"hazard lost {row}" for row in asked if row not in rows]
        wrong += [f"hazard invented {row}" for row in rows if row not in asked]
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.what)
def test_nobody_is_accused_of_what_the_paper_has(paper: Paper) -> None:
    record = _record(paper.blocks)
    signed, listed = record.witnesses["signoff"], record.witnesses["hazards"]
    if paper.fields.get("customer_signed") is not False:
        assert not (record.value("customer_signed") is False and signed.found and signed.complete)
    else:
        assert signed.found
        assert signed.complete
    if paper.hazards:
        assert record.value("hazard_list_present")
    elif paper.fields.get("states_no_hazards"):
        assert not (listed.complete and record.value("states_no_hazards") is False)


@pytest.mark.parametrize(
    ("line", "signed", "sure"),
    [
        ("企业负责人签字：季海川  2025年3月1日", True, True),
        ("受检单位确认：司马建国（签名） 2025年3月1日", True, True),
        ("企业签字：亓东升", True, True),
        ("客户代表签名：________", False, True),
        ("受检单位负责人：（拒签）  见证人：王晓", False, True),
        ("检查人员签字：________", None, False),
        ("企业负责人签字：同意以上结论", None, False),
        ("企业负责人签名（屠伟民）", True, True),
        ("甲方签字：          乙方签字：季文渊", False, True),
        ("参训企业意见及签章：年月日", False, True),  # a blank date whose blanks a scan loses
        ("受检单位负责人签字：    年月日", False, True),
    ],
)
def test_a_place_for_a_signature(line: str, signed: bool | None, sure: bool) -> None:
    record = _record(["隐患排查服务报告", "服务日期：2025年3月1日", "检查人员：季文渊", line])
    assert record.value("customer_signed") is signed
    if signed is not True:
        witness = record.witnesses["signoff"]
        assert (witness.found and witness.complete) is sure


@pytest.mark.parametrize(
    ("line", "name", "day"),
    [
        ("客户确认：已电子签名　马国平　2025-03-05 11:45", "马国平", "2025-03-05"),
        ("客户签名：已电子签章 马国平 2025-03-05", "马国平", "2025-03-05"),
        ("企业代表：次仁多吉（签字）　2025年10月14日", "次仁多吉", "2025-10-14"),
        ("企业确认：汪海 签字　2026年4月20日", "汪海", "2026-04-20"),
        ("客户确认：马国平 已电子签名 2025-03-05", "马国平", "2025-03-05"),
        ("企业代表：马国平（盖章）2025年10月14日 服务人员：李伟（签字）2025年10月16日", "马国平", "2025-10-14"),
    ],
)
def test_how_somebody_signed_hides_neither_name_nor_day(line: str, name: str, day: str) -> None:
    record = _record(["隐患排查服务报告", "服务日期：2025年3月1日", line])
    assert (record.value("signoff_name"), str(record.value("signoff_date"))) == (name, day)


@pytest.mark.parametrize("line", ["客户确认：未电子签名", "客户签名：未完成电子签名", "客户确认：待电子签名"])
def test_a_hand_that_is_awaited_is_none(line: str) -> None:
    record = _record(["隐患排查服务报告", "服务日期：2025年3月1日", line])
    assert record.value("customer_signed") is False


@pytest.mark.parametrize(
    ("line", "experts"),
    [
        ("检查单位 广州安联安全技术有限公司　检查人 叶志辉、莫国强　服务项目 隐患排查", ("叶志辉", "莫国强")),
        ("检查单位 广州安联安全技术有限公司　检查人：叶志辉、莫国强　服务项目：隐患排查", ("叶志辉", "莫国强")),
        ("检查人 叶志辉　莫国强　检查日期 2025年3月1日", ("叶志辉", "莫国强")),
        ("服务机构 安联公司 专家 叶志辉 陪同人员 王大力", ("叶志辉",)),
        ("本公司安全专家马文斌、丁晓霞受黄河财产保险股份有限公司委派到你单位进行排查。", ("马文斌", "丁晓霞")),
        ("安联服务有限公司马文斌、丁晓霞受黄河财险委托到你单位进行排查。", ("马文斌", "丁晓霞")),
        ("我公司安全工程师马文斌应贵单位邀请开展了排查。", ("马文斌",)),
        ("我公司技术人员受黄河财险委托到你单位进行排查。", None),
        ("检查人员应佩戴证件，根据要求进场。", None),
    ],
)
def test_names_end_where_the_next_label_or_who_sent_them_begins(line: str, experts: tuple[str, ...] | None) -> None:
    record = _record(["隐患排查服务报告", "受检单位：武汉长江机械有限公司", "服务日期：2025年3月1日", line])
    assert record.value("experts") == experts


_VISITS = [
    ["场次", "日期", "服务事项", "参加专家"],
    ["1", "10月21日", "事故隐患排查", "彭跃进、宋佳"],
    ["2", "10月22日", "安全风险辨识评估", "宋佳"],
    ["3", "10月23日", "应急演练（因雨取消）", "宋佳"],
    ["4", "10月24日", "安全教育培训", "彭跃进"],
]


def test_a_table_of_visits_names_every_service_that_was_done() -> None:
    record = _record(
        ["事故预防服务情况汇总", "受检单位：武汉长江机械有限公司", "服务经过", _VISITS, "企业签字：季海川"]
    )
    assert record.value("service_types") == ("inspection", "risk", "training")


def test_an_empty_place_proves_nothing_where_pictures_were_not_read() -> None:
    document = replace(
        _document(["隐患排查服务报告", "服务日期：2025年3月1日", "企业签字：______"]),
        notes=("文内有1幅图片，未识别图中文字",),
    )
    sheet = Sheet(document)
    record = extract(document, classify(document, sheet), sheet)
    assert not record.witnesses["signoff"].complete


@pytest.mark.parametrize(
    ("said", "nothing", "complete"),
    [
        ("本次排查未发现事故隐患。", True, True),
        ("现场管理规范，没有需要整改的事项。", True, True),
        ("未见不符合要求的情形。", True, True),
        ("隐患：未查见。", True, True),
        ("发现隐患　无", True, True),
        ("上次检查未发现的隐患，本次予以补充。", False, False),
        ("发现问题若干，具体清单另行提供。", False, True),
        ("检查发现喷漆房存在隐患，请于9月12日前整改。", False, False),
        ("向企业负责人宣讲了政策。", False, True),
    ],
)
def test_whether_nothing_was_found_or_nothing_understood(said: str, nothing: bool, complete: bool) -> None:
    record = _record(["隐患排查服务报告", "服务日期：2025年3月1日", "服务内容：隐患排查", said, "企业签字：季海川"])
    assert record.value("states_no_hazards") is nothing
    if not nothing:
        witness = record.witnesses["hazards"]
        assert (witness.found and witness.complete) is complete


def test_a_letter_says_from_when_until_when_who_was_sent() -> None:
    said = "根据贵公司第HX-16342-66207665号保险单的约定，晋安安全技术有限公司指派王国栋、李玉华自2024年11月3日起至2024年11月4日止，在贵公司实施了隐患排查。"
    record = _record(
        ["隐患排查情况报告", "HYFW 〔2024〕 581-1号", "砀山昌盛石料有限公司：", said, "贵公司签收：合同专用章"]
    )
    assert record.value("experts") == ("王国栋", "李玉华")
    assert (str(record.value("service_start")), str(record.value("service_end"))) == ("2024-11-03", "2024-11-04")
    assert record.value("client") == "砀山昌盛石料有限公司"
    assert record.value("report_no") is not None


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["事故预防服务回访记录", "记录编号：HF20250902　回访日期：2025年9月2日"], "原服务：2025年3月18日隐患排查。本次逐条复核："),
        (["隐患整改复查记录表", "复查时间：2025年9月2日"], "检查时间：2025年3月16日至3月18日"),
        (["整改回访单", [["被回访单位", "天津恒泽化工有限公司", "回访日期", "2025年9月2日"]]], "2025年3月18日我公司对贵单位进行了隐患排查，本次核实："),
        (["整改复查报告", [["受检单位", "检查人", "复查日期"], ["天津恒泽化工有限公司", "孙宏志", "2025-09-02"]]], "首次排查时间：2025年3月18日"),
        (["隐患整改复查记录", "日期：2025年9月2日"], "依据2025年3月18日出具的隐患排查报告，逐条核对："),
        (["隐患整改复查记录", "复查日期：2025年9月2日", "下次复查日期：2025年12月1日"], "对2025年3月18日排查发现的隐患进行复核："),
    ],
)  # fmt: skip
def test_a_review_was_made_on_the_day_in_its_head_and_not_on_that_of_the_visit_it_tells_of(
    head: list[Any], said: str
) -> None:
    record = _record([*head, "服务机构：天津安评达科技有限公司", said, "1. 围堰排水阀常开（一般）——已整改；"])
    assert record.value("service_start") == record.value("service_end") == date(2025, 9, 2)


@pytest.mark.parametrize("title", ["隐患排查报告", "隐患排查及复查记录"])
def test_a_report_of_a_visit_that_names_its_review_keeps_the_day_of_the_visit(title: str) -> None:
    record = _record([title, "检查日期：2025年3月18日", "复查日期：2025年4月20日", "服务机构：天津安评达科技有限公司"])
    assert record.value("service_start") == date(2025, 3, 18)


def test_a_review_that_names_a_day_of_service_beside_its_own_is_judged_by_neither() -> None:
    record = _record(["服务满意度回访表", "服务日期：2025年3月18日", "回访日期：2025年9月2日", "服务机构：安评达公司"])
    assert record.fields["service_start"].confidence <= 0.4


@pytest.mark.parametrize(
    ("said", "day", "sure"),
    [
        ("2025年3月18日，我公司对贵单位进行了隐患排查。2025年9月2日，我公司派员复查如下：", date(2025, 9, 2), True),
        ("我公司于2025年3月18日对贵单位开展隐患排查，现于2025年9月2日进行复查：", date(2025, 9, 2), True),
        ("2025年3月18日我公司对贵单位进行了隐患排查，本次逐条复核：", date(2025, 3, 18), False),
        ("原服务：2025年3月18日隐患排查。", None, False),
    ],
)
def test_a_review_that_labels_no_day_is_of_the_day_that_it_says_it_reviewed_on(
    said: str, day: date | None, sure: bool
) -> None:
    record = _record(["隐患整改复查报告", "服务机构：安评达公司", said, "企业签字：周立新　2025年9月2日"])
    assert record.value("service_start") == day
    assert day is None or (record.fields["service_start"].confidence > 0.4) is sure


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        (["服务日期：2025年7月20日", "跟踪日期：2025年10月10日"], True),
        (["受理日期：2025年7月20日", "填表日期：2025年10月10日"], True),
        (["根据2025年7月20日会议要求，对企业开展隐患排查。", "企业签字：俞国庆　2025年10月10日"], True),
        (["任务派单时间：2025年7月20日", "贵司来函收悉，2025年10月10日我司组织专家到厂。"], True),
        (["服务日期：2025年7月20日", "企业签字：俞国庆　2025年10月10日"], False),
        (["服务日期：2025年7月20日", "下次服务时间：2025年10月10日"], False),
        (["服务日期：2025年7月20日", "整改完成时间：2025年10月10日"], False),
        (["服务日期：2025年7月20日", "请于2025年10月10日前整改，我公司拟于2025年10月10日复查。"], False),
        (["服务日期：2025年7月20日", "保险期间：2025年10月10日至2026年10月9日"], False),
    ],
)
def test_other_days_of_a_visit_stand_beside_the_one_taken(said: list[str], beside: bool) -> None:
    record = _record(["隐患排查服务报告", "服务单位：晋安安全技术有限公司", *said])
    start = record.fields["service_start"]
    days = {str(one.value) for one in (start, *start.rivals)}
    assert ("2025-10-10" in days) is beside


def _days(record: Record) -> list[tuple[Any, ...]]:
    names = ("deadline", "rectified", "rectified_on")
    rows = ([row.cells.get(name) for name in names] for row in record.tables["hazards"])
    return [tuple(None if read is None else str(read.value) for read in row) for row in rows]


@pytest.mark.parametrize(
    ("blocks", "days"),
    [
        (
            ["服务回访单", "回访时间：2025年6月11日　回访人：白雪", "1. 吊装区未设警戒线（一般，期限5月23日）——已整改；", "2. 支腿垫板不足（一般，整改时限：6月25日）——6月10日已整改。"],
            [("2025-05-23", "True", None), ("2025-06-25", "True", "2025-06-10")],
        ),
        (
            ["整改复查记录", "复查日期：2026年1月12日", [["隐患", "整改期限", "隐患等级", "复查结果"], ["铅封脱落", "12月底", "一般", "已整改"], ["洗眼器无水", "2月18日", "一般", "未整改"]]],
            [("2025-12-31", "True", None), ("2026-02-18", "False", None)],
        ),
        (
            ["整改复查记录", "原服务：2025年3月18日隐患排查", "复查日期：2025年11月2日", [["隐患", "整改期限", "隐患等级", "复查结果"], ["铅封脱落", "4月25日", "一般", "已整改"], ["洗眼器无水", "9月30日", "一般", "未整改"]]],
            [("2025-04-25", "True", None), ("2025-09-30", "False", None)],
        ),
    ],
)  # fmt: skip
def test_days_without_year_of_a_review_are_those_nearest_to_it(blocks: list[Any], days: list[Any]) -> None:
    assert _days(_record(blocks)) == days


@pytest.mark.parametrize(
    "said", ["（一般，期限2025年5月23日）——已整改", "（一般，应于2025年5月23日前完成）——已整改", "（整改限期为2025年5月23日），已整改"]
)  # fmt: skip
def test_a_day_to_mend_by_is_not_the_day_of_the_mending(said: str) -> None:
    record = _record(
        ["服务回访单", "回访时间：2025年6月11日", f"1. 吊装区未设警戒线{said}；", "2. 支腿垫板不足（一般），未整改。"]
    )
    assert _days(record)[0] == ("2025-05-23", "True", None)


def test_services_done_line_by_line_are_from_the_first_of_their_days_to_the_last() -> None:
    done = [
        ["安全生产教育培训", "11月上旬", "2025年11月6日完成，参加27人"],
        ["隐患排查", "11月上旬", "2025年11月5日完成"],
    ]
    record = _record(["事故预防服务方案与落实情况", "服务机构：安评达公司", [["项目", "安排", "落实"], *done]])
    assert (record.value("service_start"), record.value("service_end")) == (date(2025, 11, 5), date(2025, 11, 6))


@pytest.mark.parametrize(
    ("said", "own", "policy"),
    [
        (["编号：PX2025-014"], "PX2025-014", None),
        (["编号：PX20250620001", "服务对象：青石矿业有限公司"], "PX20250620001", None),
        (["编号：PX2025-014", "保单号：QSAZ2025071300881"], "PX2025-014", "QSAZ2025071300881"),
        (["保单编号：QSAZ2025071300881"], None, "QSAZ2025071300881"),
    ],
)
def test_a_number_called_nothing_else_at_the_head_is_the_reports_own(
    said: list[str], own: str | None, policy: str | None
) -> None:
    record = _record(["安全培训服务报告", *said, "服务机构：远山安全技术服务有限公司", "服务时间：2025年6月20日"])
    assert [record.value(name) for name in ("report_no", "policy_no")] == [own, policy]


@pytest.mark.parametrize(
    ("said", "beside"),
    [
        ("服务对象：青石矿业有限公司、宏达机械制造有限公司", ["宏达机械制造有限公司"]),
        (
            "参训单位：青石矿业有限公司和宏达机械制造有限公司、长风包装有限公司",
            ["宏达机械制造有限公司", "长风包装有限公司"],
        ),
        ("服务对象：青石矿业有限公司", []),
        ("服务对象：青石矿业有限公司（宏达机械制造有限公司代管）", []),
        ("服务对象：青石矿业有限公司、远山安全技术服务有限公司", []),
    ],
)
def test_enterprises_that_one_service_was_done_for_stand_beside_the_client(said: str, beside: list[str]) -> None:
    record = _record(["安全培训服务报告", said, "服务机构：远山安全技术服务有限公司", "服务时间：2025年6月20日"])
    assert record.value("client") == "青石矿业有限公司"
    assert [row.value("name") for row in record.rows("clients_beside")] == beside


def test_who_found_a_hazard_is_no_part_of_it() -> None:
    blocks: list[Any] = [
        "安责险事故预防服务检查表",
        "受检单位：凤阳石英制品有限公司　检查日期：2025年10月9日　检查人员：张俏、鲁进",
        [
            ["隐患", "建议", "整改期限"],
            ["卸灰阀未上锁（张俏）", "上锁", "2025年10月12日"],
            ["冷却水泄漏无报警（鲁进、张俏）", "装流量报警", "2025年10月31日"],
            ["平台护栏高度不足（北侧）", "加高护栏", "2025年10月25日"],
        ],
    ]
    told = [str(row.value("description")) for row in _record(blocks).rows("hazards")]
    assert told == ["卸灰阀未上锁", "冷却水泄漏无报警", "平台护栏高度不足（北侧）"]
