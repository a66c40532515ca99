"""Every route of the application, and who may pass: the table that ``tests/test_authorisation.py`` walks.

A route that is not here fails the test. ``need``: a permission; or stranger (anybody at all), anybody (somebody signed in),
in_person (not a token), drafter (one of the permissions about packs). ``reach``: who may see the thing that is asked for,
namely the first side's; others get 404. ``only``: who of those may do it; others get 403. ``ok``: the answers of success
for who may, which include what the state of the thing makes of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.furnished import DRAFT, DRAFT_CASES, NOBODY, OWNER, Person, concerned

# Who may do what, role by role: clerk, reviewer, inspector, pack editor, admin. Written by hand, not taken from the code.
MATRIX = """
permission     operator regulator insurer agency enterprise
read           cri.a    cri.a     cri.a   cri.a  cri.a
upload         cri.a    cri.a     cri.a   .....  .....
correct        cri.a    cri.a     cri.a   .....  .....
decide         cri.a    cri.a     cri.a   cri.a  cri.a
waive          .ri.a    .ri.a     .ri.a   .....  .....
sign_off       .ri.a    .ri.a     .ri.a   .....  .....
delete         ....a    ....a     ....a   .....  .....
audit          .ri.a    .ri.a     .ri.a   .....  .....
export         cri.a    cri.a     cri.a   cri.a  cri.a
kpi            cri.a    cri.a     cri.a   .....  .....
packs_read     cripa    cripa     cripa   cripa  cripa
packs_draft    ...pa    ...pa     .....   .....  .....
packs_approve  ...pa    ...pa     .....   .....  .....
webhooks       ....a    ....a     ....a   .....  .....
people         ....a    ....a     ....a   ....a  ....a
organisations  ....a    .....     .....   .....  .....
audit_log      ....a    ....a     ....a   ....a  ....a
"""
LETTERS = {"c": "clerk", "r": "reviewer", "i": "inspector", "p": "pack_editor", "a": "admin"}


def matrix() -> Mapping[tuple[str, str], frozenset[str]]:
    """(kind of organisation, role) → permissions."""
    head, *lines = [line.split() for line in MATRIX.strip().splitlines()]
    out: dict[tuple[str, str], set[str]] = {(kind, role): set() for kind in head[1:] for role in LETTERS.values()}
    for permission, *cells in lines:
        for kind, letters in zip(head[1:], cells, strict=True):
            for letter in letters.replace(".", ""):
                out[kind, LETTERS[letter]].add(permission)
    return {who: frozenset(may) for who, may in out.items()}


RIGHTS = matrix()


def may(person: Person, permission: str) -> bool:
    return permission in RIGHTS[person.kind, person.role]


Who = Callable[[Person], bool]


def operator(person: Person) -> bool:
    return person.kind == "operator"


def insurer(person: Person) -> bool:
    """Of the first insurer."""
    return (person.kind, person.other) == ("insurer", False)


def regulator(person: Person) -> bool:
    """Of the first regulator."""
    return (person.kind, person.other) == ("regulator", False)


def filing(person: Person) -> bool:
    return operator(person) or not person.other


def keeper(person: Person) -> bool:
    return operator(person) or insurer(person)


def drafts(person: Person) -> bool:
    return operator(person) or regulator(person)


def drafter(person: Person) -> bool:
    """Who sees the first regulator's draft."""
    return drafts(person) and may(person, "packs_draft")


def draft_of_filing(person: Person) -> bool:
    return filing(person) and drafter(person)


def scorer(person: Person) -> bool:
    """Where the scheme is in force; insurers see their own sheet by it."""
    return operator(person) or regulator(person) or person.kind == "insurer"


def owner(person: Person) -> bool:
    return person == OWNER[False]


def not_the_drafter(person: Person) -> bool:
    return person != Person("regulator", "pack_editor")


def all_may(person: Person) -> bool:
    return True


@dataclass(frozen=True)
class Door:
    """One route, and one way of asking it. ``url`` where it is not the route's own path with the first side's ids.
    ``keep``: the change is kept, as the answer is read after it."""

    route: str
    need: str
    reach: Who = all_may
    only: Who = all_may
    ok: tuple[int, ...] = (200,)
    json: Any = None
    form: Any = None
    files: Any = None
    url: str = ""
    keep: bool = False
    at: Mapping[str, str] = field(default_factory=dict)

    @property
    def method(self) -> str:
        return self.route.partition(" ")[0]

    @property
    def path(self) -> str:
        return self.route.partition(" ")[2]

    @property
    def page(self) -> bool:
        return not self.path.startswith("/api/")

    def address(self, ids: Mapping[str, str]) -> str:
        return (self.url or self.path).format_map({**ids, **self.at})

    def request(self, ids: Mapping[str, str]) -> Mapping[str, Any]:
        """The body, with ids in it where it names some."""
        out: dict[str, Any] = {}
        if self.json is not None:
            out["json"] = _filled(self.json, ids)
        if self.form is not None:
            out["data"] = _filled(self.form, ids)
        if self.files is not None:
            out["files"] = self.files
        return out

    def passes(self, person: Person) -> bool:
        match self.need:
            case "stranger" | "anybody" | "in_person":
                return True
            case "drafter":
                return may(person, "packs_draft") or may(person, "packs_approve")
        return may(person, self.need)

    def expected(self, person: Person) -> tuple[int, ...]:
        if not self.passes(person):
            return (403,)
        if not self.reach(person):
            return (404,)
        return self.ok if self.only(person) else (403,)


def _filled(value: Any, ids: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return value.format_map(ids) if value.startswith("{") and value.endswith("}") else value
    if isinstance(value, dict):
        return {name: _filled(inner, ids) for name, inner in value.items()}
    return [_filled(inner, ids) for inner in value] if isinstance(value, list) else value


def can(permission: str) -> Who:
    return lambda person: may(person, permission)


NEW = {
    "text": DRAFT.format(name="draft-new", word="新", region="341323"),
    "cases": DRAFT_CASES.format(name="draft-new"),
}
FILE = [("files", ("说明.txt", "说明\n".encode(), "text/plain"))]
REASON = {"reason": "试验"}
V1 = "/api/v1"

API = (
    # oneself
    Door("POST /api/v1/session", "stranger", ok=(401,), json={"login": "nobody.here", "password": "wrong"}),
    Door("DELETE /api/v1/session", "anybody", ok=(204,)),
    Door("GET /api/v1/me", "anybody"),
    Door("PUT /api/v1/me/password", "anybody", ok=(422,), json={"present": "wrong", "wanted": "池水-石头-七只鹤"}),
    Door("PUT /api/v1/me/lang", "anybody", ok=(204,), json={"lang": "zh"}),
    Door("GET /api/v1/tokens", "in_person"),
    Door("POST /api/v1/tokens", "in_person", ok=(201,), json={"name": "试", "scopes": ["packs_read"]}),
    Door("DELETE /api/v1/tokens/{token_id}", "in_person", owner, ok=(204,)),
    # organisations, people, the log
    Door("GET /api/v1/organisations", "people"),
    Door("POST /api/v1/organisations", "organisations", ok=(201,), json={"kind": "insurer", "name": "丙财产保险公司"}),
    Door("GET /api/v1/organisations/{org_id}", "people", keeper),
    Door("PATCH /api/v1/organisations/{org_id}", "organisations", keeper, json={"name": "改名财产保险公司"}),
    Door("GET /api/v1/users", "people"),
    Door("GET /api/v1/users", "people", url=V1 + "/users?organisation_id={org_id}"),
    Door("POST /api/v1/users", "people", ok=(201,), json={"login": "xin.ren", "name": "新人", "roles": ["clerk"]}),
    Door("POST /api/v1/users", "people", keeper, ok=(201,),
         json={"login": "xin.ren", "name": "新人", "roles": ["clerk"], "organisation_id": "{org_id}"}),
    Door("GET /api/v1/users/{user_id}", "people", keeper),
    Door("PATCH /api/v1/users/{user_id}", "people", keeper, json={"name": "改名"}),
    Door("POST /api/v1/users/{user_id}/reset-password", "people", keeper, json={}),
    Door("POST /api/v1/users/{user_id}/unlock", "people", keeper),
    Door("GET /api/v1/audit-log", "audit_log"),
    Door("GET /api/v1/audit-log", "audit_log", url=V1 + "/audit-log?object_id={filing_id}"),
    # uploads
    Door("POST /api/v1/uploads", "upload", ok=(202,), files=FILE, keep=True),
    Door("POST /api/v1/uploads", "upload", insurer, ok=(202,), files=FILE, form={"filing": "{filing_id}"}, keep=True),
    Door("GET /api/v1/uploads", "read"),
    Door("GET /api/v1/uploads/{upload_id}", "read", keeper),
    Door("GET /api/v1/uploads/{upload_id}/events", "read", keeper),
    # papers
    Door("GET /api/v1/papers/{paper_id}", "read", filing),
    Door("GET /api/v1/papers/{paper_id}/pages/{page}.webp", "read", filing, at={"page": "1"}),
    Door("GET /api/v1/papers/{paper_id}/crop.webp", "read", filing,
         url=V1 + "/papers/{paper_id}/crop.webp?page=1&box=72,72,200,120"),
    Door("GET /api/v1/papers/{paper_id}/text", "read", filing, url=V1 + "/papers/{text_paper_id}/text"),
    Door("GET /api/v1/papers/{paper_id}/file", "export", filing, url=V1 + "/papers/{text_paper_id}/file"),
    Door("PUT /api/v1/papers/{paper_id}/kind", "correct", filing, ok=(202,), json={"kind": None, **REASON}),
    Door("POST /api/v1/papers/{paper_id}/password", "correct", filing, ok=(409,), json={"password": "1234"}),
    Door("POST /api/v1/papers/{paper_id}/remove", "delete", filing, only=keeper, ok=(204,), json=REASON),
    Door("GET /api/v1/papers/{paper_id}/corrections", "read", filing),
    Door("POST /api/v1/papers/{paper_id}/corrections", "correct", filing, ok=(201,),
         json={"target": "fields.policyholder", "value": "灵璧某公司", **REASON}),
    Door("DELETE /api/v1/corrections/{correction_id}", "correct", filing),
    # filings
    Door("GET /api/v1/filings", "read"),
    Door("GET /api/v1/filings", "read", url=V1 + "/filings?q=LB25-AZ-00731-6"),
    Door("GET /api/v1/filings", "read", url=V1 + "/filings?policy_no=LB25-AZ-00731-6"),
    Door("GET /api/v1/filings", "read", url=V1 + "/filings?org={org_id}"),
    Door("GET /api/v1/filings", "read", url=V1 + "/filings?region=3413&sort=sign_date"),
    Door("GET /api/v1/filings/{filing_id}", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/report", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/papers", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/facts", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/findings", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/across", "read", filing),
    Door("GET /api/v1/across", "read"),
    Door("GET /api/v1/filings/{filing_id}/judgements", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/judgements/{judgement_id}/findings", "read", filing),
    Door("POST /api/v1/filings/{filing_id}/findings/{fingerprint}/decision", "decide", filing,
         json={"action": "dispute", **REASON}),
    Door("POST /api/v1/filings/{filing_id}/findings/{fingerprint}/decision", "waive", filing,
         json={"action": "waive", **REASON}),
    Door("POST /api/v1/filings/{filing_id}/comments", "decide", filing, ok=(201,), json={"text": "试验"}),
    Door("POST /api/v1/filings/{filing_id}/sign-off", "sign_off", filing, ok=(200, 409), json={}),
    Door("DELETE /api/v1/filings/{filing_id}/sign-off", "sign_off", filing, ok=(409,)),
    Door("POST /api/v1/filings/{filing_id}/recheck", "read", filing, json={"as_of": "2025-08-01"}),
    Door("POST /api/v1/filings/{filing_id}/recheck", "read", filing, only=can("correct"), json={"keep": True}),
    Door("POST /api/v1/filings/{filing_id}/recheck", "read", draft_of_filing,
         json={"packs": ["{version_id}"]}),
    Door("POST /api/v1/filings/{filing_id}/delete", "delete", filing, only=keeper, ok=(204,), json=REASON),
    Door("GET /api/v1/filters", "read"),
    Door("POST /api/v1/filters", "read", ok=(201,), json={"name": "试", "query": "verdict=accepted"}),
    Door("DELETE /api/v1/filters/{filter_id}", "read", owner, ok=(204,)),
    # findings
    Door("GET /api/v1/findings", "read"),
    Door("GET /api/v1/findings/types", "read"),
    Door("GET /api/v1/waivers", "read"),
    # packs
    Door("GET /api/v1/packs", "packs_read"),
    Door("GET /api/v1/packs", "packs_read", url=V1 + "/packs?state=draft"),
    Door("GET /api/v1/packs/binding", "packs_read", url=V1 + "/packs/binding?region=341323"),
    Door("POST /api/v1/packs/check", "packs_draft", json=NEW),
    Door("POST /api/v1/packs", "packs_draft", only=drafts, ok=(201,), json=NEW),
    Door("GET /api/v1/packs/{name}", "packs_read", at={"name": "suzhou-2023-84"}),
    Door("GET /api/v1/packs/{name}", "packs_read", drafter,
         url=V1 + "/packs/{draft_name}"),
    Door("GET /api/v1/packs/{name}/versions", "packs_read", at={"name": "suzhou-2023-84"}),
    Door("GET /api/v1/packs/{name}/versions", "packs_read", drafter,
         url=V1 + "/packs/{draft_name}/versions"),
    Door("GET /api/v1/packs/{name}/diff", "packs_read",
         url=V1 + "/packs/suzhou-2023-84/diff?from={suzhou}&to={suzhou}"),
    Door("GET /api/v1/packs/{name}/diff", "packs_read", drafter,
         url=V1 + "/packs/{draft_name}/diff?from={draft_version}&to={draft_version}"),
    Door("POST /api/v1/packs/{version_id}/approve", "packs_approve", drafts, only=not_the_drafter),
    Door("POST /api/v1/packs/{version_id}/retire", "drafter", drafts),
    # audits
    Door("GET /api/v1/audits", "audit"),
    Door("POST /api/v1/audits", "audit", ok=(201,), json={"kind": "recheck"}),
    Door("POST /api/v1/audits", "audit", drafter, ok=(201,),
         json={"kind": "recheck", "packs": ["{version_id}"]}),
    Door("GET /api/v1/audits/{audit_id}", "audit", insurer),
    Door("GET /api/v1/audits/{audit_id}/items", "audit", insurer),
    Door("POST /api/v1/audits/{audit_id}/cancel", "audit", insurer),
    Door("POST /api/v1/audits/{audit_id}/close", "audit", insurer),
    # figures: an insurer gets 422 where it asks by region or for another insurer's sheet
    Door("GET /api/v1/kpis", "kpi"),
    Door("GET /api/v1/kpis", "kpi", only=scorer, ok=(200, 422),
         url=V1 + "/kpis?region=3413"),
    Door("GET /api/v1/kpis/types", "kpi"),
    Door("GET /api/v1/kpis/rankings/insurers", "kpi"),
    Door("GET /api/v1/kpis/{dimension}", "kpi", at={"dimension": "insurer"}),
    Door("GET /api/v1/kpis/{dimension}", "kpi", at={"dimension": "region"}),
    Door("GET /api/v1/scores", "kpi"),
    Door("GET /api/v1/scores/{sheet}", "kpi", only=scorer,
         ok=(200, 422), url=V1 + "/scores/suzhou-2023-84?period=2025&insurer=淮岳财产保险股份有限公司"),
    Door("PUT /api/v1/scores/{sheet}/inputs", "kpi", only=scorer,
         ok=(200, 422), at={"sheet": "suzhou-2023-84"},
         json={"insurer": "某某财产保险公司", "period": "2025", "entries": [{"item": "lawsuits", "value": 0}]}),
    # exports
    Door("GET /api/v1/exports/filings.{format}", "export", at={"format": "csv"}),
    Door("GET /api/v1/exports/filings.{format}", "export", url=V1 + "/exports/filings.jsonl?org={org_id}"),
    Door("GET /api/v1/exports/findings.{format}", "export", at={"format": "jsonl"}),
    Door("GET /api/v1/exports/findings.{format}", "export", at={"format": "sarif"}),
    Door("GET /api/v1/filings/{filing_id}/report.json", "export", filing),
    Door("GET /api/v1/filings/{filing_id}/findings/{fingerprint}/explanation", "read", filing),
    Door("GET /api/v1/filings/{filing_id}/rectifications.{format}", "export", filing, at={"format": "docx"}),
    Door("GET /api/v1/report.schema.json", "export"),
    # webhooks
    Door("GET /api/v1/webhooks", "webhooks"),
    Door("POST /api/v1/webhooks", "webhooks", ok=(201,),
         json={"url": "https://hooks.example.com/x", "events": ["filing.judged"]}),
    Door("GET /api/v1/webhooks/{webhook_id}", "webhooks", insurer),
    Door("PATCH /api/v1/webhooks/{webhook_id}", "webhooks", insurer, json={"active": False}),
    Door("DELETE /api/v1/webhooks/{webhook_id}", "webhooks", insurer, ok=(204,)),
    Door("POST /api/v1/webhooks/{webhook_id}/secret", "webhooks", insurer),
    Door("POST /api/v1/webhooks/{webhook_id}/test", "webhooks", insurer, ok=(202,)),
    Door("GET /api/v1/webhooks/{webhook_id}/deliveries", "webhooks", insurer),
    Door("POST /api/v1/webhooks/{webhook_id}/deliveries/{delivery_id}/again", "webhooks", insurer, ok=(202,)),
)  # fmt: skip

PAGES = (
    Door("GET /", "anybody", ok=(303,)),
    Door("GET /sign-in", "stranger", ok=(200, 303)),
    Door("POST /sign-in", "stranger", ok=(401,), form={"login": "nobody.here", "password": "wrong"}),
    Door("GET /sign-in/oidc", "stranger", ok=(404,)),
    Door("GET /sign-in/oidc/back", "stranger", ok=(404,)),
    Door("POST /sign-out", "stranger", ok=(303,)),
    Door("GET /password", "anybody"),
    Door("POST /password", "anybody", ok=(422,), form={"old": "wrong", "new": "a", "again": "b"}),
    Door("POST /language", "stranger", ok=(303,), form={"lang": "zh"}),
    Door("GET /api-reference", "anybody"),
    Door("GET /filings", "read"),
    Door("GET /filings", "read", url="/filings?q=LB25-AZ-00731-6"),
    Door("POST /filings/filters", "read", ok=(303,), form={"name": "试", "query": "verdict=accepted"}),
    Door("POST /filings/filters/{filter_id}/delete", "read", owner, ok=(303,)),
    Door("GET /filings/{filing_id}", "read", filing),
    Door("GET /filings/{filing_id}/across", "read", filing),
    Door("POST /filings/{filing_id}/findings/{fingerprint}", "decide", filing, ok=(303,),
         form={"action": "dispute", **REASON}),
    Door("POST /filings/{filing_id}/comments", "decide", filing, ok=(303,), form={"text": "试验"}),
    Door("POST /papers/{paper_id}/password", "correct", filing, ok=(409,), form={"password": "1234"}),
    Door("GET /upload", "upload"),
    Door("GET /upload", "upload", filing, url="/upload?filing={filing_id}"),
    Door("POST /upload", "upload", ok=(303,), files=FILE, form={"csrf": "{csrf}"}),
    Door("POST /upload", "upload", insurer, ok=(303,), files=FILE, form={"csrf": "{csrf}", "filing": "{filing_id}"}),
    Door("GET /uploads/{upload_id}", "read", keeper),
    Door("GET /packs", "packs_read"),
    Door("GET /packs/thresholds", "packs_read"),
    Door("GET /packs/binding", "packs_read", url="/packs/binding?region=341323"),
    Door("GET /packs/pack/{name}", "packs_read", at={"name": "suzhou-2023-84"}),
    Door("GET /packs/pack/{name}", "packs_read", drafter,
         url="/packs/pack/{draft_name}"),
    Door("GET /packs/pack/{name}/{version}", "packs_read", url="/packs/pack/suzhou-2023-84/{suzhou}"),
    Door("GET /packs/pack/{name}/{version}", "packs_read", drafter,
         url="/packs/pack/{draft_name}/{draft_version}"),
    Door("GET /packs/diff/{name}", "packs_read", url="/packs/diff/suzhou-2023-84?before={suzhou}&after={suzhou}"),
    Door("GET /packs/drafts", "packs_read", can("packs_draft")),
    Door("GET /packs/draft", "packs_draft"),
    Door("POST /packs/draft", "packs_draft", form={**NEW, "do": "check"}),
    Door("POST /packs/draft", "packs_draft", only=drafts, ok=(303,), form={**NEW, "do": "propose"}),
    Door("POST /packs/version/{version_id}/{act}", "drafter", drafts, ok=(303,),
         at={"act": "retire"}),
    Door("GET /packs/notices", "packs_draft"),
    Door("GET /packs/notices/{paper_id}", "packs_draft", filing, ok=(409,)),
    Door("POST /packs/notices/{paper_id}", "packs_draft", filing, ok=(409,), form={"do": "check"}),
    Door("GET /dashboard", "kpi"),
    Door("GET /dashboard", "kpi", only=scorer, ok=(200, 422), url="/dashboard?region=3413"),
    Door("GET /dashboard/score/{sheet}", "kpi", only=scorer, ok=(200, 422),
         url="/dashboard/score/suzhou-2023-84?period=2025&insurer=淮岳财产保险股份有限公司"),
    Door("POST /dashboard/score/{sheet}", "kpi", only=scorer, ok=(200, 303, 422), at={"sheet": "suzhou-2023-84"},
         form={"insurer": "某某财产保险公司", "period": "2025", "item": "lawsuits", "value": "0"}),
    Door("GET /audits", "audit"),
    Door("GET /audits/new", "audit"),
    Door("POST /audits/new", "audit", keep=True, ok=(303, 422), form={"kind": "upload", "name": "试"}),
    Door("GET /audits/{audit_id}", "audit", insurer),
    Door("POST /audits/{audit_id}/{act}", "audit", insurer, ok=(303,), at={"act": "cancel"}),
    Door("GET /admin", "people"),
    Door("GET /admin", "people", keeper, url="/admin?org={org_id}"),
    Door("GET /admin/people/new", "people"),
    Door("POST /admin/people/new", "people", ok=(404,), form={"login": "xin.ren", "name": "新人", "roles": "clerk"}),
    Door("POST /admin/people/new", "people", keeper, ok=(200, 409), keep=True,
         form={"login": "xin.ren", "name": "新人", "roles": "clerk", "org": "{org_id}"}),
    Door("GET /admin/people/{user_id}", "people", keeper),
    Door("POST /admin/people/{user_id}/{act}", "people", keeper, ok=(303,), at={"act": "unlock"}),
    Door("POST /admin/people/{user_id}/{act}", "people", keeper, ok=(200,), at={"act": "password"}),
    Door("GET /admin/organisations", "people"),
    Door("GET /admin/organisations/new", "organisations"),
    Door("GET /admin/organisations/{org_id}", "organisations", keeper),
    Door("POST /admin/organisations/{org_id}", "organisations", keeper, ok=(303, 422), form={"name": "改名财产保险公司"}),
    Door("GET /admin/tokens", "anybody"),
    Door("POST /admin/tokens", "in_person", ok=(200,), form={"name": "试", "scopes": "packs_read", "days": "30"}),
    Door("POST /admin/tokens/{token_id}/revoke", "in_person", owner, ok=(303,)),
    Door("GET /admin/webhooks", "webhooks"),
    Door("POST /admin/webhooks", "webhooks", keep=True,
         form={"url": "https://hooks.example.com/x", "events": "filing.judged"}),
    Door("GET /admin/webhooks/{webhook_id}", "webhooks", insurer),
    Door("POST /admin/webhooks/{webhook_id}/{act}", "webhooks", insurer, ok=(303,), at={"act": "deactivate"}),
    Door("GET /admin/queue", "people", only=operator),
    Door("POST /admin/queue/{job_id}/again", "people", only=operator, ok=(303,)),
    Door("GET /admin/settings", "people", operator),
    Door("GET /admin/log", "audit_log"),
    Door("GET /admin/log", "audit_log", url="/admin/log?object_id={filing_id}"),
    Door("POST /admin/log/verify", "audit_log", only=operator),
)  # fmt: skip

OPEN = (
    Door("GET /api/v1/openapi.json", "stranger"),
    Door("GET /healthz", "stranger"),
    Door("GET /readyz", "stranger", ok=(200, 503)),
    Door("GET /metrics", "stranger"),
    Door("GET /static/{digest}/{name}", "stranger", ok=(404,), at={"digest": "0" * 12, "name": "none.css"}),
    Door("GET /favicon.ico", "stranger", ok=(200, 307, 303, 302, 404)),
)
DOORS = (*API, *PAGES, *OPEN)
IDS = ("filing_id", "paper_id", "text_paper_id", "upload_id", "correction_id", "judgement_id", "fingerprint", "org_id",
       "user_id", "webhook_id", "delivery_id", "token_id", "filter_id", "version_id", "draft_name", "draft_version",
       "suzhou", "audit_id", "job_id")  # fmt: skip


def nothing(ids: Mapping[str, str]) -> Mapping[str, str]:
    """Ids of the same form that nothing has."""
    made = dict.fromkeys(ids, NOBODY)
    return {**made, "fingerprint": "0" * 32, "draft_name": "draft-000000", "draft_version": "0" * 12,
            **{name: ids[name] for name in ("suzhou", "csrf") if name in ids}}  # fmt: skip


__all__ = ["DOORS", "IDS", "RIGHTS", "Door", "concerned", "may", "nothing"]
