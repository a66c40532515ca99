"""The bytes of a run's papers into the service's store."""

from __future__ import annotations

import hashlib
import io

from api.audit_run.intake.sources import local
from api.audit_run.intake.survey import Opening, volumes_of
from api.audit_run.journal import Journal
from api.service import Service


def keep_files(journal: Journal, opening: Opening, service: Service) -> None:
    """The bytes of every paper into the service's store; archives that have nothing new are not opened."""
    for source, place, name, is_archive in journal.paged(
        "SELECT id, place, name, is_archive FROM sources WHERE id > ? ORDER BY id LIMIT ?"
    ):
        if not _lacking(journal, service, source):
            continue
        if not is_archive:
            with local(place, opening.spool) as file, file.open("rb") as stream:
                service.blobs.put(stream)
            continue
        for number, found in opening.members(place, name, volumes_of(journal, source)):
            sql = "SELECT sha256 FROM members WHERE source = ? AND place = ? AND paper IS NOT NULL"
            known = journal.one(sql, (source, number))
            if found.data is not None and known == hashlib.sha256(found.data).hexdigest():
                service.blobs.put(io.BytesIO(found.data))


def _lacking(journal: Journal, service: Service, source: int) -> bool:
    sql = "SELECT id, sha256 FROM members WHERE source = ? AND paper IS NOT NULL AND sha256 IS NOT NULL AND failure IS NULL AND id > ? ORDER BY id LIMIT ?"
    return any(not service.blobs.has(sha256) for _, sha256 in journal.paged(sql, (source,)))
