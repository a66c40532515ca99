"""What filings put up for comparison with each other (``validators.archive``), and by what the few that are alike are found."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, LargeBinary
from sqlmodel import Field, SQLModel


class FilingTraces(SQLModel, table=True):
    """The traces of a filing as its latest judgement took them: whose it is, and each trace under its class
    (``api.across.keeping``)."""

    __tablename__ = "filing_traces"
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
    body: bytes = Field(sa_column=Column(LargeBinary, nullable=False))


class TraceMark(SQLModel, table=True):
    """What alike traces have in common: one key of trace ``place`` of a filing.

    ``key`` is a hash of 64 bits: of a paper's bytes, a report's number and client, a list of hazards, a band of a photo's
    fingerprint, a piece of wording … ``filing_seq`` and ``org_id`` are the filing's, so that what one body holds is found
    without going through what others hold under the same key.
    """

    __tablename__ = "trace_mark"
    __table_args__ = (
        Index("ix_trace_mark_filing", "filing_id", "key"),
        Index("ix_trace_mark_body", "key", "org_id", "filing_seq"),
        {"sqlite_with_rowid": False},
    )
    key: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    filing_seq: int = Field(primary_key=True)
    place: int = Field(primary_key=True)
    filing_id: str = Field(foreign_key="filing.id", max_length=26)
    org_id: str = Field(max_length=26)


class TracePhrase(SQLModel, table=True):
    """A phrase that a filing's report uses, by hash; ``context`` the list it stands in, ``speaker`` whom it was said to: what
    stands in different lists to different enterprises is an agency's stock phrase."""

    __tablename__ = "trace_phrase"
    __table_args__ = (Index("ix_trace_phrase_filing", "filing_id"), {"sqlite_with_rowid": False})
    phrase: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    context: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    speaker: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    filing_id: str = Field(foreign_key="filing.id", primary_key=True, max_length=26)
