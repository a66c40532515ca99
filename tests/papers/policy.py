"""The policy: one set of facts, written in one of many structures."""

from __future__ import annotations

from typing import Any

from tests.papers import coverage_forms, render, world, write
from tests.papers.render import Block
from tests.papers.world import Filing

STRUCTURES = [
    "grid2",
    "grid4",
    "cards",
    "over",
    "lines",
    "leaders",
    "twocol",
    "aligned",
    "bilingual",
    "rule",
    "vertical",
    "contract",
    "letter",
    "pipes",
    "under",
    "upright",
    "flow",
]
ENGLISH = {
    "policy_no": "Policy No.",
    "insurer": "Insurer",
    "policyholder": "Policyholder",
    "insured": "Insured",
    "uscc": "Unified Social Credit Code",
    "address": "Address",
    "industry": "Business",
    "employee_count": "Number of Employees",
    "insured_count": "Number of Insured Persons",
    "per_person_limit": "Limit per Person",
    "per_accident_limit": "Limit per Occurrence",
    "aggregate_limit": "Aggregate Limit",
    "deductible": "Deductible",
    "premium": "Total Premium",
    "premium_words": "Premium in Words",
    "prevention_fee": "Loss Prevention Fee",
    "prevention_fee_ratio": "Ratio",
    "period": "Period of Insurance",
    "period_start": "From",
    "period_end": "To",
}
render.ENGLISH.update(
    {
        label: english
        for name, english in ENGLISH.items()
        for half in "AB"
        for label in world.VOCABULARY["labels"][name][half]
    }
)
LIMITS_FROM = {
    "medical_limit": ("medical", "per_person"),
    "rescue_limit": ("rescue", "per_accident"),
    "legal_limit": ("legal", "per_accident"),
    "third_party_limit": ("third_party_injury", "per_accident"),
    "third_party_property_limit": ("third_party_property", "per_accident"),
    "appraisal_limit": ("appraisal", "per_accident"),
}


class Policy:
    """A policy being written. ``fields`` collects the truth of what was printed."""

    def __init__(self, filing: Filing, structure: str = "", form: str = "") -> None:
        self.f, self.rng = filing, filing.rng
        self.fields: dict[str, Any] = {}
        self.raw: dict[str, str] = {}
        self.structure = structure or self.rng.choice(STRUCTURES)
        self.form = form or self.rng.choice(["table", "table", *coverage_forms.FORMS])
        self.limit, self.unit = write.limit_style(self.rng)
        if self.unit == "万元" and any(
            c[k] and c[k] % 100 for c in filing.coverages for k in ("per_person", "per_accident")
        ):
            self.limit, self.unit = (lambda v: f"{int(v):,}"), "元"
        self.yuan = write.yuan_style(self.rng)
        self.day = write.date_style(self.rng)
        self.numbered = self.rng.random() < 0.4

    def truth(self) -> dict[str, Any]:
        """Fields in the form of truth.json."""
        out = dict(self.fields)
        for name, (code, column) in LIMITS_FROM.items():
            row = next((c for c in self.f.coverages if c["code"] == code), None)
            if row and row[column] is not None:
                out[name] = row[column]
        out["jurisdiction"] = self.f.label
        return {
            k: {"value": world.plain(v), "raw": self.raw.get(k), "page": None, "bbox": None} for k, v in out.items()
        }

    def put(self, *names: str) -> list[tuple[str, str]]:
        """Label and printed value of each named field, recorded in the truth."""
        return [(self.f.label_of(n), self.text(n)) for n in names]

    def text(self, name: str) -> str:
        """The field's value as this paper writes it; remembered as the words to look for on the page."""
        self.raw[name] = self._text(name)
        return self.raw[name]

    def _text(self, name: str) -> str:
        p, rng = self.f.policy, self.rng
        value = p.get(name)
        if name in ("per_person_limit", "per_accident_limit", "aggregate_limit"):
            self.fields[name] = value
            return self.limit(value) + (self.unit if self.unit else "")
        if name in ("premium", "prevention_fee"):
            self.fields[name] = value
            return self.yuan(value)
        if name == "premium_words":
            self.fields[name] = p["premium_words_value"]
            return write.words_style(rng, p["premium_words_value"])
        if name == "prevention_fee_ratio":
            self.fields[name] = value
            return f"{value:f}%"
        if name == "deductible":
            self.fields[name] = value
            return (
                rng.choice([f"{value}元", f"{value:,}.00元", f"人民币{value}元"])
                if value
                else rng.choice(["无", "0元", "无免赔", "零"])
            )
        if name in ("employee_count", "insured_count"):
            self.fields[name] = value
            return f"{value}{rng.choice(['人', '名', '', ' 人'])}"
        if name == "period":
            self.fields["period_start"], self.fields["period_end"] = p["period_start"], p["period_end"]
            return write.period(rng, p, not {"period_not_one_year", "period_end_before_start"} & set(self.f.plants))
        if name == "sign_date":
            self.fields[name] = p["sign"]
            return self.day(p["sign"])
        self.fields[name] = value
        return str(value)

    def heading(self, name: str) -> Block:
        """A section heading, numbered in some papers."""
        return ("sub", self.f.word("sections", name))

    def _number(self, blocks: list[Block]) -> list[Block]:
        """Numbers the section headings in the order they stand."""
        heads = iter(range(1, 20))
        return [
            ("sub", f"{render.chinese(next(heads))}、{b[1]}") if b[0] == "sub" and self.numbered else b for b in blocks
        ]

    def blocks(self) -> list[Block]:
        """The whole paper."""
        f, rng = self.f, self.rng
        if self.structure in ("contract", "letter"):
            return self._prose()
        title = f.word("titles", "policy")
        head: list[Block] = [("title", f.policy["insurer"])] if rng.random() < 0.5 else []
        if head:
            self.fields["insurer"] = f.policy["insurer"]
        head.append(("title", title))
        pairs = self.put("policy_no")
        if head[0][1] == title:
            pairs += self.put("insurer")
        if f.policy["insured"] == f.policy["policyholder"] and rng.random() < 0.12:
            pairs.append((f.word("labels", "both_parties"), self.text("policyholder")))
            self.fields["insured"] = f.policy["insured"]
            pairs += self.put("uscc")
        else:
            pairs += self.put("policyholder", "uscc", "insured")
        pairs += self.put("address", "industry", "employee_count", "insured_count")
        if rng.random() < 0.3:
            rng.shuffle(pairs)
        style = self.structure
        parties: list[Block] = [("para", rng.choice(world.VOCABULARY["filler"][f.words]))] if rng.random() < 0.5 else []
        parties += [self.heading("parties")] if rng.random() < 0.6 else []
        parties.append(("fields", style, pairs))
        when = [] if rng.random() < 0.25 else self.put("period")
        if not when:
            p = f.policy
            self.fields["period_start"], self.fields["period_end"] = p["period_start"], p["period_end"]
            when = [
                (f.label_of("period_start"), write.moment(rng, p["start"], p["period_start"])),
                (f.label_of("period_end"), write.moment(rng, p["end_day"], p["period_end"])),
            ]
        if f.policy["per_accident_limit"] == f.policy["aggregate_limit"] and rng.random() < 0.2:
            limits = self.put("per_person_limit")
            limits.append((f.word("labels", "accident_and_aggregate"), self.text("per_accident_limit")))
            self.fields["aggregate_limit"] = f.policy["aggregate_limit"]
            limits += self.put("deductible")
        else:
            limits = self.put("per_person_limit", "per_accident_limit", "aggregate_limit", "deductible")
        if rng.random() < 0.3:
            rng.shuffle(limits)
        second: list[Block] = (
            [("fields", style, when + limits)]
            if rng.random() < 0.5
            else [
                ("fields", "lines" if style == "cards" else style, when),
                self.heading("limits"),
                ("fields", style, limits),
            ]
        )
        money = self.put("premium")
        if f.has("amount_words_mismatch") or rng.random() < 0.75:
            money += self.put("premium_words")
        money += self.put("prevention_fee", "prevention_fee_ratio")
        cover = [self.heading("coverages"), *self._coverages()]
        fee: list[Block] = [("fields", style, money)] if rng.random() < 0.6 else self._money_lines()
        agree = [self.heading("agreements"), *self._agreements()]
        order = [parties, second, cover, fee, agree]
        if rng.random() < 0.2:
            order = [parties, agree, second, cover, fee]  # schedule at the end
        body = [b for part in order for b in part]
        return self._number(head + body) + self._closing()

    def _money_lines(self) -> list[Block]:
        rng, p, f = self.rng, self.f.policy, self.f
        self.fields.update(
            premium=p["premium"],
            prevention_fee=p["prevention_fee"],
            prevention_fee_ratio=p["prevention_fee_ratio"],
            premium_words=p["premium_words_value"],
        )
        words = write.words_style(rng, p["premium_words_value"])
        digits = self.yuan(p["premium"])
        label, fee = f.label_of("premium"), f.label_of("prevention_fee")
        first = rng.choice(
            [
                f"{label}：（大写）{words}　（小写）{digits}",
                f"{label}：{digits}（大写：{words}）",
                f"{label}{words}（{digits}）",
            ]
        )
        ratio = f"{p['prevention_fee_ratio']:f}%"
        second = rng.choice(
            [
                f"{fee}：{self.yuan(p['prevention_fee'])}（{ratio}）",
                f"其中{fee}按{ratio}计为{self.yuan(p['prevention_fee'])}",
                f"{fee}（{ratio}）：{self.yuan(p['prevention_fee'])}",
            ]
        )
        return [("para", first), ("para", second)]

    def _closing(self) -> list[Block]:
        rng = self.rng
        pairs = self.put("insurer_branch", "sign_date")
        out: list[Block] = [("para", c) for c in rng.sample(world.VOCABULARY["clauses"], rng.choice([0, 0, 2, 4]))]
        if rng.random() < 0.5:
            out += [("fields", rng.choice(["lines", "twocol", "grid4"]), pairs)]
        else:
            out += [
                ("right", pairs[0][1] + rng.choice(["（盖章）", "（电子签章）", "", "（公章）"])),
                ("right", rng.choice([f"{pairs[1][0]}：", "", ""]) + pairs[1][1]),
            ]
        return out

    def _agreements(self) -> list[Block]:
        rng, texts = self.rng, [t for _, t in self.f.agreements]
        if rng.random() < 0.12:
            return [("table", [["序号", "内容"], *[[str(i + 1), t] for i, t in enumerate(texts)]], 1, "full")]
        marker = rng.choice(["1.", "1、", "（一）", "①", "(1)", "一、", "·", "", "■", "约定n："])
        return [("list", marker, texts)]

    def _coverages(self) -> list[Block]:
        f = self.f
        form = coverage_forms.Form(f.coverages, f.policy["premium"], self.rng, f.word, self.limit, self.unit)
        if self.form in coverage_forms.WITH_TOTAL:
            self.fields["premium"] = f.policy["premium"]
        return coverage_forms.FORMS[self.form](form)

    def _prose(self) -> list[Block]:
        f, rng, p = self.f, self.rng, self.f.policy
        t = self.text
        contract = self.structure == "contract"
        first, second = (
            rng.choice([("甲方", "乙方"), ("要保方", "承保方"), ("甲方（投保单位）", "乙方（保险人）")])
            if contract
            else ("贵单位", "本公司")
        )
        marker = rng.choice(["第n条", "一、", "1."])
        one = not {"period_not_one_year", "period_end_before_start"} & set(f.plants)
        self.fields["period_start"], self.fields["period_end"] = p["period_start"], p["period_end"]
        insured = f"被保险人为{t('insured')}，" if p["insured"] != p["policyholder"] or rng.random() < 0.5 else ""
        if not insured:
            self.fields["insured"] = p["insured"]
        terms = [
            f"{insured}生产经营场所位于{t('address')}，从事{t('industry')}行业，现有从业人员{t('employee_count')}，本次参保{t('insured_count')}。",
            f"保险责任自约定之时开始：{write.period(rng, p, one)}。",
            f"每名从业人员的责任限额为{t('per_person_limit')}，每次事故责任限额为{t('per_accident_limit')}，保险期间内累计责任限额为{t('aggregate_limit')}；每次事故免赔额为{t('deductible')}。",
            f"{first}应向{second}支付保险费{t('premium')}（大写：{t('premium_words')}），其中{t('prevention_fee_ratio')}即{t('prevention_fee')}列作事故预防费用。",
        ]
        title = f.word("titles", "contract" if contract else "policy")
        head: list[Block] = [("title", title), ("right", f"{f.label_of('policy_no')}：{t('policy_no')}")]
        if contract:
            head += [
                ("para", f"{first}：{t('policyholder')}"),
                ("para", f"{f.label_of('uscc')}：{t('uscc')}"),
                ("para", f"{second}：{t('insurer')}"),
                ("para", "双方经协商一致，就安全生产责任保险事宜订立本合同。"),
            ]
        else:
            head += [
                ("para", f"{t('policyholder')}（{f.label_of('uscc')}：{t('uscc')}）："),
                ("para", f"{t('insurer')}已同意承保{first}的安全生产责任保险，现将承保事项函告如下："),
            ]
        return [
            *head,
            ("list", marker, terms),
            self.heading("coverages"),
            *self._coverages(),
            self.heading("agreements"),
            *self._agreements(),
            *self._closing(),
        ]
