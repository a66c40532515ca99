"""What was uploaded and what was read from it. Readings are added, never changed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, Index
from sqlmodel import Field, SQLModel

from api.store.columns import Packed, Plain, Utc, new_id, now


class Upload(SQLModel, table=True):
    """One act of handing in files. ``state``: received, reading, done or failed. ``open_parcels`` counts those not yet
    settled; ``filing_id`` is set where the files were added to a filing."""

    __tablename__ = "upload"
    __table_args__ = (Index("ix_upload_org", "org_id", "id"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", max_length=26)
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    filing_id: str | None = Field(default=None, max_length=26)
    audit_id: str | None = Field(default=None, max_length=26, index=True)
    state: str = Field(default="received", max_length=10)
    files: int = 0
    bytes: int = Field(default=0)
    open_parcels: int = 0
    as_of: date | None = None
    error: dict[str, Any] | None = Field(default=None, sa_column=Column(Plain))
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    finished_at: datetime | None = Field(default=None, sa_column=Column(Utc))


class UploadedFile(SQLModel, table=True):
    """A file as it came: its name and the blob that holds its bytes."""

    __tablename__ = "uploaded_file"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    upload_id: str = Field(foreign_key="upload.id", index=True, max_length=26)
    place: int = 0
    name: str = Field(max_length=500)
    sha256: str = Field(max_length=64, index=True)
    size: int = 0


class Parcel(SQLModel, table=True):
    """Papers of an upload that stand together: one filing (``name`` from its manifest), or a pool of loose papers that is
    grouped when all are read. ``pending`` papers are not read yet. ``state``: reading, settling, done."""

    __tablename__ = "parcel"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    upload_id: str = Field(foreign_key="upload.id", index=True, max_length=26)
    place: int = 0
    name: str | None = Field(default=None, max_length=200)
    path: str = Field(default="", max_length=500)
    manifest: dict[str, Any] | None = Field(default=None, sa_column=Column(Plain))
    pending: int = 0
    state: str = Field(default="reading", max_length=10)


class Paper(SQLModel, table=True):
    """One paper. ``parts``: [{name, sha256, size}], several where images are its pages. ``state``: queued, read, failed.

    ``problem``: {code, message, remedy} where it failed. ``reading_id``: the reading that counts. ``forced_kind``: a person
    said what kind of paper it is. ``removed_at``: taken out of its filings, with a record in the audit log.
    ``first_page`` and ``last_page``: its pages in the file, where that holds other papers too, each of them a row with the
    same parts; else None.
    """

    __tablename__ = "paper"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    upload_id: str = Field(foreign_key="upload.id", index=True, max_length=26)
    parcel_id: str = Field(foreign_key="parcel.id", index=True, max_length=26)
    org_id: str = Field(foreign_key="organisation.id", index=True, max_length=26)
    path: str = Field(max_length=500)
    parts: list[dict[str, Any]] = Field(default_factory=list, sa_column=Column(Plain, nullable=False))
    sha256: str = Field(default="", max_length=64, index=True)
    state: str = Field(default="queued", max_length=10)
    kind: str = Field(default="", max_length=20)
    forced_kind: str | None = Field(default=None, max_length=20)
    pages: int | None = None
    first_page: int | None = None
    last_page: int | None = None
    problem: dict[str, Any] | None = Field(default=None, sa_column=Column(Plain))
    reading_id: str | None = Field(default=None, max_length=26)
    created_at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    removed_at: datetime | None = Field(default=None, sa_column=Column(Utc))

    @property
    def page_range(self) -> tuple[int, int] | None:
        """First and last page in its file; None for a paper that is the whole file, as far as is known."""
        return None if self.first_page is None or self.last_page is None else (self.first_page, self.last_page)


class PaperReading(SQLModel, table=True):
    """What one engine read from one paper (``api.records.codec``), with the time it took."""

    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_content", "sha256", "engine"),)
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    paper_id: str = Field(foreign_key="paper.id", index=True, max_length=26)
    sha256: str = Field(default="", max_length=64)
    name: str = Field(default="", max_length=500)
    engine: str = Field(max_length=40)
    kind: str = Field(default="", max_length=20)
    forced_kind: str | None = Field(default=None, max_length=20)
    whole: bool = True
    record: Any = Field(sa_column=Column(Packed, nullable=False))
    seconds: float = 0.0
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))


class CorrectionRow(SQLModel, table=True):
    """A person's correction of one reading (``api.records.corrections``); the latest for a target counts.
    ``withdrawn_at``: taken back."""

    __tablename__ = "correction"
    id: str = Field(default_factory=new_id, primary_key=True, max_length=26)
    paper_id: str = Field(foreign_key="paper.id", index=True, max_length=26)
    target: str = Field(max_length=200)
    value: str | None = None
    before: str | None = None
    reason: str = ""
    page: int | None = None
    box: list[float] | None = Field(default=None, sa_column=Column(Plain))
    user_id: str = Field(foreign_key="user_account.id", max_length=26)
    at: datetime = Field(default_factory=now, sa_column=Column(Utc, nullable=False))
    withdrawn_at: datetime | None = Field(default=None, sa_column=Column(Utc))
    withdrawn_by: str | None = Field(default=None, max_length=26)
