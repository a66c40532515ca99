"""The fifty-fourth set: ten service reports, seven as most offices print them, after four sets had been mended for in one morning."""

from __future__ import annotations

from tests.strangers.twentyseventh import flaw, grid, report

PLAIN = [
    report(
        "a list with level words 一般事故隐患 and a column of the law, terms as days of the month without a year",
        "docx",
        [
            ("title", "安责险投保单位隐患排查记录表"),
            "投保单位：寻乌县南桥果蔬包装厂　　保单号码：PZGZ202536070000008871　　排查日期：2025年10月20日",
            "排查单位：赣州客家安全技术服务有限公司　　排查人员：钟荣华、古丽芳",
            (
                "table",
                grid("""
                序号 | 排查区域 | 隐患事实 | 违反条款 | 隐患分级 | 整改措施 | 完成时限
                1 | 选果车间 | 分级机链轮外露 | 《安全生产法》第三十六条 | 一般事故隐患 | 加装防护罩 | 10月30日
                2 | 冷库 | 机房液氨钢瓶未固定 | 《氨制冷规程》 | 重大事故隐患 | 固定并设遮阳棚 | 10月25日
                3 | 包装间 | 打包机加热丝无温控 | 《安全生产法》第三十六条 | 一般事故隐患 | 加装温控器 | 11月10日
                """),
            ),
            "投保单位签字：刘贤明　　2025年10月20日",
        ],
        {
            "policy_no": "PZGZ202536070000008871",
            "client": "寻乌县南桥果蔬包装厂",
            "service_org": "赣州客家安全技术服务有限公司",
            "service_start": "2025-10-20",
            "experts": ["钟荣华", "古丽芳"],
            "signoff_name": "刘贤明",
            "signoff_date": "2025-10-20",
        },
        flaw("分级机链轮外露", "加装防护罩", "2025-10-30"),
        flaw("机房液氨钢瓶未固定", "固定并设遮阳棚", "2025-10-25", "重大"),
        flaw("打包机加热丝无温控", "加装温控器", "2025-11-10"),
    ),
    report(
        "numbered findings with the level in brackets at the end, advice and term in a second paragraph each",
        "docx",
        [
            ("title", "安全生产责任保险风险评估与隐患排查报告"),
            "被评估单位：通道侗族自治县双江水泥制品厂",
            "保险单号：PZHH202543120000006017",
            "评估单位：湖南湘西南安全评价有限公司",
            "评估人员：粟再兴、吴小英",
            "评估日期：2025年6月11日",
            "三、隐患排查情况",
            "（一）搅拌楼检修未执行停电挂牌制度。（一般隐患）",
            "整改建议及期限：制定停电挂牌制度并培训，2025年6月25日前完成。",
            "（二）行车大车轨道端部无止挡。（重大隐患）",
            "整改建议及期限：立即停用行车，加装止挡，2025年6月18日前完成。",
            "（三）蒸养锅炉安全阀排汽口朝向通道。（一般隐患）",
            "整改建议及期限：将排汽管引至安全处，2025年7月1日前完成。",
            "被评估单位确认：龙景清　　2025年6月11日",
        ],
        {
            "policy_no": "PZHH202543120000006017",
            "client": "通道侗族自治县双江水泥制品厂",
            "service_org": "湖南湘西南安全评价有限公司",
            "service_start": "2025-06-11",
            "experts": ["粟再兴", "吴小英"],
            "signoff_name": "龙景清",
            "signoff_date": "2025-06-11",
        },
        flaw("搅拌楼检修未执行停电挂牌制度", "制定停电挂牌制度并培训", "2025-06-25"),
        flaw("行车大车轨道端部无止挡", "立即停用行车，加装止挡", "2025-06-18", "重大"),
        flaw("蒸养锅炉安全阀排汽口朝向通道", "将排汽管引至安全处", "2025-07-01"),
    ),
    report(
        "an insurer's printed page: particulars in three columns, the list below, all states in the last column with days",
        "pdf",
        [
            ("title", "中华财险安责险风险减量服务单"),
            (
                "table",
                grid("""
                服务单号 | ZH-FW-2025-2270 | 保单号 | PZBS202545100000003358 | 服务日期 | 2025-03-25
                企业名称 | 田林县六隆茶厂 | 服务机构 | 广西右江安全技术有限公司 | 服务专家 | 黄启明
                """),
            ),
            (
                "table",
                grid("""
                No. | 隐患描述 | 级别 | 建议措施 | 整改期限 | 整改结果
                1 | 杀青机燃烧室门变形漏火 | 一般 | 更换炉门 | 2025-04-10 | 已整改（2025-04-08）
                2 | 揉捻机皮带护罩缺失 | 一般 | 补装护罩 | 2025-04-05 | 已整改（2025-04-03）
                3 | 柴油罐无防雷接地 | 一般 | 做防雷接地 | 2025-04-30 | 未整改
                """),
            ),
            "企业签章：田林县六隆茶厂　　签字：罗朝阳　　2025-05-06",
        ],
        {
            "report_no": "ZH-FW-2025-2270",
            "policy_no": "PZBS202545100000003358",
            "client": "田林县六隆茶厂",
            "service_org": "广西右江安全技术有限公司",
            "service_start": "2025-03-25",
            "experts": ["黄启明"],
            "signoff_name": "罗朝阳",
        },
        flaw("杀青机燃烧室门变形漏火", "更换炉门", "2025-04-10", done="2025-04-08"),
        flaw("揉捻机皮带护罩缺失", "补装护罩", "2025-04-05", done="2025-04-03"),
        flaw("柴油罐无防雷接地", "做防雷接地", "2025-04-30"),
    ),
    report(
        "the advice under each finding as points (1) and (2), the term for all in the closing paragraph",
        "docx",
        [
            ("title", "安责险安全技术服务意见书"),
            "编号：YJ-2025-0815",
            "致：潜江市浩口小龙虾加工有限公司（保单号：PZQJ202542900000001215）",
            "我公司安全专家杜国庆、易红梅于2025年8月15日到贵公司开展服务，提出以下意见：",
            "1、速冻车间氨气探测器安装位置过低。",
            "（1）将探测器移至机房顶部；",
            "（2）重新标定。",
            "2、原料池周边无防滑措施。",
            "（1）铺设防滑垫；",
            "（2）设置警示标识。",
            "3、污水站加药工未配备防护眼镜。",
            "（1）配发防护眼镜。",
            "以上均为一般隐患，请于2025年9月15日前完成整改。",
            "湖北江汉安全科技有限公司　2025年8月16日",
            "企业签收：刘功成　2025年8月16日",
        ],
        {
            "report_no": "YJ-2025-0815",
            "policy_no": "PZQJ202542900000001215",
            "client": "潜江市浩口小龙虾加工有限公司",
            "service_org": "湖北江汉安全科技有限公司",
            "service_start": "2025-08-15",
            "experts": ["杜国庆", "易红梅"],
            "signoff_name": "刘功成",
            "signoff_date": "2025-08-16",
        },
        flaw("速冻车间氨气探测器安装位置过低", "（1）将探测器移至机房顶部；（2）重新标定", "2025-09-15"),
        flaw("原料池周边无防滑措施", "（1）铺设防滑垫；（2）设置警示标识", "2025-09-15"),
        flaw("污水站加药工未配备防护眼镜", "（1）配发防护眼镜", "2025-09-15"),
    ),
    report(
        "a mail with a table to the insurer's clerk, states in words and a remark about one that is late",
        "eml",
        [
            ("title", "安责险服务隐患清单-鹿寨县中渡石灰有限公司"),
            "覃经理：您好！我公司专家莫志强、谭丽娟2025年4月22日到鹿寨县中渡石灰有限公司（保单号PZLZ202545020000007733）服务，隐患清单如下，请查收。",
            (
                "table",
                grid("""
                序号 | 隐患 | 等级 | 措施 | 期限 | 状态
                1 | 石灰窑顶平台护栏腐蚀 | 一般 | 更换护栏 | 2025-05-10 | 已整改
                2 | 矿山爆破警戒未设岗哨 | 重大 | 设岗哨并配对讲机 | 2025-04-25 | 已整改
                3 | 破碎机喷淋停用 | 一般 | 恢复喷淋 | 2025-05-05 | 逾期未改
                """),
            ),
            "柳州柳北安全技术服务有限公司　莫志强　2025年5月12日",
        ],
        {
            "policy_no": "PZLZ202545020000007733",
            "client": "鹿寨县中渡石灰有限公司",
            "service_start": "2025-04-22",
            "experts": ["莫志强", "谭丽娟"],
        },
        flaw("石灰窑顶平台护栏腐蚀", "更换护栏", "2025-05-10", done=True),
        flaw("矿山爆破警戒未设岗哨", "设岗哨并配对讲机", "2025-04-25", "重大", done=True),
        flaw("破碎机喷淋停用", "恢复喷淋", "2025-05-05"),
    ),
    report(
        "a form where each hazard fills two rows: the first the description over all columns, the second its entries",
        "docx",
        [
            ("title", "安责险隐患登记表"),
            "单位：华池县南梁油井服务有限公司　保单号：PZQY202562100000004906　服务机构：庆阳陇东安全技术有限公司",
            "服务人员：慕生荣、左小琴　服务日期：2025年9月4日",
            (
                "table",
                grid("""
                隐患1 | 修井机井架绷绳锚桩松动 | < | < | < | <
                级别 | 重大 | 期限 | 2025-09-06 | 措施 | 重新打桩并做拉力试验
                隐患2 | 值班房配电箱无漏电保护 | < | < | < | <
                级别 | 一般 | 期限 | 2025-09-15 | 措施 | 加装漏电保护器
                隐患3 | 油罐区动火未办作业票 | < | < | < | <
                级别 | 一般 | 期限 | 2025-09-05 | 措施 | 补办作业票并组织学习
                """),
            ),
            "单位负责人签字：贺世忠　2025年9月4日",
        ],
        {
            "policy_no": "PZQY202562100000004906",
            "client": "华池县南梁油井服务有限公司",
            "service_org": "庆阳陇东安全技术有限公司",
            "service_start": "2025-09-04",
            "experts": ["慕生荣", "左小琴"],
            "signoff_name": "贺世忠",
            "signoff_date": "2025-09-04",
        },
        flaw("修井机井架绷绳锚桩松动", "重新打桩并做拉力试验", "2025-09-06", "重大"),
        flaw("值班房配电箱无漏电保护", "加装漏电保护器", "2025-09-15"),
        flaw("油罐区动火未办作业票", "补办作业票并组织学习", "2025-09-05"),
    ),
    report(
        "a table with 整改前 and 整改后 described in words and the day of mending, no term",
        "pdf",
        [
            ("title", "隐患整改前后对比表（安责险服务）"),
            "企业：霍尔果斯市口岸冷链仓储有限公司　保单号：PZYL202565400000002047",
            "服务机构：新疆伊犁河安全科技有限公司　服务人员：艾山江、单玉芬　服务日期：2025年2月18日",
            (
                "table",
                grid("""
                序号 | 隐患描述 | 隐患等级 | 整改后情况 | 整改完成日期
                1 | 月台装卸口无防坠挡块 | 一般 | 已安装橡胶挡块12个 | 2025年3月2日
                2 | 冷库压缩机安全阀截止阀关闭 | 重大 | 已打开并铅封 | 2025年2月18日
                3 | 叉车充电间与休息室相通 | 一般 | 已砌墙分隔 | 2025年3月15日
                """),
            ),
            "企业负责人：叶尔兰（签字）　2025年3月16日",
        ],
        {
            "policy_no": "PZYL202565400000002047",
            "client": "霍尔果斯市口岸冷链仓储有限公司",
            "service_org": "新疆伊犁河安全科技有限公司",
            "service_start": "2025-02-18",
            "experts": ["艾山江", "单玉芬"],
        },
        flaw("月台装卸口无防坠挡块", None, None, done="2025-03-02"),
        flaw("冷库压缩机安全阀截止阀关闭", None, None, "重大", done="2025-02-18"),
        flaw("叉车充电间与休息室相通", None, None, done="2025-03-15"),
    ),
]

AWKWARD = [
    report(
        "a letter: firstly, secondly, with what the enterprise promised, and in the last paragraph which of them it kept",
        "docx",
        [
            "关于河口瑶族自治县莲花滩橡胶厂安责险服务情况的报告",
            "人保财险红河州分公司：",
            "6月17日（2025年），我公司普永贵、杨晓燕为河口瑶族自治县莲花滩橡胶厂（保单号PZHH202553250000009932）提供了服务。",
            "首先，洗胶机急停拉绳断裂，企业承诺6月20日前更换；其次，干燥炉燃油管渗漏，属重大隐患，企业承诺6月19日前更换密封；最后，职工食堂液化气瓶放在灶台下，企业承诺当日移出。",
            "6月27日复查，洗胶机拉绳、食堂气瓶已整改，燃油管仍渗漏。",
            "红河哀牢安全技术服务有限公司",
            "2025年6月28日",
        ],
        {
            "policy_no": "PZHH202553250000009932",
            "client": "河口瑶族自治县莲花滩橡胶厂",
            "service_org": "红河哀牢安全技术服务有限公司",
            "service_start": "2025-06-17",
            "experts": ["普永贵", "杨晓燕"],
        },
        flaw("洗胶机急停拉绳断裂", "更换", "2025-06-20", done=True),
        flaw("干燥炉燃油管渗漏", "更换密封", "2025-06-19", "重大"),
        flaw("职工食堂液化气瓶放在灶台下", "移出", None, done=True),
    ),
    report(
        "a web page of a platform with key and value lines, each hazard under a number in brackets, states as English words",
        "html",
        [
            (
                "raw",
                "<h2>服务记录 #SR-77120</h2><p>policy: PZWZ202533030000006418</p><p>客户: 苍南县钱库印刷材料厂</p><p>服务商: 温州瓯越安全科技有限公司</p>"
                "<p>工程师: 缪存亮</p><p>日期: 2025-05-29</p>"
                "<p>[1] 油墨间静电接地断开</p><p>risk: major</p><p>action: 恢复接地并检测</p><p>due: 2025-06-02</p><p>status: closed 2025-06-01</p>"
                "<p>[2] 分切机刀口无护罩</p><p>risk: minor</p><p>action: 加装护罩</p><p>due: 2025-06-10</p><p>status: open</p>"
                "<p>[3] 废油墨桶露天存放</p><p>risk: minor</p><p>action: 移入危废间</p><p>due: 2025-06-05</p><p>status: closed 2025-06-04</p>"
                "<p>major=重大 minor=一般</p><p>客户签名: 温从笔 2025-06-11</p>",
            ),
        ],
        {
            "policy_no": "PZWZ202533030000006418",
            "client": "苍南县钱库印刷材料厂",
            "service_org": "温州瓯越安全科技有限公司",
            "service_start": "2025-05-29",
        },
        flaw("油墨间静电接地断开", "恢复接地并检测", "2025-06-02", "重大", done="2025-06-01"),
        flaw("分切机刀口无护罩", "加装护罩", "2025-06-10"),
        flaw("废油墨桶露天存放", "移入危废间", "2025-06-05", done="2025-06-04"),
    ),
    report(
        "a list whose term column is told in weeks, with one row over all columns that gives what is refused",
        "pdf",
        [
            ("title", "安责险服务问题单"),
            "企业：大新县雷平糖厂　保单：PZCZ202545140000005524　机构：崇左左江安全技术有限公司　人员：农志坚　日期：2025年1月14日",
            (
                "table",
                grid("""
                项 | 问题 | 级别 | 对策 | 期限
                1 | 压榨机联轴器无罩 | 一般 | 加罩 | 2025年1月28日
                2 | 糖粉输送廊道无除尘 | 重大 | 增设除尘 | 2025年2月28日
                说明：第2项厂方以榨季未结束为由拒绝整改，2025年3月3日已上报大新县应急管理局。 | < | < | < | <
                """),
            ),
            "厂方代表：赵明德",
        ],
        {
            "policy_no": "PZCZ202545140000005524",
            "client": "大新县雷平糖厂",
            "service_org": "崇左左江安全技术有限公司",
            "service_start": "2025-01-14",
            "experts": ["农志坚"],
        },
        flaw("压榨机联轴器无罩", "加罩", "2025-01-28"),
        flaw(
            "糖粉输送廊道无除尘",
            "增设除尘",
            "2025-02-28",
            "重大",
            refused=True,
            to="大新县应急管理局",
            on="2025-03-03",
        ),
    ),
]

PAPERS = PLAIN + AWKWARD

_MENDED = (
    "the advice under each finding",
    "a table with",
    "a web page of a platform",
    "a list whose term",
)
MENDED = [paper for paper in PAPERS if paper.what.startswith(_MENDED)]
"""The papers that were not read right at first sight and are now; the suite reads these, all are measured by hand."""
