"""Files of one paper or of several bound together, taken apart as ``anze check`` takes them and compared with what they hold.

python -m tests.strangers.bound others_first -v

A file is right in kinds only where every paper in it is told by its kind and its pages; fields and rows are compared of
papers whose kind and first page are right.
"""

from __future__ import annotations

import importlib
import io
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from extractor import papers
from extractor.archives import open_archive
from extractor.errors import LeftOut
from extractor.limits import Limits
from extractor.record import Record
from tests.strangers.kit import Block, Paper, Score, compared_fields, compared_rows, drawn


@dataclass(frozen=True)
class Part:
    """One paper of a file: its kind, its first and last page (None where the file has one paper), and what it says."""

    kind: str
    pages: tuple[int, int] | None = None
    fields: Mapping[str, Any] = field(default_factory=dict)
    columns: str = ""
    rows: Sequence[tuple[Any, ...]] | None = None
    table: str = "rows"


@dataclass(frozen=True)
class File:
    """``form`` as the kit's; ``attached`` are the files that hang on a mail (form "mail"), whose parts follow those of its text."""

    what: str
    form: str
    blocks: Sequence[Block]
    parts: Sequence[Part]
    attached: Sequence[tuple[str, str, Sequence[Block]]] = ()


def files_of(file: File) -> list[tuple[str, bytes]]:
    """(name, bytes) of what is read: the file, or a mail's text and what hangs on it."""
    if file.form != "mail":
        return [drawn(Paper(file.what, file.form, file.blocks, ""))]
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", file.blocks[0][1]
    mail["Date"], mail["Message-ID"] = "Sun, 12 Oct 2025 09:30:00 +0800", "<1@example.com>"
    mail.set_content("\n".join(b if isinstance(b, str) else b[1] for b in file.blocks[1:]))
    for name, form, blocks in file.attached:
        data = drawn(Paper(name, form, blocks, ""))[1]
        mail.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    out = []
    for member in open_archive(io.BytesIO(mail.as_bytes()), "mail.eml", Limits()):
        with suppress(LeftOut):  # a text that only says what hangs on the mail
            out.append((member.path, b"".join(member.chunks())))
    return out


def read_apart(file: File) -> list[Record]:
    """The papers found in the file, in order."""
    return [record for name, data in files_of(file) for record in papers([(name, data)])]


def told(record: Record) -> tuple[str, tuple[int, int] | None]:
    """Kind and pages of a paper that was read."""
    return record.kind, record.page_range


def measured(file: File) -> tuple[list[str], Score, Score]:
    """(what is wrong with kinds and pages, fields, rows)."""
    found = read_apart(file)
    wanted = [(part.kind, part.pages) for part in file.parts]
    wrong = [] if [told(r) for r in found] == wanted else [f"papers {[told(r) for r in found]} not {wanted}"]
    fields, rows = Score(), Score()
    for at, part in enumerate(file.parts):
        same = next(
            (r for r in found if r.kind == part.kind and (part.pages is None or _begins(r) == part.pages[0])), None
        )
        if part.pages is None and len(found) == len(file.parts):
            same = found[at] if found[at].kind == part.kind else None
        paper = Paper(file.what, file.form, (), part.kind, part.fields, part.columns, part.rows, part.table)
        fields.add(compared_fields(paper, {} if same is None else same.fields))
        rows.add(compared_rows(paper, () if same is None else same.tables.get(part.table, ())))
    return wrong, fields, rows


def _begins(record: Record) -> int:
    return 1 if record.page_range is None else record.page_range[0]


def main(name: str, verbose: bool) -> None:
    """Prints what was read of the set."""
    files = importlib.import_module(f"tests.strangers.{name}").FILES
    right, fields, rows = 0, Score(), Score()
    for file in files:
        wrong, own_fields, own_rows = measured(file)
        right += not wrong
        fields.add(own_fields)
        rows.add(own_rows)
        if verbose and (wrong or own_fields.misses or own_rows.misses):
            print(f"- {file.what} [{file.form}]")
            print("".join(f"    {miss}\n" for miss in (*wrong, *own_fields.misses, *own_rows.misses)), end="")
    print(
        f"{name}: files told right {right}/{len(files)}, fields {fields.f1:.3f} ({fields.right}/{fields.wanted}), "
        f"rows {rows.f1:.3f} ({rows.right}/{rows.wanted}), wrong fields {fields.wrong} of {fields.values}"
    )


if __name__ == "__main__":
    main(sys.argv[1], "-v" in sys.argv)
