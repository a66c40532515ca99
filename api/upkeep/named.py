"""Which blobs the rows name: whoever keeps, checks or clears papers must agree on that."""

from __future__ import annotations

from collections.abc import Iterator

from sqlmodel import Session, col, select

from api.tables.documents import Paper, UploadedFile

_ROWS = 2000


def named(session: Session) -> Iterator[tuple[str, str]]:
    """(SHA-256, what names it) of every uploaded file and of every part of every paper; the same one may come often."""
    files = select(col(UploadedFile.sha256), col(UploadedFile.id))
    for sha256, file in session.execute(files, execution_options={"yield_per": _ROWS}):
        yield sha256, f"uploaded_file {file}"
    papers = select(col(Paper.parts), col(Paper.id))
    for parts, paper in session.execute(papers, execution_options={"yield_per": _ROWS}):
        for part in parts:
            if part["sha256"]:  # a file that a manifest lists and nobody sent has none
                yield part["sha256"], f"paper {paper}"
