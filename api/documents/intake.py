"""Files taken in: kept, then named by rows, then acknowledged. In that order, so that nothing acknowledged is lost."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import BinaryIO

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from api import queue
from api.accounts import audit_log
from api.accounts.principal import Principal, visible
from api.collect.names import readable
from api.config import MIB
from api.problems import Conflict, Invalid, NotFound, TooLarge
from api.service import Service
from api.store import Blob
from api.store.holding import Vanished, hold
from api.tables.accounts import RequestKey
from api.tables.audits import Audit
from api.tables.documents import Upload, UploadedFile
from api.tables.filings import FilingRow

_KEY_LENGTH = 200
_NAME_LENGTH = 400


@dataclass(frozen=True, slots=True)
class Incoming:
    """A file as the request brings it."""

    name: str
    stream: BinaryIO
    size: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be done with the files: added to a filing, counted to an audit, judged as of a day."""

    filing_id: str | None = None
    audit_id: str | None = None
    as_of: date | None = None


def take_in(service: Service, who: Principal, files: Sequence[Incoming], wish: Wish, key: str | None = None) -> str:
    """Keep the files and queue their reading; the upload's id. The same ``key`` again gives the same upload.

    Raises Invalid for no files or too many, TooLarge, NotFound for a filing or audit that is not the person's, Conflict
    for a key that came with other files before.
    """
    if not files:
        raise Invalid("没有选择文件", "请在 files 里至少带一个文件")
    if len(files) > service.config.upload_files:
        raise Invalid(
            f"一次最多上传{service.config.upload_files}个文件，收到{len(files)}个", "请打成压缩包，或分批上传"
        )
    if key is not None and not (key.isprintable() and 0 < len(key) <= _KEY_LENGTH):
        raise Invalid(f"Idempotency-Key 应为不超过{_KEY_LENGTH}个可见字符")
    for file in files:
        if file.size > service.config.file_mib * MIB:
            raise TooLarge(f"“{clean(file.name)}”超过单个文件上限{service.config.file_mib}MiB")
    with service.db.reading() as session:
        _check(session, who, wish)
    while True:
        kept = [(clean(file.name), service.blobs.put(file.stream)) for file in files]
        essence = _essence(kept, wish)
        try:
            with service.db.writing() as session:
                known = _answered(session, who, key, essence)
                if known is not None:
                    return known
                hold(session, service.blobs, (blob for _, blob in kept))
                return _add(session, who, kept, wish, key, essence)
        except Vanished:
            # The bytes were here from an earlier upload whose time to be cleared away is now: they are written again.
            for file in files:
                file.stream.seek(0)
        except IntegrityError:
            # The same request arrived twice at the same moment: the other one was first.
            with service.db.reading() as session:
                known = _answered(session, who, key, essence)
            if known is None:
                raise
            return known


def clean(name: str) -> str:
    """A file's name as it is kept and shown: readable, relative, without what a terminal or a page would act on.

    >>> clean("..\\\\..\\\\etc/保单\\u202e.pdf")
    'etc/保单.pdf'
    """
    plain = unicodedata.normalize("NFC", readable(name)).replace("\\", "/")
    plain = "".join(c for c in plain if unicodedata.category(c)[0] != "C")
    parts = [part.strip() for part in plain.split("/") if part.strip() not in ("", ".", "..")]
    short = "/".join(parts)[-_NAME_LENGTH:]
    return short or "未命名"


def _check(session: Session, who: Principal, wish: Wish) -> None:
    if (
        wish.filing_id is not None
        and not session.exec(
            select(FilingRow.id).where(FilingRow.id == wish.filing_id, visible(who), FilingRow.org_id == who.org_id)
        ).first()
    ):
        raise NotFound("没有这个案卷，或者它不是贵单位报送的")
    if wish.audit_id is not None and not session.exec(
        select(Audit.id).where(Audit.id == wish.audit_id, Audit.org_id == who.org_id, Audit.kind == "upload",
                               Audit.state == "running")
    ).first():  # fmt: skip
        raise NotFound("没有这个审计任务，或者它已经结束")


def _essence(kept: Sequence[tuple[str, Blob]], wish: Wish) -> str:
    said = [[name, blob.sha256] for name, blob in kept] + [[str(wish)]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass")).hexdigest()


def _answered(session: Session, who: Principal, key: str | None, essence: str) -> str | None:
    if key is None:
        return None
    row = session.exec(select(RequestKey).where(RequestKey.user_id == who.user_id, RequestKey.key == key)).first()
    if row is None:
        return None
    if row.essence != essence:
        raise Conflict("这个 Idempotency-Key 已用于另一次内容不同的上传", "请换一个新的键")
    return row.object_id


def _add(session: Session, who: Principal, kept: Sequence[tuple[str, Blob]], wish: Wish, key: str | None,
         essence: str) -> str:  # fmt: skip
    upload = Upload(
        org_id=who.org_id, user_id=who.user_id, filing_id=wish.filing_id, audit_id=wish.audit_id, as_of=wish.as_of,
        files=len(kept), bytes=sum(blob.size for _, blob in kept),
    )  # fmt: skip
    session.add(upload)
    if key is not None:
        session.add(RequestKey(user_id=who.user_id, key=key, essence=essence, object_id=upload.id))
    session.flush()
    names: dict[str, int] = {}
    for place, (name, blob) in enumerate(kept):
        names[name] = names.get(name, 0) + 1
        shown = name if names[name] == 1 else _numbered(name, names[name])
        session.add(UploadedFile(upload_id=upload.id, place=place, name=shown, sha256=blob.sha256, size=blob.size))
    queue.enqueue(session, "unpack", f"unpack:{upload.id}", {"upload": upload.id})
    session.flush()
    audit_log.record(session, who, "upload.received", "upload", upload.id, files=len(kept), bytes=upload.bytes)
    return upload.id


def _numbered(name: str, number: int) -> str:
    """Two files of one name are two papers: 保单.pdf, 保单 (2).pdf."""
    stem, dot, ending = name.rpartition(".")
    return f"{stem} ({number}).{ending}" if dot and "/" not in ending else f"{name} ({number})"


def uploads_newest(session: Session, condition: object, limit: int, before: str | None) -> list[Upload]:
    """Uploads from new to old after the one named ``before``."""
    query = select(Upload).where(condition).order_by(col(Upload.id).desc()).limit(limit)  # type: ignore[arg-type]
    if before is not None:
        query = query.where(col(Upload.id) < before)
    return list(session.exec(query))
