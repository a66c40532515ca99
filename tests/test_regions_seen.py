"""Who sees which filing by where it is: prefixes at every level, places that are unknown, what one handed in oneself."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from api.search import terms_of
from api.service import Service
from api.tables.accounts import Organisation, User
from api.tables.filings import FilingRow
from tests.accounts_kit import HASH, populate, sign_in
from tests.apps import app_over

# The region as a filing states it, and the province, city, county, township it is cut to.
PLACES = {
    "province": ("340000", "34", "", "", ""),
    "city": ("341300", "34", "3413", "", ""),
    "county": ("341302", "34", "3413", "341302", ""),
    "township": ("341302001", "34", "3413", "341302", "341302001"),
    "next township": ("341302002", "34", "3413", "341302", "341302002"),
    "next county": ("341323", "34", "3413", "341323", ""),
    "next city": ("341200", "34", "3412", "", ""),
    "next province": ("330382", "33", "3303", "330382", ""),
    "unknown": ("", "", "", "", ""),
}
ALL = set(PLACES)
SUZHOU = {"city", "county", "township", "next township", "next county"}
# A regulator's prefix, and what it sees. A place less exact than the prefix may lie anywhere: it is not shown below.
SEEN = {
    "": ALL,
    "34": SUZHOU | {"province", "next city"},
    "3413": SUZHOU,
    "341302": {"county", "township", "next township"},
    "341302001": {"township"},
    "33": {"next province"},
    "11": set(),
    "3": set(),  # no level: set up wrongly, it shows nothing rather than everything that begins so
    "34130": set(),
}


@pytest.mark.parametrize("prefix", SEEN)
def test_a_regulator_sees_its_region_and_what_it_handed_in(service: Service, prefix: str) -> None:
    crowd = populate(service)
    insurer = crowd.org("insurer").id
    with service.db.writing() as session:
        regulator = Organisation(kind="regulator", name="试验监管", region_prefix=prefix)
        session.add(regulator)
        session.flush()
        user = User(org_id=regulator.id, login="inspector", roles=["inspector"], password=HASH)
        session.add(user)
        theirs = {what: _filing(session, insurer, what) for what in PLACES}
        own = {f"own {what}": _filing(session, regulator.id, what) for what in ("unknown", "next province", "county")}
    ids = theirs | own
    expected = SEEN[prefix] | set(own)
    with sign_in(service, app_over(service), user) as client:
        one_by_one = {what for what, id in ids.items() if client.get(f"/api/v1/filings/{id}/facts").status_code == 200}
        assert one_by_one == expected
        for sort in ("newest", "oldest", "updated", "open", "sign_date"):
            assert _listed(client, ids, f"sort={sort}&limit=2") == expected, sort
        assert _listed(client, ids, "region=3413") == {w for w in expected if w.removeprefix("own ") in SUZHOU}
        assert _listed(client, ids, "q=" + "county") == {w for w in expected if "county" in w}
        exported = client.get("/api/v1/exports/filings.jsonl").text
        assert {what for what, id in ids.items() if id in exported} == expected


def _filing(session: Session, org_id: str, what: str) -> str:
    code, province, city, county, street = PLACES[what]
    row = FilingRow(org_id=org_id, name=what, state="judged", verdict="accepted", region_code=code, province=province,
                    city=city, county=county, street=street)  # fmt: skip
    row.terms = terms_of(row)
    session.add(row)
    session.flush()
    return row.id


def _listed(client: TestClient, ids: dict[str, str], query: str) -> set[str]:
    """What the list holds, page by page; nothing twice."""
    names, found, after = {id: what for what, id in ids.items()}, [], ""
    while True:
        answer = client.get(f"/api/v1/filings?{query}" + (f"&after={after}" if after else "")).json()
        found += [names[item["id"]] for item in answer["items"]]
        after = answer["next"]
        if not after:
            assert len(found) == len(set(found))
            return set(found)
