"""A service report: form, letter, card or checklist; hazards as rows, paragraphs or none; signed or not."""

from __future__ import annotations

import random
from typing import Any

from tests.papers import world, write
from tests.papers.render import Block
from tests.papers.world import Filing


class Report:
    """One report being written. ``printed`` collects the names of the fields that stand on the paper."""

    def __init__(self, filing: Filing, facts: dict[str, Any]) -> None:
        self.f, self.rng, self.r = filing, filing.rng, facts
        self.shape = random.Random(f"shape of {facts['no']}")  # draws of its own: older seeds keep their other choices
        self.day = write.date_style(self.rng)
        self.types = [filing.word("service_types", t) for t in facts["types"]]
        self.fee_printed = True
        self.signed_on = facts["signed"]

    def truth(self) -> dict[str, Any]:
        """Fields and hazards in the form of truth.json."""
        r, signed = self.r, self.r["signer"] is not None
        fields: dict[str, Any] = {
            "report_no": r["no"],
            "policy_no": r["policy_no"],
            "client": self.f.policy["insured"],
            "service_start": r["start"],
            "service_end": r["end"],
            "service_types": sorted(r["types"]),
            "service_org": r["org"],
            "experts": r["experts"],
            "customer_signed": signed,
        }
        if self.fee_printed:
            fields["fee_used"] = r["fee"]
        if signed:
            fields.update(signoff_name=r["signer"], signoff_date=self.signed_on)
        hazards = [{k: world.plain(v) for k, v in h.items()} for h in r["hazards"]]
        return {
            "fields": {
                k: {"value": world.plain(v), "raw": v if isinstance(v, str) else None, "page": None, "bbox": None}
                for k, v in fields.items()
            },
            "service_types": [{"code": c, "printed": t} for c, t in zip(r["types"], self.types, strict=True)],
            "hazards": hazards,
            "hazard_list_present": bool(hazards),
            "states_no_hazards": bool(r.get("found_nothing")),
        }

    def blocks(self) -> list[Block]:
        """The whole paper."""
        style = self.rng.choice(["grid2", "grid4", "letter", "cards", "checklist", "lines"])
        f = self.f
        title = f.word("titles", "training" if self.r["types"] == ["training"] else "report")
        head: list[Block] = [("title", self.r["org"])] if self.rng.random() < 0.3 else []
        head.append(("title", title))
        body = self._letter() if style == "letter" else self._form(style)
        return [*head, *body, *self._remarks(), *self._hazards(), *self._signoff()]

    def _when(self) -> str:
        r, rng = self.r, self.rng
        if r["start"] == r["end"]:
            return self.day(r["start"]) + rng.choice(["", "", "上午", "（半天）"])
        return f"{self.day(r['start'])}{rng.choice(['至', '—', ' 至 ', '～'])}{self.day(r['end'])}"

    def _fee(self) -> str:
        return write.yuan_style(self.rng)(self.r["fee"])

    def _form(self, style: str) -> list[Block]:
        f, rng, r = self.f, self.rng, self.r
        join = rng.choice(["、", "，", " ", "；"])
        types = join.join(self.types)
        if style == "checklist":
            every = [(c, f.word("service_types", c)) for c in world.VOCABULARY["service_types"]]
            every = [(c, dict(zip(r["types"], self.types, strict=True)).get(c, t)) for c, t in every]
            on, off = rng.choice([("☑", "☐"), ("■", "□"), ("√", "□")])
            types = "  ".join((on if c in r["types"] else off) + t for c, t in every)
        pairs = [
            (f.label_of("report_no"), r["no"]),
            (f.label_of("report_policy_no"), self._spaced(r["policy_no"])),
            (f.label_of("client"), f.policy["insured"]),
            (f.label_of("service_date"), self._when()),
            (f.label_of("service_org"), r["org"]),
            (f.label_of("experts"), rng.choice(["、", "，", " ", "/"]).join(r["experts"])),
            (f.label_of("service_type"), types),
        ]
        if rng.random() < 0.75:
            pairs.append((f.label_of("fee_used"), self._fee()))
        else:
            self.fee_printed = False
        if rng.random() < 0.3:
            middle = pairs[2:]
            rng.shuffle(middle)
            pairs = pairs[:2] + middle
        return [("fields", rng.choice(["grid2", "grid4"]) if style == "checklist" else style, pairs)]

    def _spaced(self, number: str) -> str:
        if self.rng.random() < 0.08 and number.isdigit():
            self.f.near.append("report_policy_no_spaced")
            return " ".join(number[i : i + 4] for i in range(0, len(number), 4))
        return number

    def _letter(self) -> list[Block]:
        f, rng, r = self.f, self.rng, self.r
        experts = "、".join(r["experts"])
        types = "、".join(self.types)
        insurer = f.policy["insurer_branch"]
        when = self.day(r["start"]) if r["start"] == r["end"] else f"{self.day(r['start'])}至{self.day(r['end'])}"
        text = rng.choice(
            [
                f"受{insurer}委托，{r['org']}于{when}派{experts}前往{f.policy['insured']}（保险单号{r['policy_no']}）开展{types}。",
                f"{when}，{r['org']}组织{experts}到{f.policy['insured']}进行{types}，该企业保单编号为{r['policy_no']}。",
                f"根据{insurer}与我单位的协议，{r['org']}技术人员{experts}已于{when}完成对{f.policy['insured']}的{types}工作，所涉保单：{r['policy_no']}。",
            ]
        )
        out: list[Block] = [
            ("right", f"{f.label_of('report_no')}：{r['no']}"),
            ("para", f"{f.policy['insured']}："),
            ("para", text),
        ]
        self.fee_printed = rng.random() < 0.6
        if self.fee_printed:
            out.append(
                (
                    "para",
                    rng.choice(
                        [f"本次服务费用{self._fee()}，从事故预防费中列支。", f"所需费用{self._fee()}由保险公司承担。"]
                    ),
                )
            )
        return out

    def _remarks(self) -> list[Block]:
        return [
            ("para", t) for t in self.rng.sample(world.VOCABULARY["remarks"][self.f.words], self.rng.choice([0, 1, 2]))
        ]

    def _state(self, h: dict[str, Any]) -> str:
        rng = self.rng
        if h["refused"]:
            return rng.choice(["企业拒绝整改", "拒不整改", "企业负责人拒绝整改"])
        if h["rectified"]:
            done = self.day(h["rectified_on"])
            return rng.choice([f"已整改（{done}）", f"{done}已整改完毕", f"已完成 {done}"])
        return rng.choice(["整改中", "未整改", "待复查"])

    def _told(self, h: dict[str, Any]) -> str:
        if not h["refused"]:
            return ""
        return (
            f"{self.day(h['reported_on'])}已报告{h['reported_to']}"
            if h["reported_on"]
            else self.rng.choice(["未报告", "无", "尚未报告"])
        )

    def _hazards(self) -> list[Block]:
        f, rng, r = self.f, self.rng, self.r
        if r.get("found_nothing"):
            return [("para", rng.choice(world.VOCABULARY["no_hazards"][f.words]))]
        if not r["hazards"]:
            return []
        out: list[Block] = [("sub", f.label_of("hazard_list"))]
        if self.shape.random() < 0.2:
            return [*out, *self._cards()]
        major = any(h["refused"] for h in r["hazards"])
        if rng.random() < 0.3:
            return [*out, ("list", rng.choice(["1.", "（一）", "①"]), [self._paragraph(h) for h in r["hazards"]])]
        columns = ["level", "description", "advice", "deadline", "rectified"] + (
            ["reported"] if major or rng.random() < 0.3 else []
        )
        if rng.random() < 0.25:
            columns = ["description", "level", *columns[2:]]
        rows = [["序号", *[f.label_of(c) for c in columns]]]
        colours = self.shape.random() < 0.15
        if colours:
            out.append(("para", "注：红色为重大隐患，黄色为一般隐患。"))
        for i, h in enumerate(r["hazards"]):
            word = h["level"] + rng.choice(["", "隐患"])
            text = {
                "level": {"重大": "红", "一般": "黄"}[h["level"]] if colours else word,
                "description": h["description"],
                "advice": h["advice"],
                "deadline": self.day(h["deadline"]),
                "rectified": self._state(h),
                "reported": self._told(h),
            }
            rows.append([str(i + 1), *[text[c] for c in columns]])
        return [*out, ("table", rows, 1, rng.choice(["full", "full", "rule"]))]

    def _cards(self) -> list[Block]:
        """Each hazard as a small form or as labelled lines, under its number."""
        f, out = self.f, []
        style = self.shape.choice(["grid4", "grid2", "lines"])
        names = ["description", "level", "advice", "deadline", "rectified"]
        labels = {c: f.label_of(c) for c in [*names, "reported"]}
        for i, h in enumerate(self.r["hazards"], 1):
            text = {**h, "deadline": self.day(h["deadline"]), "rectified": self._state(h), "reported": self._told(h)}
            told = [*names, *(["reported"] if h["refused"] else [])]
            out += [("sub", f"第{i}项"), ("fields", style, [(labels[c], str(text[c])) for c in told])]
        return out

    def _paragraph(self, h: dict[str, Any]) -> str:
        f = self.f
        told = f"{self._told(h)}。" if h["refused"] else ""
        due, state = self.day(h["deadline"]), self._state(h)
        return (
            f"【{h['level']}隐患】{h['description']}。{f.label_of('advice')}：{h['advice']}；"
            f"{f.label_of('deadline')}：{due}；{state}。{told}"
        )

    def _signoff(self) -> list[Block]:
        f, rng, r = self.f, self.rng, self.r
        label = f.label_of("signoff")
        if r["signer"] is None:
            return [
                (
                    "para",
                    rng.choice(
                        [f"{label}：　　　　　　　日期：　　年　　月　　日", f"{label}：________　　日期：________"]
                    ),
                )
            ]
        day = self.day(self.signed_on)
        if self.shape.random() < 0.15:
            return [("para", f"{label}：{r['signer']}　已签署 {self.signed_on.isoformat()} 17:02:11")]
        style = rng.choice(["para", "right", "table", "opinion"])
        if style == "table":
            return [("table", [[label, r["signer"], "日期", day]], 0, "full")]
        if style == "opinion":
            words = rng.choice(["以上情况属实。", "已知悉，同意。", "服务已按要求完成，无异议。"])
            return [("para", f"企业意见：{words}"), ("right", f"{label}：{r['signer']}　　{day}")]
        return [(style, f"{label}：{r['signer']}　　日期：{day}")]
