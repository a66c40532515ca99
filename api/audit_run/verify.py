"""``anze verify CERT ARCHIVE``: the signature, the results beside it, the inputs, the packs, and the run itself once more."""

from __future__ import annotations

import json
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain, zip_longest
from pathlib import Path
from typing import Any

from api.audit_run import certificate, summary
from api.audit_run.certificate import FILE, INPUTS, Certificate, Input, Tree, digest_of, digest_of_bytes
from api.audit_run.intake.sources import File, files_as
from api.audit_run.intake.survey import Opening
from api.audit_run.judging.excusing import Excused
from api.audit_run.judging.judging import Asked
from api.audit_run.progress import Progress
from api.audit_run.run import Run, audit
from api.collect.names import join, plain
from api.engine import fingerprint, libraries
from api.settings import ENGINE, Settings
from api.work import Cluster
from extractor.errors import PaperError

NAMED = 5
"""Names told of one kind of difference; the rest is counted."""
OF_A_PLACE = (".xlsx", ".html")
"""Results with links to where the papers lie seen from RESULT: checked beside the certificate, not against a run elsewhere."""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing looked at. ``holds``: None where it could not be or needs not. ``word`` is a key of the command's words."""

    holds: bool | None
    word: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verifying:
    """What is asked: the certificate's file, where the archive lies now, and by what to run again."""

    file: Path
    archive: tuple[str, ...]
    settings: Settings
    packs: tuple[Path, ...] = ()
    versions: dict[str, str] | None = None
    replay: bool = True
    cluster: Cluster | None = None
    excused: Excused | None = None


def verify(asked: Verifying, found: Certificate, progress: Progress) -> Iterator[Said]:
    """All that was looked at, the run only where nothing before it differs. Raises BadSource, ClusterLost, Refused."""
    good = True
    with tempfile.TemporaryDirectory(prefix="anze-verify-") as folder:
        for said in chain(
            _results(asked.file.parent, found), _inputs(asked, found, Path(folder)), _grounds(asked, found)
        ):
            good &= said.holds is not False
            yield said
        if not asked.replay:
            yield Said(None, "no_replay")
        elif not good:
            yield Said(None, "no_use_in_replay")
        else:
            yield from _replay(asked, found, Path(folder), progress)


# --- results beside the certificate ----------------------------------------------------------------------------------


def _results(folder: Path, found: Certificate) -> Iterator[Said]:
    certified: dict[str, str] = found.statement["results"]
    here = [name for name in certified if (folder / name).is_file()]
    if not here:
        yield Said(None, "no_results")
        return
    absent = sorted(set(certified) - set(here))
    changed = sorted(name for name in here if digest_of(folder / name) != certified[name])
    if absent:
        yield Said(False, "results_absent", tuple(absent))
    if changed:
        yield Said(False, "results_changed", tuple(changed))
    if not absent and not changed:
        yield Said(True, "results_same", (str(len(here)),))


# --- inputs ----------------------------------------------------------------------------------------------------------


def sources_of(asked: Verifying, found: Certificate) -> list[tuple[str, str]]:
    """Where each source lies now, and the name it has in the results. Raises ValueError where that cannot be told."""
    names: list[str] = found.statement["inputs"]["given"]
    if asked.archive and len(asked.archive) != len(names):
        raise ValueError(
            f"证书里的归档有{len(names)}处（{'、'.join(names[:NAMED])}），给了{len(asked.archive)}处；请按同样的顺序逐处给出"
        )
    return list(zip(asked.archive or names, names, strict=True))


def _inputs(asked: Verifying, found: Certificate, folder: Path) -> Iterator[Said]:
    told = found.statement["inputs"]
    tree = Tree()
    with _Listed(asked.file.parent / INPUTS, told["root"]) as listed:
        for file in _files(asked, found):
            one = next(certificate.inputs([file], folder))
            tree.add(one.line())
            if one.sha256 is None:
                listed.unread.append(one.path)
            listed.compare(one, file)
        if tree.root() == told["root"]:
            yield Said(True, "inputs_same", (str(tree.count),))
            return
        if not listed.known:
            yield Said(False, "inputs_differ")
            return
        members = [name for file in listed.changed for name in _members(asked, file, folder)]
        for word, names in (
            ("inputs_changed", [*listed.names(listed.changed), *members]),
            ("inputs_absent", listed.absent()), ("inputs_new", listed.new),
        ):  # fmt: skip
            if names:
                yield Said(False, word, tuple(names))
        if not (listed.changed or listed.new or listed.absent()):
            yield Said(False, "inputs_order")


def _files(asked: Verifying, found: Certificate) -> Iterator[File]:
    places = sources_of(asked, found)
    return files_as([place for place, _ in places], [name for _, name in places])


class _Listed:
    """inputs.jsonl beside the certificate, if it is there and is the one that was certified, as a table on disk."""

    def __init__(self, file: Path, root: str) -> None:
        self.changed: list[File] = []
        self.new: list[str] = []
        self.unread: list[str] = []
        self._db = sqlite3.connect("")
        self._db.execute(
            "CREATE TABLE inputs (path TEXT PRIMARY KEY, sha256 TEXT, seen INTEGER DEFAULT 0) WITHOUT ROWID"
        )
        self.known = self._take_in(file) == root

    def __enter__(self) -> _Listed:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def _take_in(self, file: Path) -> str:
        tree = Tree()
        try:
            with file.open("rb") as lines:
                for line in lines:
                    tree.add(line.rstrip(b"\n"))
                    one = json.loads(line)
                    self._db.execute("INSERT OR IGNORE INTO inputs VALUES (?, ?, 0)", (one["path"], one["sha256"]))
        except (OSError, ValueError, KeyError, TypeError):
            return ""
        return tree.root()

    def compare(self, one: Input, file: File) -> None:
        row = self._db.execute("SELECT sha256 FROM inputs WHERE path = ?", (one.path,)).fetchone()
        if row is None:
            self.new.append(one.path)
            return
        self._db.execute("UPDATE inputs SET seen = 1 WHERE path = ?", (one.path,))
        if row[0] != one.sha256:
            self.changed.append(file)

    def names(self, found: Sequence[File]) -> list[str]:
        return [join(file.base, file.name) for file in found]

    def absent(self) -> list[str]:
        return [row[0] for row in self._db.execute("SELECT path FROM inputs WHERE NOT seen ORDER BY path")]


def _members(asked: Verifying, file: File, folder: Path) -> list[str]:
    """Which members of a changed archive differ from members.jsonl beside the certificate."""
    path = join(file.base, file.name)
    certified: dict[str, str | None] = {}
    try:
        with (asked.file.parent / summary.MEMBERS).open(encoding="utf-8") as lines:
            for line in lines:
                one = json.loads(line)
                if one["path"].startswith((f"{path}/", f"{path}!")):
                    certified[one["path"][len(path) + 1 :]] = one["sha256"]
        if not certified:
            return []
        out = []
        for _, member in Opening(folder, asked.settings.passwords).members(file.place, file.name, file.volumes):
            name = plain(member.path)
            before = certified.pop(name, "")
            if member.data is not None and before != digest_of_bytes(member.data):
                out.append(f"{path}/{name}")
        return [*out, *(f"{path}/{name}" for name in certified)]
    except (OSError, ValueError, KeyError, TypeError, PaperError):
        return []


# --- program, packs --------------------------------------------------------------------------------------------------


def _grounds(asked: Verifying, found: Certificate) -> Iterator[Said]:
    packs, now = found.statement["packs"], asked.versions or {}
    other = sorted(name for name in {*packs, *now} if packs.get(name) != now.get(name))
    yield Said(False, "packs_differ", tuple(other)) if other else Said(True, "packs_same", (str(len(packs)),))
    excuses = None if asked.excused is None else asked.excused.hash()
    if excuses != found.statement["settings"]["excuses"]:
        yield Said(False, "excuses_differ")
    engine = found.statement["engine"]
    if engine["fingerprint"] == fingerprint():
        yield Said(True, "engine_same", (ENGINE,))
        return
    then = engine["libraries"]
    names = [f"anze {engine['version']} → {ENGINE}"] if engine["version"] != ENGINE else []
    names += [
        f"{name} {then.get(name)} → {version}" for name, version in libraries().items() if then.get(name) != version
    ]
    yield Said(None, "engine_differs", tuple(names))


# --- once more -------------------------------------------------------------------------------------------------------


def _replay(asked: Verifying, found: Certificate, folder: Path, progress: Progress) -> Iterator[Said]:
    statement = found.statement
    set_ = statement["settings"]
    places = sources_of(asked, found)
    if set_["passwords"] and not asked.settings.passwords:
        yield Said(None, "passwords")
    run = Run(
        tuple(place for place, _ in places), folder / "result", asked.settings,
        Asked(asked.packs, asked.versions, date.fromisoformat(set_["as_of"]) if set_["as_of"] else None, set_["region"],
              set_["lang"], set_["every"], asked.excused),
        cluster=asked.cluster, named=tuple(name for _, name in places),
    )  # fmt: skip
    audit(run, progress, lambda line: None)
    compared = sorted(name for name in statement["results"] if not name.endswith(OF_A_PLACE))
    other = [name for name in compared if not _equal(run.result / name, statement["results"][name])]
    if not other:
        yield Said(True, "replay_same", (str(len(compared)),))
        return
    for name in other:
        where = tuple(_lines(asked.file.parent / name, run.result / name)) if name.endswith(".jsonl") else ()
        yield Said(False, "replay_differs", (name, *where))


def _equal(file: Path, sha256: str) -> bool:
    return file.is_file() and digest_of(file) == sha256


def _lines(then: Path, now: Path) -> Iterator[str]:
    """What the first lines that differ are about: a filing, a member."""
    if not (then.is_file() and now.is_file()):
        return
    told = dict[str, None]()
    with then.open(encoding="utf-8") as one, now.open(encoding="utf-8") as other:
        for before, after in zip_longest(one, other):
            if before != after and len(told) < NAMED:
                told.update(dict.fromkeys(_about(before or after)))
    yield from told


def _about(line: str) -> list[str]:
    said: dict[str, Any] = json.loads(line)
    return [str(said.get("path") or said.get("filing_path") or said.get("filing") or "")]


__all__ = ["FILE", "Said", "Verifying", "sources_of", "verify"]
