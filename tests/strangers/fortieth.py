"""The fortieth set: lists that are no hazards in the manners of lists of hazards, and hazards in six more manners."""

from __future__ import annotations

from tests.strangers.twentyseventh import flaw, grid, report

PAPERS = [
    report(
        "a drill: shortcomings, how to do better and by when in blocks under numbers",
        "docx",
        [
            ("title", "安责险应急演练服务评估报告"),
            "报告编号：YL-2025-06-20",
            "被保险人：黄石市铁山区宏远选矿有限公司",
            "保单号：PZCA202542020000000551",
            "服务机构：湖北鄂东安全技术有限公司",
            "服务人员：柯亮、占敏",
            "演练日期：2025年6月20日",
            "本次演练科目为尾矿库漫顶应急处置，参演42人。",
            "演练不足与改进计划",
            "一、不足：报警后8分钟才集合，反应迟缓",
            "改进：每季度组织一次集结训练",
            "改进时间：2025年9月30日",
            "二、不足：对讲机电量不足，联络中断",
            "改进：配备备用电池",
            "改进时间：2025年7月10日",
            "三、不足：抢险沙袋破损",
            "改进：更换沙袋",
            "改进时间：2025年7月15日",
            "被保险人签字：柯善良　2025年6月20日",
        ],
        {
            "report_no": "YL-2025-06-20",
            "policy_no": "PZCA202542020000000551",
            "service_types": ["drill"],
        },
    ),
    report(
        "risks of work steps with levels, what may happen and controls, one card to each",
        "pdf",
        [
            ("title", "安责险风险辨识服务成果"),
            "成果编号：FX-2025-031　　完成日期：2025年5月31日",
            "被保险人：宁德市福安市海西电机有限公司　　保单号：PZDB202535090000000077",
            "服务机构：福建闽安安全技术有限公司　　服务人员：缪建、阮芳",
            (
                "cards",
                [
                    [
                        "风险点 1　冲压作业",
                        "可能后果：手部被压伤，误操作或光栅失效",
                        "风险等级：较大",
                        "管控措施：双手按钮、定期检查光栅",
                    ],
                    [
                        "风险点 2　浸漆作业",
                        "可能后果：溶剂挥发遇明火起火",
                        "风险等级：重大",
                        "管控措施：防爆通风、禁火、浓度监测",
                    ],
                    ["风险点 3　叉车运输", "可能后果：车辆超速碰撞行人", "风险等级：一般", "管控措施：限速、人车分流"],
                ],
            ),
            "被保险人签字：郑春生　　2025年5月31日",
        ],
        {"report_no": "FX-2025-031", "policy_no": "PZDB202535090000000077", "service_org": "福建闽安安全技术有限公司"},
    ),
    report(
        "a course: questions asked and answers given, with the days of the lessons",
        "txt",
        [
            "安责险培训服务记录",
            "记录编号：PX-25-11",
            "企业：商洛市丹江水泥粉磨站",
            "保单号：PZEB202561100000000018",
            "机构：陕西金盾安全咨询有限公司",
            "讲师：党维新",
            "第1课 2025年11月3日",
            "学员问：皮带机没有护罩能不能开",
            "讲师答：停机加装护罩后再开",
            "第2课 2025年11月4日",
            "学员问：进磨机检修没有上锁会怎样",
            "讲师答：必须断电上锁挂牌",
            "第3课 2025年11月5日",
            "学员问：气瓶没有防震圈能不能用",
            "讲师答：配齐防震圈再用",
            "企业签字：党生财　2025年11月5日",
        ],
        {"report_no": "PX-25-11", "policy_no": "PZEB202561100000000018", "experts": ["党维新"]},
    ),
    report(
        "an expert's advice on a system of rules: what is lacking in the files and no hazard on the site",
        "docx",
        [
            ("title", "安全生产标准化咨询服务报告（安责险）"),
            "报告编号：BZH-2025-09",
            "委托企业：濮阳市华龙区中原化纤有限公司",
            "保单号：PZFB202541090000000203",
            "服务机构：河南中安咨询有限公司",
            "咨询师：程立国",
            "服务日期：2025年9月9日至2025年9月11日",
            (
                "table",
                grid("""
                要素 | 满分 | 得分 | 扣分说明
                目标 | 50 | 45 | 未分解到班组
                制度 | 100 | 80 | 变更管理制度缺失
                教育培训 | 150 | 130 | 档案不全
                """),
            ),
            "合计得分255分，建议申报三级。",
            "企业签字：申海波　2025年9月11日",
        ],
        {"report_no": "BZH-2025-09", "policy_no": "PZFB202541090000000203", "experts": ["程立国"]},
    ),
    report(
        "a visit that found nothing, with the plan of the next visits in a table",
        "pdf",
        [
            ("title", "安责险安全巡查服务单"),
            "单号：XC-0917　　巡查日期：2025年9月17日",
            "单位：海宁市长安镇诚信袜业有限公司　　保单号：PZGB202533040000000690",
            "服务机构：嘉兴禾安安全技术有限公司　　巡查人：陆建平",
            "经巡查，未发现事故隐患。",
            "后续服务安排：",
            (
                "table",
                grid("""
                项次 | 内容 | 级别 | 时间
                1 | 电气线路老化专题讲解 | 一般 | 2025-10-15
                2 | 消防通道堵塞桌面推演 | 重要 | 2025-11-12
                """),
            ),
            "单位签字：沈坤良　　2025年9月17日",
        ],
        {"report_no": "XC-0917", "policy_no": "PZGB202533040000000690", "states_no_hazards": True},
    ),
    report(
        "each hazard a paragraph with its parts in angle brackets",
        "docx",
        [
            ("title", "安责险现场服务报告"),
            "报告编号：JK-2025-1020",
            "被保险人：嘉峪关市酒钢路金属结构厂",
            "保单号：PZHB202562020000000011",
            "服务机构：甘肃嘉安安全评价有限公司",
            "服务人员：殷志刚、豆红梅",
            "服务日期：2025年10月20日",
            "＜点＞抛丸机＜事＞检修门限位开关被铁丝绑住＜级＞重大＜法＞拆除铁丝，恢复限位＜期＞2025年10月22日",
            "＜点＞喷漆棚＜事＞活性炭箱没有压差表＜级＞一般＜法＞加装压差表＜期＞2025年11月5日",
            "＜点＞气站＜事＞丙烷瓶与氧气瓶间距不足＜级＞一般＜法＞分开到5米以外＜期＞2025年10月21日",
            "被保险人签字：寇永年　2025年10月20日",
        ],
        {"report_no": "JK-2025-1020", "policy_no": "PZHB202562020000000011", "service_start": "2025-10-20"},
        flaw("检修门限位开关被铁丝绑住", "拆除铁丝，恢复限位", "2025-10-22", "重大"),
        flaw("活性炭箱没有压差表", "加装压差表", "2025-11-05"),
        flaw("丙烷瓶与氧气瓶间距不足", "分开到5米以外", "2025-10-21"),
    ),
    report(
        "a table of three blocks one under another with the same places: what was seen, what to do, the day",
        "docx",
        [
            ("title", "安责险专家服务表"),
            "表号：SB-0404",
            "单位：梅州市梅江区客家陶艺厂",
            "保单：PZIB202544140000000305",
            "机构：广东梅安安全技术有限公司",
            "专家：古伟强、巫秀兰",
            "日期：2025年4月4日",
            (
                "table",
                grid("""
                　 | 窑炉 | 泥料间 | 彩绘间
                看见 | 燃气管没有泄漏报警 | 搅拌机联锁盖拆除 | 酒精灯旁堆放纸箱
                轻重 | 重大 | 一般 | 一般
                要做 | 安装报警器 | 装回联锁盖 | 搬走纸箱
                到哪天 | 2025-04-18 | 2025-04-06 | 2025-04-05
                """),
            ),
            "单位签字：谢观福　2025年4月4日",
        ],
        {"report_no": "SB-0404", "policy_no": "PZIB202544140000000305", "service_start": "2025-04-04"},
        flaw("燃气管没有泄漏报警", "安装报警器", "2025-04-18", "重大"),
        flaw("搅拌机联锁盖拆除", "装回联锁盖", "2025-04-06"),
        flaw("酒精灯旁堆放纸箱", "搬走纸箱", "2025-04-05"),
    ),
    report(
        "a chat's export: a number, then one message for each thing told",
        "txt",
        [
            "安责险服务群记录导出",
            "单号：QL-20250808",
            "企业：廊坊市香河县正大家具厂",
            "保单号：PZJB202513100000000444",
            "机构：河北廊安安全技术有限公司",
            "专家：么志军",
            "日期：2025-08-08",
            "【1】",
            "喷漆房风机没开就作业",
            "这条算重大",
            "先停，开风机并加联锁",
            "8月12日前弄好",
            "【2】",
            "木工锯没有分料刀",
            "这条算一般",
            "配上分料刀",
            "8月15日前弄好",
            "【3】",
            "配电箱门关不上",
            "这条算一般",
            "修门或换箱",
            "8月10日前弄好",
            "厂长签字：尹国强",
        ],
        {"report_no": "QL-20250808", "policy_no": "PZJB202513100000000444", "service_start": "2025-08-08"},
        flaw("喷漆房风机没开就作业", "先停，开风机并加联锁", "2025-08-12", "重大"),
        flaw("木工锯没有分料刀", "配上分料刀", "2025-08-15"),
        flaw("配电箱门关不上", "修门或换箱", "2025-08-10"),
    ),
    report(
        "a print without rules: number and fault in one line, three small columns under it",
        "pdf",
        [
            ("title", "安责险风控巡检回执"),
            "回执号：HZ-2025-0303　　巡检日：2025年3月3日",
            "投保人：荆门市东宝区楚磷建材有限公司　　保单号：PZKB202542080000000909",
            "巡检机构：湖北荆安安全技术有限公司　　巡检人：全德洪、敖小琴",
            "第一项　立磨液压站油管渗油",
            ("loose", grid("一般 | 紧固接头并更换密封 | 2025-03-10")),
            "第二项　磷石膏堆场边坡开裂",
            ("loose", grid("重大 | 撤离下方人员并削坡 | 2025-03-05")),
            "第三项　皮带廊道照明不亮",
            ("loose", grid("一般 | 更换灯具 | 2025-03-08")),
            "投保人签字：全永福　　2025年3月3日",
        ],
        {"report_no": "HZ-2025-0303", "policy_no": "PZKB202542080000000909", "service_start": "2025-03-03"},
        flaw("立磨液压站油管渗油", "紧固接头并更换密封", "2025-03-10"),
        flaw("磷石膏堆场边坡开裂", "撤离下方人员并削坡", "2025-03-05", "重大"),
        flaw("皮带廊道照明不亮", "更换灯具", "2025-03-08"),
    ),
    report(
        "a sheet grouped by level, the level once over its lines, days and measures to the right without heads for them",
        "xlsx",
        [
            (
                "sheet",
                "表",
                grid("""
                报告编号 | FZ-25-77 | | |
                企业 | 仙桃市彭场镇洁雅无纺布厂 | 保单号 | PZLB202542900000000120 |
                机构 | 湖北江汉安全技术有限公司 | 日期 | 2025-07-07 |
                重大 | | | |
                a | 成品库电线直接穿过布卷堆垛 | 改走桥架穿管 | 2025-07-14 | 没动
                一般 | | | |
                b | 分切机刀口没有护罩 | 加护罩 | 2025-07-20 | 弄好了
                c | 叉车没有年检 | 停用并送检 | 2025-07-30 | 没动
                """),
            ),
        ],
        {"report_no": "FZ-25-77", "policy_no": "PZLB202542900000000120", "service_start": "2025-07-07"},
        flaw("成品库电线直接穿过布卷堆垛", "改走桥架穿管", "2025-07-14", "重大"),
        flaw("分切机刀口没有护罩", "加护罩", "2025-07-20", done=True),
        flaw("叉车没有年检", "停用并送检", "2025-07-30"),
    ),
]

_MENDED = {
    "risks of work steps with levels, what may happen and controls, one card to each",
    "a visit that found nothing, with the plan of the next visits in a table",
    "each hazard a paragraph with its parts in angle brackets",
    "a chat's export: a number, then one message for each thing told",
    "a print without rules: number and fault in one line, three small columns under it",
}
MENDED = [paper for paper in PAPERS if paper.what in _MENDED]
"""The papers that were not read right at first sight; the suite reads these, all are measured by hand."""
