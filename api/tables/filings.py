"""Filings, every judgement of them, and what people said about the findings."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, Index, Numeric, text
from sqlmodel import Field, SQLModel

from api.store.columns import Packed, Plain, Utc, new_id, now

MONEY = Numeric(18, 2)
ALIVE: dict[str, Any] = {"postgresql_where": text("deleted_at IS NULL"), "sqlite_where": text("deleted_at IS NULL")}
"""For an index of filings that are not deleted: no list shows others."""
LONG = ("org_id", "province", "city")
FILTERED = ("verdict", "sector", "open_findings")
ORDERED = ("updated_at", "sign_date", "open_findings")
READING = text("state = 'reading'")
SIGNED_OFF = text("signed_off_at IS NOT NULL")


class FilingRow(SQLModel, table=True):
    """One filing as it stands. The columns below ``manifest`` are copied from its latest judgement's facts, for lists.

    ``org_id`` handed it in. ``province`` … ``street``: the region code cut at 2, 4, 6, 9 digits, so that each level is one
    equality. ``state``: reading, judged, or failed (never judged: a defect of ours, which its upload names).
    ``open_findings``: violated ones and undecided ones that matter, without waived ones. ``version`` grows with every change. ``terms``: the words that search finds (``api.search``).
    """

    __tablename__ = "filing"
    __table_args__ = (
        # One for each list that somebody may see, with the columns that lists filter by: a rare combination is found by
        # going through the list's index alone. Long lists have one for each order too, and for an insurer's part of them.
        *(Index(f"ix_filing_{scope}_seq", scope, "seq", *FILTERED, **ALIVE) for scope in LONG),
        *(Index(f"ix_filing_{scope}_{order}", scope, order, "seq", **ALIVE) for scope in LONG for order in ORDERED),
        *(Index(f"ix_filing_{scope}_insurer", scope, "insurer", "seq", **ALIVE) for scope in LONG),
        *(
            Index(f"ix_filing_{scope}_seq", scope, "seq", *FILTERED, "sign_date", "updated_at", **ALIVE)
            for scope in ("county", "street", "uscc")
        ),
        # For those who see all: each filter and each order by itself.
        *(
            Index(f"ix_filing_{column}_seq", column, "seq", **ALIVE)
            for column in ("verdict", "insurer", "sector", "updated_at", "sign_date", "open_findings")
        ),
        Index("ix_filing_audit_id_seq", "audit_id", "seq"),
        Index("ix_filing_name", "org_id", "name"),
        Index("ix_filing_created", "created_at", "seq"),
        Index("ix_filing_reading", "seq", postgresql_where=READING, sqlite_where=READING),
        Index("ix_filing_signed_off", "seq", postgresql_where=SIGNED_OFF, sqlite_where=SIGNED_OFF),
    )
    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", max_length=26)
    name: str = Field(max_length=200)
    path: str = Field(default="", max_length=500)
    named: bool = False
    audit_id: str | None = Field(default=None, max_length=26)
    manifest: dict[str, Any] | None = Field(default=None, sa_column=Column(Plain))
    as_of: date | None = None
    state: str = Field(default="reading", max_length=10)
    verdict: str = Field(default="", max_length=12)
    violated: int = 0
    warnings: int = 0
    undecided: int = 0
    open_findings: int = 0
    judgement_id: str | None = Field(default=None, max_length=26)
    version: int = 0
    policy_no: str = Field(default="", max_length=100)
    policyholder: str = Field(default="", max_length=200)
    uscc: str = Field(default="", max_length=18)
    insurer: str = Field(default="", max_length=200)
    insurer_branch: str = Field(default="", max_length=200)
    sector: str = Field(default="", max_length=30)
    region_code: str = Field(default="", max_length=12)
    place: str = Field(default="", max_length=100)
    province: str = Field(default="", max_length=2)
    city: str = Field(default="", max_length=4)
    county: str = Field(default="", max_length=6)
    street: str = Field(default="", max_length=9)
    sign_date: date | None = None
    period_start: date | None = None
    period_end: date | None = None
    premium: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    prevention_fee: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    fee_spent: Decimal | None = Field(default=None, sa_column=Column(MONEY))
    insured_count: int | None = None
    papers: int = 0
    terms: str = ""
    tally: dict[str, Any] | None = Field(default=None, sa_column=Column(Plain))
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    updated_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    signed_off_at: datetime | None = Field(default=None, sa_column=Column(Utc))
    signed_off_by: str | None = Field(default=None, max_length=26)
    deleted_at: datetime | None = Field(default=None, sa_column=Column(Utc))


class FilingPaper(SQLModel, table=True):
    """Which papers a filing has; a ledger of many policies belongs to many filings. ``name``: the paper's path within
    this filing."""

    __tablename__ = "filing_paper"
    __table_args__ = (Index("ix_filing_paper_paper", "paper_id"),)
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
    paper_id: str = Field(foreign_key="paper.id", primary_key=True, max_length=26)
    name: str = Field(default="", max_length=500)
    place: int = 0


class FilingAgency(SQLModel, table=True):
    """The service bodies that a filing's reports name, so that each finds its own."""

    __tablename__ = "filing_agency"
    __table_args__ = (Index("ix_filing_agency_name", "name", "filing_id"),)
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
    name: str = Field(primary_key=True, max_length=200)


class FilingPolicy(SQLModel, table=True):
    """The policy numbers that a filing's policies print, without blanks and case (``validators.facts.fold``), so that a
    number used twice by one body's filings is found, and later papers find their filing."""

    __tablename__ = "filing_policy"
    __table_args__ = (Index("ix_filing_policy_number", "number", "org_id"),)
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
    number: str = Field(primary_key=True, max_length=100)
    org_id: str = Field(max_length=26)


class Judgement(SQLModel, table=True):
    """One judging of one filing: by which engine and packs, on what, when and why; never changed.

    ``inputs``: digest of readings, corrections, packs and day; the same inputs are not judged twice over. ``facts`` as
    ``api.records.codec.facts_to_json``. ``cause``: upload, correction, recheck, pack, papers.
    """

    __tablename__ = "judgement"
    __table_args__ = (Index("ix_judgement_filing", "filing_id", "seq"),)
    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True, max_length=26)
    filing_id: str = Field(foreign_key="filing.id", max_length=26)
    cause: str = Field(max_length=20)
    user_id: str | None = Field(default=None, max_length=26)
    engine: str = Field(max_length=40)
    packs: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Plain, nullable=False))
    as_of: date | None = None
    inputs: str = Field(max_length=64)
    verdict: str = Field(max_length=12)
    coverage: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))
    facts: Any = Field(sa_column=Column(Packed, nullable=False))
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class FindingRow(SQLModel, table=True):
    """A violated or undecided finding of one judgement. ``current``: of the filing's latest. ``body``: as in the report,
    with messages in both languages (``message``, ``summary`` zh; ``message_en``, ``summary_en``)."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_filing", "filing_id", "current"),
        Index("ix_finding_type", "type", "current", "filing_seq", "verdict", "severity"),
        Index("ix_finding_judgement", "judgement_id"),
    )
    seq: int | None = Field(default=None, primary_key=True)
    id: str = Field(default_factory=new_id, unique=True, max_length=26)
    filing_id: str = Field(foreign_key="filing.id", max_length=26)
    filing_seq: int = 0
    judgement_id: str = Field(foreign_key="judgement.id", max_length=26)
    current: bool = True
    place: int = 0
    fingerprint: str = Field(max_length=32)
    rule: str = Field(max_length=100)
    type: str = Field(max_length=60)
    verdict: str = Field(max_length=14)
    severity: str = Field(max_length=8)
    matters: bool = False
    body: dict[str, Any] = Field(default_factory=dict, sa_column=Column(Plain, nullable=False))


class Decision(SQLModel, table=True):
    """What a person decided about a finding: accept, dispute, waive or reopen, with the reason; the latest counts.
    ``expires_on``: the last day of a waiver."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_filing", "filing_id", "fingerprint"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    filing_id: str = Field(foreign_key="filing.id", max_length=26)
    fingerprint: str = Field(max_length=32)
    action: str = Field(max_length=10)
    reason: str = ""
    clause: str = Field(default="", max_length=200)
    expires_on: date | None = None
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class Comment(SQLModel, table=True):
    """A remark on a filing, or on one of its findings."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_filing", "filing_id", "id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    filing_id: str = Field(foreign_key="filing.id", max_length=26)
    fingerprint: str | None = Field(default=None, max_length=32)
    text: str
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class SavedFilter(SQLModel, table=True):
    """A named filter of the work list."""

    __tablename__ = "saved_filter"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    user_id: str = Field(foreign_key="user_account.id", index=True, max_length=26)
    name: str = Field(max_length=100)
    query: str = Field(max_length=1000)
