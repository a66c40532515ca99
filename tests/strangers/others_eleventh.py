"""An eleventh set of the other kinds, other matters and bound files, after the tenth was mended for."""

from __future__ import annotations

from tests.strangers.bound import File, Part

NONE = [Part("unknown")]

FILES = [
    File(
        "application with tick boxes and a declared number of people",
        "docx",
        [
            ("title", "安全生产责任保险投保申请表"),
            "申请编号：SQ-2025-0319-07",
            (
                "table",
                [
                    ["投保单位名称", "江夏区湖泗茶厂", "统一社会信用代码", "91420115MA4KX3F29T"],
                    ["行业", "☑工贸 □危险化学品 □建筑施工", "从业人员人数", "26人"],
                    ["拟选每人限额", "□40万 ☑60万 □80万", "申请保险期限", "12个月，自2025年4月1日起"],
                ],
            ),
            "本单位承诺所填内容真实。　　申请人（签章）：江夏区湖泗茶厂　　申请日期：2025年3月19日",
        ],
        [Part("application", None, {"policyholder": "江夏区湖泗茶厂"})],
    ),
    File(
        "endorsement that changes a name, as a table before and after",
        "pdf",
        [
            ("title", "保险批单"),
            "批单号：SHZY1309222025AZ0081-P02　　保单号：SHZY1309222025AZ0081",
            ("table", [["批改项目", "批改前", "批改后"], ["被保险人名称", "泊头市齐桥铸管厂", "河北齐桥铸管有限公司"]]),
            "生效时间：2025年8月1日零时。保险费不变。",
            ("right", "泊头支公司（业务专用章）　2025年7月28日"),
        ],
        [Part("endorsement", None, {"policy_no": "SHZY1309222025AZ0081", "effective_date": "2025-08-01"})],
    ),
    File(
        "invoice for the premium in the new form, bare of rules",
        "docx",
        [
            ("title", "电子发票（增值税专用发票）"),
            "发票号码：25422000000074418206",
            "开票日期：2025年03月28日",
            "购买方：江夏区湖泗茶厂　销售方：武汉江夏支公司",
            (
                "table",
                [
                    ["项目名称", "数量", "单价", "金额", "税率", "税额"],
                    ["*保险服务*安责险保费", "1", "22,641.51", "22,641.51", "6%", "1,358.49"],
                ],
            ),
            "价税合计（大写）：贰万肆仟圆整　（小写）￥24,000.00",
        ],
        [Part("invoice", None, {"total": 24000})],
    ),
    File(
        "notice of a park on checks of policies, with an annex that is a form left blank",
        "docx",
        [
            ("title", "关于开展安全生产责任保险投保情况检查的通知"),
            "胶北园管〔2025〕9号",
            "园区各企业：",
            "现将安责险投保检查有关事项通知如下：",
            "一、检查时间：2025年5月6日至5月16日。",
            "二、检查内容：保单、缴费凭证、事故预防服务记录。",
            "三、各企业填写附件，5月5日前报园区安监办。",
            ("right", "胶北工业园管理委员会"),
            ("right", "2025年4月22日"),
            "附件：投保情况自查表",
            ("table", [["企业名称", ""], ["保单号", ""], ["保险期间", ""], ["投保人数", ""]]),
        ],
        [Part("notice", None, {"doc_number": "胶北园管〔2025〕9号", "date_issued": "2025-04-22"})],
    ),
    File(
        "a labour contract's first page",
        "docx",
        [
            ("title", "劳动合同书"),
            "甲方（用人单位）：河北齐桥铸管有限公司　　乙方（劳动者）：骆建平",
            "身份证号码：130981198203154817",
            "第一条　合同期限：自2025年3月1日起至2028年2月29日止。",
            "第二条　乙方从事造型工岗位工作。月工资5,600元。",
            "第三条　甲方依法为乙方缴纳工伤保险，并投保安全生产责任保险。",
        ],
        NONE,
    ),
    File(
        "minutes of a mediation between an enterprise and the kin without any insurer",
        "docx",
        [
            ("title", "人民调解协议书"),
            "申请人：骆建平之妻卢会珍　　被申请人：河北齐桥铸管有限公司",
            "2025年9月2日，骆建平在工作中突发疾病死亡。经调解，双方达成如下协议：",
            "一、被申请人一次性补偿申请人480,000元，于2025年9月30日前付清。",
            "二、双方再无其他争议。",
            ("right", "泊头市齐桥镇人民调解委员会　2025年9月12日"),
        ],
        NONE,
    ),
    File(
        "policy, list of people and fee receipt bound in one scan order",
        "pdf",
        [
            ("title", "安全生产责任保险单"),
            "保险单号：JLTH220523AZ25-118",
            (
                "table",
                [
                    ["投保人", "辉南县金川木业"],
                    ["被保险人", "辉南县金川木业"],
                    ["保险期间", "2025年2月15日0时至2026年2月14日24时"],
                    ["承保人数", "3人"],
                    ["每人责任限额", "60万元"],
                    ["保险费", "人民币14,400元"],
                ],
            ),
            "签发日期：2025年2月12日",
            ("page",),
            ("title", "保险费收款收据"),
            "No. 0418826　　2025年2月12日",
            "今收到辉南县金川木业安责险保费人民币壹万肆仟肆佰元整（￥14,400.00）。",
            "收款单位：通化中心支公司　收款人：解玉梅",
        ],
        [Part("policy", (1, 1), {"policy_no": "JLTH220523AZ25-118", "insured_count": 3}), Part("invoice", (2, 2))],
    ),
    File(
        "two endorsements of one policy bound together",
        "pdf",
        [
            ("title", "批单"),
            "批单号：BTAZ150207250014/1　保单号：BTAZ150207250014",
            "批改内容：自2025年4月1日零时起，投保人数由52人变更为58人，增收保险费1,440元。",
            ("right", "2025年3月30日"),
            ("page",),
            ("title", "批单"),
            "批单号：BTAZ150207250014/2　保单号：BTAZ150207250014",
            "批改内容：自2025年9月10日零时起，投保人数由58人变更为55人，退还保险费300元。",
            ("right", "2025年9月8日"),
        ],
        [
            Part(
                "endorsement",
                (1, 1),
                {"effective_date": "2025-04-01"},
                "insured_count premium_change",
                [(58, None), (None, 1440)],
                "changes",
            ),
            Part(
                "endorsement",
                (2, 2),
                {"effective_date": "2025-09-10"},
                "insured_count premium_change",
                [(55, None), (None, -300)],
                "changes",
            ),
        ],
    ),
    File(
        "claim record and the fee ledger of one policy bound together",
        "pdf",
        [
            ("title", "安责险理赔台账"),
            (
                "table",
                [
                    ["报案号", "保单号", "出险日期", "报案日期", "伤者", "赔款（元）", "结案日期", "上传日期"],
                    [
                        "MC25-0044",
                        "HNSM411222250000571",
                        "2025-05-04",
                        "2025-05-05",
                        "段黑旦",
                        "16,220",
                        "2025-08-13",
                        "2025-08-15",
                    ],
                ],
            ),
            ("page",),
            ("title", "事故预防费用台账"),
            (
                "table",
                [
                    ["日期", "类型", "保单号", "摘要", "收款单位", "金额（元）"],
                    ["2025-01-09", "提取", "HNSM411222250000571", "计提", "", "6,400"],
                    ["2025-03-18", "支出", "HNSM411222250000571", "隐患排查", "洛阳中原安全技术有限公司", "2,600"],
                ],
            ),
        ],
        [
            Part("claim_record", (1, 1), {}, "report_no victim paid", [("MC25-0044", "段黑旦", 16220)]),
            Part(
                "fee_ledger",
                (2, 2),
                {},
                "date kind amount",
                [("2025-01-09", "extract", 6400), ("2025-03-18", "spend", 2600)],
            ),
        ],
    ),
    File(
        "an emergency drill's record",
        "docx",
        [
            ("title", "应急演练记录表"),
            (
                "table",
                [
                    ["演练名称", "铝液泄漏应急演练", "演练时间", "2025年6月20日"],
                    ["组织部门", "安环部", "参演人数", "34人"],
                    ["演练过程", "14时发出警报，人员撤离，消防组灭火", "<", "<"],
                    ["总结评价", "反应迅速，个别人员未戴防护面罩", "<", "<"],
                ],
            ),
        ],
        NONE,
    ),
]
