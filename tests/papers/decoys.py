"""Papers that look like a policy or a rule and are neither: applications, quotations, receipts, other notices."""

from __future__ import annotations

from typing import Any

from tests.papers import write
from tests.papers.render import Block
from tests.papers.world import DAY, Filing

APPLICATIONS = ("grid2", "grid4", "lines", "over", "cards", "letter", "pipes")
INVOICES = ("grid2", "lines", "twocol", "over", "sides", "sentence", "pipes")


def truth(f: Filing, kind: str) -> dict[str, Any]:
    """What an application or a receipt of this filing says, as far as both always say it."""
    p = f.policy
    if kind == "application":
        return {"policyholder": p["policyholder"], "uscc": p["uscc"], "address": p["address"]}
    return {
        "buyer": p["policyholder"],
        "seller": p["insurer_branch"],
        "buyer_uscc": p["uscc"],
        "invoice_date": p["sign"] + 2 * DAY,
        "total": p["premium"],
    }


def _asking(f: Filing) -> list[Block]:
    """A letter that asks for cover."""
    p, rng = f.policy, f.rng
    return [
        ("title", f.word("titles", "application")),
        ("para", f"{p['insurer_branch']}："),
        (
            "para",
            f"{rng.choice(['我单位', '本企业', ''])}{p['policyholder']}（{f.label_of('uscc')}{p['uscc']}，"
            f"{f.label_of('address')}：{p['address']}）{rng.choice(['现申请', '拟', '特申请'])}投保安全生产责任保险，"
            f"参保{p['insured_count']}人，每人保障{p['per_person_limit'] // 10000}万元。",
        ),
        ("para", "我单位保证所填资料真实，请予受理。"),
        ("right", f"{p['policyholder']}（盖章）"),
        ("right", write.date_style(rng)(p["sign"] - 2 * DAY)),
    ]


def application(f: Filing, style: str = "") -> list[Block]:
    """A proposal form with the sums asked for."""
    p, rng = f.policy, f.rng
    style = style or rng.choice(["grid2", "grid4", "lines"])
    if style == "letter":
        return _asking(f)
    limit, unit = write.limit_style(rng)
    day = write.date_style(rng)
    pairs = [
        (f.label_of("policyholder"), p["policyholder"]),
        (f.label_of("uscc"), p["uscc"]),
        (f.label_of("address"), p["address"]),
        (f.label_of("industry"), p["industry"]),
        (f.label_of("employee_count"), f"{p['employee_count']}人"),
        ("申请" + f.label_of("per_person_limit"), limit(p["per_person_limit"]) + unit),
        ("期望保险期间", write.period(rng, p, True)),
    ]
    return [
        ("title", f.word("titles", "application")),
        ("para", f"投保单号：TB{rng.randrange(10**9, 10**10)}"),
        ("fields", style, pairs),
        ("para", "投保人声明：以上填写内容属实，已知悉保险条款及免责事项。本投保申请经保险人同意承保后方产生效力。"),
        ("right", f"投保人签章：　　　　{day(p['sign'] - 2 * DAY)}"),
    ]


def quotation(f: Filing) -> list[Block]:
    """An offer of premium before a policy exists. Its kind in truth.json is application."""
    p, rng = f.policy, f.rng
    limit, unit = write.limit_style(rng)
    pairs = [
        ("客户名称", p["policyholder"]),
        ("拟投保人数", f"{p['insured_count']}人"),
        ("每人限额方案", limit(p["per_person_limit"]) + unit),
        ("预计保费", write.yuan_style(rng)(p["premium"])),
    ]
    return [
        ("title", f.word("titles", "quotation")),
        ("fields", rng.choice(["grid2", "lines"]), pairs),
        ("para", "本报价仅供参考，有效期三十日，最终以正式保险单为准。"),
        ("right", f"{p['insurer_branch']}　{write.date_style(rng)(p['sign'] - 5 * DAY)}"),
    ]


def _paid(f: Filing, style: str) -> list[Block]:
    """A receipt in one sentence, or an invoice with both sides beside each other."""
    p, rng = f.policy, f.rng
    day = write.date_style(rng)(p["sign"] + 2 * DAY)
    words, digits = write.amount_in_words(p["premium"]), f"{p['premium']:,.2f}"
    head: list[Block] = [("title", f.word("titles", "receipt")), ("right", f"No. {rng.randrange(10**7, 10**8)}")]
    if style == "sentence":
        said = f"今收到{p['policyholder']}（税号{p['uscc']}）交来安全生产责任保险费人民币{words}（¥{digits}）。"
        return [*head, ("para", said), ("right", f"收款单位：{p['insurer_branch']}"), ("right", day)]
    rows: list[list[Any]] = [
        [("购买方", 1, 2), f"名称：{p['policyholder']}", ("销售方", 1, 2), f"名称：{p['insurer_branch']}"],
        [f"纳税人识别号：{p['uscc']}", "纳税人识别号：91310000607383241A"],
        ["项目", "*保险服务*责任保险费", "金额", digits],
        ["价税合计（大写）", words, "（小写）", f"¥{digits}"],
    ]
    return [*head, ("right", f"开票日期：{day}"), ("table", rows, 0, "full")]


def receipt(f: Filing, style: str = "") -> list[Block]:
    """A premium receipt or invoice."""
    p, rng = f.policy, f.rng
    style = style or rng.choice(["grid2", "lines", "twocol"])
    if style in ("sentence", "sides"):
        return _paid(f, style)
    title = f.word("titles", "receipt")
    payer, payee = rng.choice([("购买方名称", "销售方名称"), ("付款人", "收款人"), ("交款单位", "收款单位")])
    pairs = [
        (rng.choice(["发票号码", "流水号", "收据号码"]), str(rng.randrange(10**11, 10**12))),
        (rng.choice(["开票日期", "交易日期"]), write.date_style(rng)(p["sign"] + 2 * DAY)),
        (payer, p["policyholder"]),
        ("纳税人识别号", p["uscc"]),
        (payee, p["insurer_branch"]),
        ("项目", "*保险服务*安全生产责任保险费"),
    ]
    return [
        ("title", title),
        ("fields", style, pairs),
        ("para", f"价税合计（大写）：{write.amount_in_words(p['premium'])}　（小写）¥{p['premium']:,.2f}"),
    ]


def notice(f: Filing) -> list[Block]:
    """A notice of an invented place, whose numbers must not bind this filing."""
    rng, year = f.rng, f.policy["start"].year
    place = rng.choice(["临溪县", "云陇市", "东垭区", "南栎县"])
    body = rng.choice([f"{place[:2]}安委办", f"{place[:2]}应急"])
    items = [
        f"保险机构应在签发保单后{rng.choice([3, 5, 10])}日内报送电子保单。",
        f"事故预防费用提取比例不得低于保费的{rng.choice([16, 18, 20])}%。",
        f"首次上门服务应在{rng.choice([20, 30, 60])}日内完成。",
        "投保范围覆盖全体从业人员，不得由个人出资。",
    ]
    return [
        (
            "title",
            f"关于{rng.choice(['推进', '做好', '加强'])}{place}安全生产责任保险"
            f"{rng.choice(['有关', '试点', '服务'])}工作的通知",
        ),
        ("right", f"{body}〔{year}〕{rng.randrange(2, 60)}号"),
        ("para", "各乡镇人民政府、各有关单位："),
        ("para", "为落实安全生产责任保险制度，现将有关事项通知如下。"),
        ("list", "一、", items),
        ("right", f"{place}安全生产委员会办公室"),
        ("right", f"{year}年{rng.randrange(1, 12)}月{rng.randrange(1, 28)}日"),
    ]
