"""A sixth set of the other kinds, other matters and bound files, written after the fifth was mended for and before the reader was run on them."""

from __future__ import annotations

from tests.strangers.bound import File, Part

NONE = [Part("unknown")]

FILES = [
    File(
        "report of an appraiser on a loss",
        "docx",
        [
            ("title", "保险公估终期报告"),
            "委托人：钱江财产保险股份有限公司　公估机构：浙江衡信保险公估有限公司　案件编号：GG25-0133",
            "保险单号：LX330781250100071　被保险人：兰溪市游埠镇纺机配件厂　出险时间：2025年3月30日",
            "一、事故经过：员工方水根操作数控车床时左手食指被夹伤。",
            "二、损失核定：医疗费9,862.40元，误工费6,000.00元。",
            "三、公估结论：建议赔付14,862.40元（扣除免赔1,000元）。",
            ("right", "2025年6月12日"),
        ],
        [Part("claim_record", None, {}, "report_no policy_no victim accident_date", [("GG25-0133", "LX330781250100071", "方水根", "2025-03-30")])],
    ),
    File(
        "purchase contract of goods",
        "docx",
        [("title", "工业品买卖合同"), "出卖人：宜兴市丁蜀镇紫砂耐火材料厂　买受人：马鞍山市江东炉料有限公司", "一、标的：高铝砖200吨，单价2,150元/吨，总价430,000元。", "二、交货期：2025年6月30日前。运输保险由出卖人办理。", "三、违约责任按民法典执行。", "签订时间：2025年5月8日"],
        NONE,
    ),
    File(
        "ledger of hazards an enterprise keeps itself",
        "xlsx",
        [("sheet", "隐患", [["2025年度事故隐患自查自改台账"], ["单位：普格县螺髻山镇建材厂"], ["序号", "自查日期", "隐患内容", "整改措施", "整改责任人", "整改期限", "完成情况"], ["1", "2025-03-02", "配电柜无警示标识", "张贴", "吉克", "2025-03-05", "已完成"], ["2", "2025-04-11", "皮带轮护罩松动", "紧固", "阿力", "2025-04-12", "已完成"]])],
        NONE,
    ),
    File(
        "notice to an enterprise that it must insure",
        "docx",
        [
            ("title", "责令限期投保通知书"),
            "（岷）应急责改〔2025〕19号",
            "岷县茶埠镇中药材加工厂：",
            "经查，你单位属危险化学品使用单位，未投保安全生产责任保险，责令你单位于2025年8月31日前投保，并将保险单报我局。",
            ("right", "岷县应急管理局"),
            ("right", "2025年7月28日"),
        ],
        NONE,
    ),
    File(
        "endorsement in two languages",
        "pdf",
        [
            ("title", "批单 ENDORSEMENT"),
            "Endorsement No. 批单号: HKE-2025-0441    Policy No. 保单号: SZ440310250600118",
            "Insured 被保险人: 深圳市坪山区马峦街道精密模具有限公司",
            "Effective date 生效日: 2025-09-01",
            "It is hereby agreed that the number of insured employees is changed from 60 to 66. 兹同意投保人数由60人变更为66人。",
            "All other terms remain unchanged. 其余条款不变。",
            ("right", "鹏程财产保险股份有限公司深圳分公司 2025-08-28"),
        ],
        [Part("endorsement", None, {"policy_no": "SZ440310250600118", "effective_date": "2025-09-01", "change": None}, "insured_count", [(66,)], "changes")],
    ),
    File(
        "list of who pays what premium, a workbook of an insurer",
        "xlsx",
        [("sheet", "应收", [["2025年8月安责险应收保费清单"], ["保单号", "投保人", "起保日期", "应收保费", "已收", "未收"], ["HJ25080011", "获嘉县亢村镇机械厂", "2025-08-03", "8600", "8600", "0"], ["HJ25080019", "获嘉县太山镇化工厂", "2025-08-11", "22300", "0", "22300"]])],
        NONE,
    ),
    File(
        "receipt of a premium in the name of a group for its plants",
        "docx",
        [
            ("title", "保险费专用收据"),
            "收据编号：PZ-2025-00731　开具日期：2025年7月4日",
            ("table", [["付款单位", "乌苏市天山农垦集团有限公司"], ["收费项目", "安全生产责任保险费（3家分厂）"], ["金额（小写）", "￥31,260.00"], ["金额（大写）", "叁万壹仟贰佰陆拾元整"], ["收款单位", "北庭财产保险股份有限公司乌苏支公司"]]),
            "收款人：姜丽",
        ],
        [Part("invoice", None, {"invoice_no": "PZ-2025-00731", "invoice_date": "2025-07-04", "total": 31260, "buyer": "乌苏市天山农垦集团有限公司", "seller": "北庭财产保险股份有限公司乌苏支公司"})],
    ),
    File(
        "county's measures as a PDF of two pages, page numbers at the foot",
        "pdf",
        [
            ("title", "田东县人民政府办公室文件"),
            "东政办发〔2025〕22号",
            ("title", "田东县人民政府办公室关于印发田东县安全生产责任保险实施办法的通知"),
            "各乡镇人民政府，县直各有关单位：",
            "《田东县安全生产责任保险实施办法》已经县人民政府同意，现印发给你们，请认真贯彻执行。",
            ("right", "田东县人民政府办公室"),
            ("right", "2025年9月15日"),
            ("page",),
            ("title", "田东县安全生产责任保险实施办法"),
            "第一条　为规范安全生产责任保险，制定本办法。",
            "第二条　承保机构应当在保险合同生效后30日内开展首次事故预防服务。",
            "第三条　本办法自2025年11月1日起施行。",
        ],
        [Part("notice", None, {"doc_number": "东政办发〔2025〕22号", "date_issued": "2025-09-15", "effective_from": "2025-11-01", "first_service_days": 30})],
    ),
    File(
        "three policies of one holder's ships in a file, same heads, page numbers go on",
        "pdf",
        [
            block
            for k, (ship, number, crew) in enumerate((("浙岱渔03318", "DS-YC-25-0031", "8"), ("浙岱渔03322", "DS-YC-25-0032", "9"), ("浙岱渔05107", "DS-YC-25-0033", "7")), 1)
            for block in (
                ("title", "安全生产责任保险保险单（渔船）"),
                f"保单号：{number}　　船名：{ship}",
                "投保人：岱山县衢山镇东海渔业专业合作社",
                f"投保人数：{crew}人　每人限额：60万元　累计限额：600万元　保险费：{int(crew) * 400}元",
                "保险期间：2025年9月16日0时至2026年9月15日24时　签单日期：2025年9月12日",
                "舟山财产保险股份有限公司岱山支公司",
                ("page",),
            )
        ][:-1],
        [
            Part("policy", (1, 1), {"policy_no": "DS-YC-25-0031", "insured_count": 8, "premium": 3200}),
            Part("policy", (2, 2), {"policy_no": "DS-YC-25-0032", "insured_count": 9, "premium": 3600}),
            Part("policy", (3, 3), {"policy_no": "DS-YC-25-0033", "insured_count": 7, "premium": 2800}),
        ],
    ),
    File(
        "policy, then the report of the first service, then its photographs",
        "pdf",
        [
            ("title", "安全生产责任保险电子保单"),
            "保单号：NC361128250400009　投保人：鄱阳县饶丰镇芝山碎石厂　信用代码：91361128MA38KT9R4U",
            "保险期间：2025年4月20日0时至2026年4月19日24时　投保人数：26人　保险费：10,400元",
            ("table", [["项目", "每人", "每次", "累计"], ["死亡伤残", "60万元", "300万元", "600万元"], ["医疗", "6万元", "30万元", "60万元"]]),
            "出单日期：2025年4月16日　鄱湖财产保险股份有限公司鄱阳支公司",
            ("page",),
            ("title", "首次事故预防服务记录表"),
            ("table", [["服务企业", "鄱阳县饶丰镇芝山碎石厂", "保单号", "NC361128250400009"], ["服务日期", "2025年5月9日", "服务人员", "江小龙、彭丽"], ["服务机构", "江西赣安安全咨询有限公司", "服务方式", "现场隐患排查"]]),
            ("table", [["序号", "隐患", "整改建议", "期限"], ["1", "破碎机平台护栏缺失", "补设护栏", "2025-05-20"]]),
            "企业签字：吴国平",
            ("page",),
            ("title", "附图"),
            ("photos", [["护栏缺失处"], ["合影"]]),
        ],
        [
            Part("policy", (1, 1), {"policy_no": "NC361128250400009", "premium": 10400, "per_person_limit": 600000}),
            Part("service_report", (2, 3), {"service_start": "2025-05-09", "client": "鄱阳县饶丰镇芝山碎石厂", "service_org": "江西赣安安全咨询有限公司"}, "description", [("破碎机平台护栏缺失",)], "hazards"),
        ],
    ),
]  # fmt: skip
