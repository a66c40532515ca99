"""A ninth set of the other kinds, other matters and bound files, after the eighth was mended for."""

from __future__ import annotations

from tests.strangers.bound import File, Part

NONE = [Part("unknown")]

FILES = [
    File(
        "an enterprise's request to renew as a form",
        "docx",
        [
            ("title", "安责险续保申请表"),
            ("table", [["投保单位", "隆回县羊古坳造纸厂"], ["统一社会信用代码", "91430524MA4QW8XD3T"], ["上年保单号", "AZ4305242024SY0051"], ["续保人数", "52人"], ["申请日期", "2025年3月11日"]]),
        ],
        [Part("application", None, {"policyholder": "隆回县羊古坳造纸厂"})],
    ),
    File(
        "endorsement that takes one on and one off",
        "pdf",
        [
            ("title", "批单"),
            "批单号：AZ4305242025SY0066-01　保单号：AZ4305242025SY0066",
            "批改类型：人员变更　批改生效日期：2025年6月1日",
            "兹经投保人申请，自2025年6月1日零时起，增加被保险人员2名，减少1名，投保人数由52人变更为53人，加收保险费310元。",
            "其他条件不变。",
            "邵阳中心支公司　2025年5月29日",
        ],
        [Part("endorsement", None, {"policy_no": "AZ4305242025SY0066", "effective_date": "2025-06-01"}, "insured_count", [(53,)], "changes")],
    ),
    File(
        "circular of a bureau on how insurers served",
        "docx",
        [
            ("title", "丹巴县应急管理局"),
            ("title", "关于2025年上半年安全生产责任保险事故预防服务情况的通报"),
            "丹应急〔2025〕41号",
            "各承保机构：",
            "上半年全县共开展服务63次，部分机构存在服务不到位、预防费用提取不足等问题。",
            "请各机构于2025年8月31日前完成整改。",
            ("right", "丹巴县应急管理局"),
            ("right", "2025年7月18日"),
        ],
        [Part("notice", None, {"doc_number": "丹应急〔2025〕41号", "date_issued": "2025-07-18"})],
    ),
    File(
        "payment slip of a bank for the premium",
        "pdf",
        [
            ("title", "电子回单"),
            "回单编号：20250311-8830017　交易日期：2025年03月11日",
            ("table", [["付款人", "隆回县羊古坳造纸厂", "收款人", "邵阳中心支公司"], ["付款账号", "4305 0166 0001", "收款账号", "4305 0170 0009"], ["金额（大写）", "壹万伍仟陆佰元整", "金额（小写）", "15,600.00"], ["用途", "安责险保费", "状态", "成功"]]),
        ],
        [Part("invoice", None, {"total": 15600, "buyer": "隆回县羊古坳造纸厂"})],
    ),
    File(
        "a training invitation of an insurer",
        "docx",
        [("title", "关于邀请参加安责险客户安全培训的函"), "各投保企业：", "我司定于2025年9月12日举办安全培训，请各企业派1人参加，费用由我司承担。", ("right", "永安支公司　2025年8月30日")],
        NONE,
    ),
    File(
        "an office's summary of the year",
        "pdf",
        [("title", "2025年安责险事故预防服务工作总结"), "全年承保企业212家，开展隐患排查240次，发现隐患1,865条，已整改1,790条；培训31场。", "存在问题：部分企业配合度不高。", "下一步：加强与应急部门沟通。", ("right", "三明分公司　2026年1月10日")],
        NONE,
    ),
    File(
        "employers' liability policy",
        "pdf",
        [("title", "雇主责任保险保险单"), "保险单号：GZ2025035000771", ("table", [["被保险人", "建湖县近湖风机厂"], ["雇员人数", "60人"], ["每人伤亡限额", "50万元"], ["保险期间", "2025-01-01至2025-12-31"], ["保险费", "18,000元"]])],
        NONE,
    ),
    File(
        "two claims papers of two cases scanned to one file",
        "pdf",
        [
            ("title", "结案通知书"),
            "建湖县近湖风机厂：你单位员工顾红卫2025年2月11日受伤一案（报案号：JH25A00117，保单号：JS320925AZX2500471），2月11日报案，赔付16,925.30元，2025年5月9日结案，2025年5月12日上传平台。",
            ("right", "建湖支公司　2025年5月12日"),
            ("page",),
            ("title", "事故预防服务报告"),
            "报告编号：SB-25-063　受检单位：建湖县近湖风机厂　保单号：JS320925AZX2500471",
            "服务日期：2025年6月5日　服务机构：盐城苏北安全技术有限公司　检查人员：费文明",
            ("table", [["序号", "隐患", "整改措施", "整改期限"], ["1", "砂轮机无防护罩", "加装", "2025-06-15"]]),
            "企业确认：顾长军　2025年6月5日",
        ],
        [
            Part("claim_record", (1, 1), {}, "report_no victim paid", [("JH25A00117", "顾红卫", 16925.3)], "rows"),
            Part("service_report", (2, 2), {"report_no": "SB-25-063", "service_start": "2025-06-05"}, "description", [("砂轮机无防护罩",)], "hazards"),
        ],
    ),
    File(
        "a list of telephone numbers of insurers",
        "docx",
        [("title", "安责险承保机构联系人名单"), ("table", [["机构", "联系人", "电话"], ["人保财险丹巴支公司", "罗布", "13900000011"], ["太保财险丹巴支公司", "何兴贵", "13900000012"]])],
        NONE,
    ),
    File(
        "an invoice of a hotel for a training",
        "pdf",
        [("title", "电子发票（普通发票）"), "发票号码：25432000000066120091　开票日期：2025年09月13日", "购买方：邵阳中心支公司　销售方：隆回县魏源酒店", ("table", [["项目名称", "金额", "税率", "税额"], ["*住宿服务*会场费", "943.40", "6%", "56.60"]]), "价税合计（小写）：¥1,000.00"],
        [Part("invoice", None, {"invoice_no": "25432000000066120091", "total": 1000})],
    ),
]  # fmt: skip
