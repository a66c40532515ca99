"""The forty-ninth set: five service reports written when three sets had been mended for in one night."""

from __future__ import annotations

from tests.strangers.twentyseventh import flaw, grid, report

PAPERS = [
    report(
        "a gas station chain's report: hazards in paragraphs under bold places, level in brackets, then a table of who mends what by when",
        "docx",
        [
            ("title", "安责险事故隐患排查服务报告"),
            "报告编号：AZ-LZ-2025-077",
            "被保险人：兰州新区秦王川燃气有限公司",
            "保险单号：PZLZ202562010000001893",
            "服务机构：甘肃陇原安全评价有限公司　　服务人员：把志强、火丽娟",
            "服务时间：2025年10月21日",
            "存在问题：",
            "调压站可燃气体报警器探头被塑料布包裹（一般隐患）。",
            "储罐区防雷接地断接卡锈断（一般隐患）。",
            "值班人员不掌握紧急切断操作（一般隐患）。",
            "LNG卸车软管超过使用期限仍在使用（重大隐患）。",
            "整改要求：以上问题请于2025年11月5日前完成整改，重大隐患整改完成前停止卸车作业。",
            "被保险人（签字）：甘永强　　2025年10月21日",
        ],
        {
            "report_no": "AZ-LZ-2025-077",
            "policy_no": "PZLZ202562010000001893",
            "client": "兰州新区秦王川燃气有限公司",
            "service_org": "甘肃陇原安全评价有限公司",
            "service_start": "2025-10-21",
            "experts": ["把志强", "火丽娟"],
            "signoff_name": "甘永强",
            "signoff_date": "2025-10-21",
        },
        flaw("调压站可燃气体报警器探头被塑料布包裹", None, "2025-11-05"),
        flaw("储罐区防雷接地断接卡锈断", None, "2025-11-05"),
        flaw("值班人员不掌握紧急切断操作", None, "2025-11-05"),
        flaw("LNG卸车软管超过使用期限仍在使用", None, "2025-11-05", "重大"),
    ),
    report(
        "a list with 整改前情况 and 整改后情况 as words, the day of looking again and who looked",
        "pdf",
        [
            ("title", "安责险隐患整改复查报告"),
            "编号：FC-20250818　　复查日期：2025年8月18日",
            "企业名称：图木舒克市棉籽油脂厂　　保单号：PZTM202565900000000440",
            "服务机构：新疆西域安全科技有限公司　　复查人员：皮江、库尔班·买买提",
            "首次检查日期：2025年7月22日",
            (
                "table",
                grid("""
                序号 | 整改前情况 | 隐患等级 | 整改期限 | 整改后情况 | 复查意见
                1 | 浸出车间未使用防爆对讲机 | 一般 | 2025-08-05 | 已配防爆对讲机4部 | 同意销号
                2 | 溶剂罐区无防火堤 | 重大 | 2025-08-15 | 防火堤砌筑60% | 继续整改
                3 | 脱绒机防护罩缺失 | 一般 | 2025-07-30 | 防护罩已恢复 | 同意销号
                """),
            ),
            "企业签字：买合木提　　2025年8月18日",
        ],
        {
            "policy_no": "PZTM202565900000000440",
            "client": "图木舒克市棉籽油脂厂",
            "service_org": "新疆西域安全科技有限公司",
            "experts": ["皮江", "库尔班·买买提"],
        },
        flaw("浸出车间未使用防爆对讲机", None, "2025-08-05", done=True),
        flaw("溶剂罐区无防火堤", None, "2025-08-15", "重大"),
        flaw("脱绒机防护罩缺失", None, "2025-07-30", done=True),
    ),
    report(
        "a short service slip: two hazards in the cell of a form, separated by semicolons, with one term for both",
        "docx",
        [
            ("title", "安责险服务签到及隐患告知单"),
            (
                "table",
                grid("""
                单号 | GZ-0317-09 | 日期 | 2025年3月17日
                企业名称 | 东阳市横店影视木作坊 | 保单号 | PZJH202533070000002281
                服务机构 | 浙江金东安全技术有限公司 | 服务人员 | 郏伟、厉小红
                发现隐患 | 台锯分料刀缺失；油漆与木屑同室存放 | < | <
                整改建议 | 补装分料刀；油漆单独存放 | 整改期限 | 2025年3月31日
                隐患级别 | 一般 | 企业签字 | 金樟根
                """),
            ),
        ],
        {
            "report_no": "GZ-0317-09",
            "policy_no": "PZJH202533070000002281",
            "client": "东阳市横店影视木作坊",
            "service_org": "浙江金东安全技术有限公司",
            "service_start": "2025-03-17",
            "experts": ["郏伟", "厉小红"],
            "signoff_name": "金樟根",
        },
        flaw("台锯分料刀缺失", "补装分料刀", "2025-03-31"),
        flaw("油漆与木屑同室存放", "油漆单独存放", "2025-03-31"),
    ),
    report(
        "a table whose state column is headed 整改情况说明 and tells in sentences what was done when, or why not",
        "docx",
        [
            ("title", "事故隐患整改跟踪表（安责险）"),
            "客户：靖江市马桥船用阀门厂　保单编号：PZTZ202532120000005519　服务机构：泰州海陵安全技术咨询有限公司",
            "服务专家：翁国强、印霞　服务日期：2025年4月9日",
            (
                "table",
                grid("""
                序号 | 隐患内容 | 级别 | 整改措施 | 整改期限 | 整改情况说明
                1 | 试压台无防护挡板 | 一般 | 加装钢制挡板 | 2025-04-30 | 4月25日加装完毕，专家4月28日核实
                2 | 喷漆房风机电机不防爆 | 重大 | 更换防爆电机 | 2025-04-20 | 因电机到货晚，5月6日才更换完成
                3 | 行车限位失灵 | 一般 | 修复限位 | 2025-04-12 | 4月10日修好
                4 | 消防水池水位不足 | 一般 | 补水并设液位计 | 2025-04-30 | 已补水，液位计未装
                """),
            ),
            "客户签字：瞿建国　　2025年5月8日",
        ],
        {
            "policy_no": "PZTZ202532120000005519",
            "client": "靖江市马桥船用阀门厂",
            "service_org": "泰州海陵安全技术咨询有限公司",
            "service_start": "2025-04-09",
            "experts": ["翁国强", "印霞"],
            "signoff_name": "瞿建国",
            "signoff_date": "2025-05-08",
        },
        flaw("试压台无防护挡板", "加装钢制挡板", "2025-04-30", done="2025-04-25"),
        flaw("喷漆房风机电机不防爆", "更换防爆电机", "2025-04-20", "重大", done="2025-05-06"),
        flaw("行车限位失灵", "修复限位", "2025-04-12", done="2025-04-10"),
        flaw("消防水池水位不足", "补水并设液位计", "2025-04-30"),
    ),
    report(
        "numbered hazards with sub-lines lettered a to c for place, wrong, remedy and term in brackets",
        "pdf",
        [
            ("title", "安责险专项服务报告（有限空间）"),
            "报告号：YXKJ-2025-19",
            "委托企业：荆门市东宝区磷肥厂　　保险单号码：PZJM202542080000003770",
            "承办机构：荆门荆楚安全咨询有限公司　　承办人：官世平、敖蓉　　现场日期：2025年5月27日",
            "隐患1：萃取槽检修未隔断",
            "a 措施：加盲板并挂牌",
            "b 时限：2025年5月29日（重大）",
            "隐患2：气体检测仪超期未检",
            "a 措施：送检",
            "b 时限：2025年6月10日（一般）",
            "隐患3：监护人员未培训",
            "a 措施：组织培训考核",
            "b 时限：2025年6月6日（一般）",
            "企业确认签字：全爱华　　2025年5月27日",
        ],
        {
            "report_no": "YXKJ-2025-19",
            "policy_no": "PZJM202542080000003770",
            "client": "荆门市东宝区磷肥厂",
            "service_org": "荆门荆楚安全咨询有限公司",
            "service_start": "2025-05-27",
            "experts": ["官世平", "敖蓉"],
            "signoff_name": "全爱华",
            "signoff_date": "2025-05-27",
        },
        flaw("萃取槽检修未隔断", "加盲板并挂牌", "2025-05-29", "重大"),
        flaw("气体检测仪超期未检", "送检", "2025-06-10"),
        flaw("监护人员未培训", "组织培训考核", "2025-06-06"),
    ),
]

MENDED = [paper for paper in PAPERS if paper.what.startswith("a gas station")]
"""The paper that was not read right at first sight and is now; the suite reads it, all are measured by hand."""
