"""The forty-first set: six more reports in manners of their own, for a figure of how such papers are read at first sight."""

from __future__ import annotations

from tests.strangers.twentyseventh import flaw, grid, report

PAPERS = [
    report(
        "a table with the measure and the day stacked in one cell and the level as a tick column of its own",
        "docx",
        [
            ("title", "安责险上门帮扶记录"),
            "记录号：BF-2025-0513",
            "帮扶企业：汉中市南郑区秦巴茶业有限公司",
            "保单号：PZMB202561070000000221",
            "帮扶机构：陕西汉江安全技术有限公司",
            "帮扶人：巨德民、强小燕",
            "帮扶日期：2025年5月13日",
            (
                "table",
                grid("""
                № | 帮扶中看到的 | 属重大打√ | 帮扶意见
                1 | 杀青机烟道贴着木梁 | √ | 拆开木梁，烟道外包耐火棉/n5月20日前
                2 | 揉捻机皮带没有罩 | | 做皮带罩/n5月30日前
                3 | 茶库没有一具灭火器 | | 配4公斤灭火器4具/n5月18日前
                """),
            ),
            "企业签字：南宝山　2025年5月13日",
        ],
        {"report_no": "BF-2025-0513", "policy_no": "PZMB202561070000000221", "service_start": "2025-05-13"},
        flaw("杀青机烟道贴着木梁", "拆开木梁，烟道外包耐火棉", "2025-05-20", "重大"),
        flaw("揉捻机皮带没有罩", "做皮带罩", "2025-05-30"),
        flaw("茶库没有一具灭火器", "配4公斤灭火器4具", "2025-05-18"),
    ),
    report(
        "lines that each begin with the day by which, then the level, a bar, the fault, a bar, what to do",
        "pdf",
        [
            ("title", "安责险查勘要点"),
            "要点编号：YD-25-0909　　查勘日：2025年9月9日",
            "单位：南阳市宛城区天工防爆电器有限公司　　保单号：PZNB202541130000000630",
            "机构：河南宛安安全评价有限公司　　查勘人：郜明、符春兰",
            "2025-09-12 | 重大 | 喷塑线烘道燃烧器没有熄火保护 | 装熄火保护装置",
            "2025-09-20 | 一般 | 折弯机后部没有围挡 | 加围挡",
            "2025-09-15 | 一般 | 行车吊钩防脱钩卡子缺失 | 补装卡子",
            "单位签字：庞志勇　　2025年9月9日",
        ],
        {"report_no": "YD-25-0909", "policy_no": "PZNB202541130000000630", "service_start": "2025-09-09"},
        flaw("喷塑线烘道燃烧器没有熄火保护", "装熄火保护装置", "2025-09-12", "重大"),
        flaw("折弯机后部没有围挡", "加围挡", "2025-09-20"),
        flaw("行车吊钩防脱钩卡子缺失", "补装卡子", "2025-09-15"),
    ),
    report(
        "a sheet with one line for the place over each entry and its parts below in two columns of name and value",
        "xlsx",
        [
            (
                "sheet",
                "页1",
                grid("""
                服务记录 | JX-2025-66
                企业 | 九江市柴桑区鄱湖船舶修造厂
                保单号 | PZOB202536040000000072
                机构 | 江西浔安安全技术有限公司
                日期 | 2025-04-22
                船坞 |
                情形 | 脚手架跳板没有绑扎
                档 | 重大
                做法 | 全部绑扎并验收
                时点 | 2025-04-24
                气割区 |
                情形 | 乙炔瓶横放使用
                档 | 一般
                做法 | 立放并固定
                时点 | 2025-04-23
                木工间 |
                情形 | 锯末堆在配电箱下
                档 | 一般
                做法 | 每班清扫
                时点 | 2025-04-25
                """),
            ),
        ],
        {"policy_no": "PZOB202536040000000072", "service_start": "2025-04-22"},
        flaw("脚手架跳板没有绑扎", "全部绑扎并验收", "2025-04-24", "重大"),
        flaw("乙炔瓶横放使用", "立放并固定", "2025-04-23"),
        flaw("锯末堆在配电箱下", "每班清扫", "2025-04-25"),
    ),
    report(
        "small tables one after another, each of one entry with heads of its own over two lines",
        "docx",
        [
            ("title", "安责险隐患告知单"),
            "告知单号：GZ-1111",
            "被告知单位：恩施市硒都饮品有限公司",
            "保单号：PZPB202542280000000010",
            "告知机构：恩施州安信安全技术有限公司",
            "告知人：覃发明、向红",
            "告知日期：2025年11月11日",
            ("table", [["其一", "吹瓶机模具区光幕失效", "一般"], ["做法", "更换光幕", "2025-11-20"]]),
            "　",
            ("table", [["其二", "制冷间氨浓度报警停用", "重大"], ["做法", "恢复并标定", "2025-11-13"]]),
            "　",
            ("table", [["其三", "码垛区护栏门常开", "一般"], ["做法", "装门锁开关", "2025-11-25"]]),
            "签收：谭本富　2025年11月11日",
        ],
        {"report_no": "GZ-1111", "policy_no": "PZPB202542280000000010", "service_start": "2025-11-11"},
        flaw("吹瓶机模具区光幕失效", "更换光幕", "2025-11-20"),
        flaw("制冷间氨浓度报警停用", "恢复并标定", "2025-11-13", "重大"),
        flaw("码垛区护栏门常开", "装门锁开关", "2025-11-25"),
    ),
    report(
        "a letter in sentences: first, next, last, each with the fault, an and-so of what to do, level in words",
        "docx",
        [
            ("title", "致上饶市广丰区月兔木业有限公司的服务信"),
            "编号：SX-0606",
            "保单号：PZQB202536110000000388",
            "2025年6月6日，江西饶安安全技术有限公司符国栋、揭丽到贵公司服务。",
            "首先是砂光粉尘管道没有接地，属于重大隐患，请做跨接并测试，务必在6月16日以前完成。",
            "其次是压机急停按钮被胶带封住，属于一般隐患，请撕掉胶带并检验，务必在6月8日以前完成。",
            "最后是叉车没有倒车镜，属于一般隐患，请配齐倒车镜，务必在6月12日以前完成。",
            "祝安全生产。",
            "江西饶安安全技术有限公司",
        ],
        {"policy_no": "PZQB202536110000000388", "service_start": "2025-06-06"},
        flaw("砂光粉尘管道没有接地", "做跨接并测试", "2025-06-16", "重大"),
        flaw("压机急停按钮被胶带封住", "撕掉胶带并检验", "2025-06-08"),
        flaw("叉车没有倒车镜", "配齐倒车镜", "2025-06-12"),
    ),
    report(
        "three entries abreast as cards printed without rules",
        "pdf",
        [
            ("title", "安责险三项重点提醒"),
            "提醒编号：SX-2025-3　　走访日期：2025年10月30日",
            "受访企业：咸宁市咸安区香城麻纺厂　　保单号：PZRB202542120000000415",
            "走访机构：湖北咸安安全技术有限公司　　走访人：镇建国、余娟",
            (
                "loose",
                grid("""
                提醒一 | 提醒二 | 提醒三
                梳麻机罩盖联锁失灵 | 脱胶车间地面湿滑 | 麻库照明不防爆
                修复联锁 | 铺防滑垫 | 换防爆灯
                一般 | 一般 | 重大
                2025-11-05 | 2025-11-08 | 2025-11-15
                """),
            ),
            "受访企业签字：雷贤才　　2025年10月30日",
        ],
        {"report_no": "SX-2025-3", "policy_no": "PZRB202542120000000415", "service_start": "2025-10-30"},
        flaw("梳麻机罩盖联锁失灵", "修复联锁", "2025-11-05"),
        flaw("脱胶车间地面湿滑", "铺防滑垫", "2025-11-08"),
        flaw("麻库照明不防爆", "换防爆灯", "2025-11-15", "重大"),
    ),
]

_MENDED = {
    "a table with the measure and the day stacked in one cell and the level as a tick column of its own",
    "lines that each begin with the day by which, then the level, a bar, the fault, a bar, what to do",
    "a sheet with one line for the place over each entry and its parts below in two columns of name and value",
    "small tables one after another, each of one entry with heads of its own over two lines",
    "three entries abreast as cards printed without rules",
}
MENDED = [paper for paper in PAPERS if paper.what in _MENDED]
"""The papers that are read right since; none was at first sight without the second opinion. All are measured by hand."""
