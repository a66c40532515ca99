"""Reports and the answers to them: what was confirmed, mended and reported, in sentences and columns of any author."""

from __future__ import annotations

import pytest

from extractor.hazards import rows as hazards
from extractor.hazards.apart.selections import Listed
from extractor.hazards.apart.sentences import named_in
from extractor.hazards.meaning.outcome_words import outcome
from tests.test_reports_of_agencies import fields_of, sheet


@pytest.mark.parametrize(
    ("under", "signed", "name"),
    [
        (["以上情况属实，将按期治理。　　安全总监：曲振华　　2026年7月3日"], True, "曲振华"),
        (["情况属实，按期治理。", "曲振华", "2026年7月3日"], True, "曲振华"),
        (["安全主任曲振华 2026年7月3日"], None, None),
        (["情况属实，按期治理。", "2026年7月3日"], None, None),
        (["本公司已知悉上述隐患，承诺按期治理。", "安全总监：", "日期：    年  月  日"], False, None),
        (["     年  月  日", "5 附件", "现场照片"], False, None),
        (["确认人　　待确认", "确认方式　　—", "确认时间　　—"], False, None),
    ],
)
def test_a_heading_of_confirmation_is_empty_only_where_nothing_is_written_under_it(
    under: list[str], signed: bool | None, name: str | None
) -> None:
    told = fields_of(
        "龙口市渤远船舶修造有限公司隐患排查报告",
        "2026年7月2日，烟台蓝盾安全技术咨询有限公司对该公司开展隐患排查。专家：于广伟、宫淑芳。",
        "4 企业确认",
        *under,
    )
    assert (told.get("customer_signed"), told.get("signoff_name")) == (signed, name)


@pytest.mark.parametrize(
    ("said", "mended"),
    [
        ("毕安保告〔2026〕21号所列3项隐患，我厂已于2026年4月28日前全部整改完毕，现予回复", [1, 2, 3]),
        ("上述三项隐患，我单位已按期整改完成", [1, 2, 3]),
        ("所列隐患，我店已于4月底前整改完毕", [1, 2, 3]),
        ("所列3项隐患，我厂将于2026年4月28日前全部整改完毕", []),
        ("所列隐患，我厂已要求各车间于4月28日前整改完毕", []),
        ("所列2项隐患，我厂已于4月28日前全部整改完毕", []),
        ("所列隐患，我厂已整改2项", []),
        ("所列3项隐患，我厂已全部整改完毕，第3项因采购尚未完成", []),
    ],
)
def test_who_mended_all_that_was_listed_may_stand_between(said: str, mended: list[int]) -> None:
    told = list(named_in(said, Listed.of_numbers({1, 2, 3})))
    assert sorted(n for numbers, _ in told for n in numbers) == mended
    assert all(outcome(words, status=True)["rectified_on"] is None for _, words in told)


@pytest.mark.parametrize(
    ("said", "on"),
    [
        ("请于2026年7月10日前报检", None),
        ("2026年7月10日前报县应急管理局", None),
        ("你单位须于2026年7月10日报县应急管理局", None),
        ("2026年7月6日向当地特检院报验", None),
        ("企业拒绝整改，2026年7月10日报县应急管理局", "2026-07-10"),
        ("2026年7月5日前往县应急管理局报告", "2026-07-05"),
        ("应贵局要求2026年7月5日报告县应急管理局", "2026-07-05"),
        ("我公司已于2026年7月10日前报县应急管理局", "2026-07-10"),
    ],
)
def test_who_is_asked_to_report_has_not_reported(said: str, on: str | None) -> None:
    told = outcome(said)["reported_on"]
    assert (told and told.isoformat()) == on


@pytest.mark.parametrize(
    ("answers", "mended"),
    [
        (["已加装泄爆片2处", "喷漆房已装可燃气体报警2套并联锁"], [True, True]),
        (["护罩已由原厂家加装并验收合格", "喷漆房报警器尚未到货"], [True, False]),
    ],
)
def test_what_was_done_to_a_thing_stands_under_the_head_of_the_answers(answers: list[str], mended: list[bool]) -> None:
    paper = sheet(
        "2026年3月18日对你单位进行了隐患排查，发现：",
        "1．一般隐患：除尘器未设置泄爆装置。整改要求：加装泄爆片。整改期限：2026年4月10日。",
        "2．重大隐患：喷漆房未设可燃气体报警装置。整改要求：安装报警并联锁。整改期限：2026年4月18日。",
        "隐患整改回复单",
        (
            "table",
            [
                ["通知书序号", "整改情况", "完成日期"],
                *(
                    [str(i + 1), text, f"2026年4月{8 + i}日" if done else ""]
                    for i, (text, done) in enumerate(zip(answers, mended, strict=True))
                ),
            ],
        ),
    )
    rows = hazards.find(paper)[0]
    assert [row.value("rectified") for row in rows] == mended
    assert [str(row.value("rectified_on")) for row in rows] == [
        f"2026-04-{8 + i:02}" if done else "None" for i, done in enumerate(mended)
    ]


def test_days_on_which_hazards_were_mended_are_not_those_of_the_review() -> None:
    told = fields_of(
        "事故隐患整改复查意见书",
        "复查日期：2026年3月18日　　复查人：徐卫星",
        (
            "table",
            [
                ["序号", "隐患", "等级", "原定期限", "复查结论", "完成日期"],
                ["1", "除尘管道积尘", "一般", "2026-01-31", "已整改", "2026-01-28"],
                ["2", "喷漆房未防火分隔", "重大", "2026-03-15", "已整改", "2026-03-12"],
                ["3", "带锯机无锯轮防护", "一般", "2026-01-25", "已整改", "2026-01-22"],
            ],
        ),
    )
    assert (str(told["service_start"]), str(told["service_end"])) == ("2026-03-18", "2026-03-18")


def test_brackets_about_an_entry_are_no_part_of_it() -> None:
    told = fields_of(
        "兴隆煤业安责险事故预防服务会议纪要",
        "（纪要编号：XL-JY-202602）",
        "时间：2026年2月25日",
        "主持：杨昌林（矿长）",
        "专家组对运输巷进行隐患排查。",
    )
    assert told["report_no"] == "XL-JY-202602"
    assert "杨昌林" not in told.get("client", "")


@pytest.mark.parametrize(
    ("said", "names"),
    [
        ("2026年3月18日，山东齐信安全评价有限公司派员（孟庆国、魏晓）对你单位进行了隐患排查。", ("孟庆国", "魏晓")),
        ("2026年3月18日，我公司派出2名技术人员（孟庆国、魏晓）到你单位进行了隐患排查。", ("孟庆国", "魏晓")),
        ("2026年3月18日进行了隐患排查，企业派员（孟庆国）对隐患进行整改。", None),
        ("2026年3月18日，山东齐信安全评价有限公司派员（两人）对你单位进行了隐患排查。", None),
    ],
)
def test_those_who_were_sent_may_be_named_in_brackets(said: str, names: tuple[str, ...] | None) -> None:
    told = fields_of(
        "隐患整改通知书",
        "济宁金砺重工机械有限公司：",
        said,
        "1．一般隐患：行车吊钩防脱装置损坏。整改期限：2026年3月25日。",
    )
    assert told.get("experts") == names


CHECKED = [
    ["类别", "检查内容", "是", "否", "情况说明"],
    ["基础管理", "安全生产责任制上墙", "√", "", ""],
    ["现场管理", "窑炉燃气管道设紧急切断阀", "", "√", "2#窑紧急切断阀失灵"],
    ["现场管理", "球磨机传动部位防护", "", "√", "3#球磨机皮带轮无防护罩"],
    ["现场管理", "消防通道畅通", "√", "", ""],
]
ASKED = [
    ["项", "等级", "整改要求", "期限", "整改情况"],
    ["2#窑紧急切断阀失灵", "重大", "更换切断阀并联动测试", "2026/5/26", "5月24日已更换并测试合格"],
    ["3#球磨机皮带轮无防护罩", "一般", "加装防护罩", "2026/5/20", "5月19日已安装"],
]


@pytest.mark.parametrize(
    ("asked", "read"),
    [
        (ASKED, [("重大", True), ("一般", True)]),
        # what only the check-list tells is not lost with the rest
        (ASKED[:2], [("一般", False), ("重大", True)]),
    ],
)
def test_what_a_check_list_found_is_told_once_where_another_list_says_what_to_do(
    asked: list[list[str]], read: list[tuple[str, bool]]
) -> None:
    rows = hazards.find(sheet("检查日期：2026年5月12日", ("table", CHECKED), "不符合项整改要求", ("table", asked)))[0]
    assert [(row.value("level"), row.value("rectified")) for row in rows] == read
