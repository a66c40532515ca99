"""A run's certificate: what went in, by which rules and program, what came out, signed with Ed25519.

``certificate.json`` is {form, statement, key, signature}. The signature is over the form, a line break and the statement as canonical
JSON (keys sorted, no white space, UTF-8, whole numbers only). ``inputs.jsonl`` lists every file that was given as it lies,
one line each; the statement has the root of the Merkle tree over these lines (RFC 6962, 2.1).
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from api.audit_run import results, summary
from api.audit_run.intake.sources import File, files, is_remote, listed, local
from api.audit_run.journal import Journal
from api.audit_run.keys import Key, fingerprint_of, raw
from api.beside import filling
from api.collect.names import join, readable
from api.engine import fingerprint, libraries
from api.errors import refusal
from api.settings import ENGINE, Settings

FORM = "anze-certificate-1"
FILE, INPUTS = "certificate.json", "inputs.jsonl"


class Changed(Exception):
    """A file that is not what was read; ``args[0]`` is its path."""


class BadCertificate(Exception):
    """No certificate, or one that was changed after it was signed; the message says which."""


@dataclass(frozen=True, slots=True)
class Input:
    """A file as it was given. ``sha256`` is None for one that is not there."""

    path: str
    size: int | None
    sha256: str | None

    def line(self) -> bytes:
        return canonical({"path": self.path, "sha256": self.sha256, "size": self.size})


@dataclass(slots=True)
class Tree:
    """The Merkle tree hash of RFC 6962, 2.1, over lines as they come, in memory that grows with the logarithm of their number.

    >>> Tree().root()[:16]
    'e3b0c44298fc1c14'
    """

    count: int = 0
    _stack: list[tuple[int, bytes]] = field(default_factory=list)

    def add(self, line: bytes) -> None:
        self.count += 1
        height, node = 0, hashlib.sha256(b"\0" + line).digest()
        while self._stack and self._stack[-1][0] == height:
            node = hashlib.sha256(b"\1" + self._stack.pop()[1] + node).digest()
            height += 1
        self._stack.append((height, node))

    def root(self) -> str:
        nodes = [node for _, node in self._stack]
        node = nodes.pop() if nodes else hashlib.sha256(b"").digest()
        while nodes:
            node = hashlib.sha256(b"\1" + nodes.pop() + node).digest()
        return node.hex()


def canonical(data: Any) -> bytes:
    """JSON of which there is one form only.

    >>> canonical({"b": 1, "a": None})
    b'{"a":null,"b":1}'
    """
    text = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")


def digest_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def digest_of_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


# --- what went in ----------------------------------------------------------------------------------------------------


def shown(source: str) -> str:
    """A path or URL as the results name it."""
    return source.rstrip("/") if is_remote(source) else readable(Path(source).as_posix())


def given(sources: Iterable[str], lists: Iterable[Path]) -> Iterator[str]:
    """What was given, lists included."""
    return chain(sources, *(listed(file) for file in lists))


def inputs(found: Iterable[File], spool: Path, journal: Journal | None = None) -> Iterator[Input]:
    """Every file with its hash, in the order they are gone through. Raises Changed where it is not what the journal knows."""
    for file in found:
        path = join(file.base, file.name)
        known = None if journal is None else _known(journal, file)
        try:
            yield Input(path, file.size, known or (None if file.missing else _hash(file, spool)))
        except OSError:  # there, and closed to us: then nobody has read it
            yield Input(path, file.size, None)


def _known(journal: Journal, file: File) -> str | None:
    """The hash that reading took of a file that is no archive; its stamp tells that it is still the same."""
    found = journal.rows(
        "SELECT stamp, m.sha256 FROM sources s JOIN bases b ON b.id = s.base LEFT JOIN members m ON m.source = s.id AND m.place IS NULL "
        "WHERE b.path = ? AND s.name = ?", (file.base, file.name),
    )  # fmt: skip
    if not found or found[0][0] != file.stamp:
        raise Changed(join(file.base, file.name))
    sha256: str | None = found[0][1]
    return sha256


def _hash(file: File, spool: Path) -> str:
    """Of all parts one after another, where it lies in several."""
    digest = hashlib.sha256()
    for place in file.volumes.parts if file.volumes is not None and file.volumes.style else (file.place,):
        with local(place, spool) as copy, copy.open("rb") as stream:
            while block := stream.read(1 << 20):
                digest.update(block)
    return digest.hexdigest()


# --- writing ---------------------------------------------------------------------------------------------------------


def write(
    journal: Journal, folder: Path, sources: Iterable[str], settings: Settings, spool: Path, key: Key, shards: Sequence[Path] = ()
) -> dict[str, Any]:  # fmt: skip
    """Certify a finished run: inputs.jsonl and certificate.json in ``folder``. What ``shards``, results that were brought together, were
    made of is taken from their own certificates, and no file of the archive is opened.

    Raises Changed, BadCertificate (a shard's).
    """
    sources = list(sources)
    found = [certified(shard) for shard in shards]
    lines = (
        chain.from_iterable(map(_lines, shards))
        if shards
        else (one.line() for one in inputs(files(sources), spool, journal))
    )
    tree = Tree()
    with filling(folder / INPUTS) as part, part.open("wb") as out:
        for line in lines:
            tree.add(line)
            out.write(line + b"\n")
    # As the shards name it: their results do, and the run that joins them knows their archives by absolute paths.
    named = list(chain.from_iterable(shard.statement["inputs"]["given"] for shard in found)) or [
        shown(source) for source in sources
    ]
    statement = _statement(journal, folder, named, settings, tree)
    statement["settings"]["passwords"] |= any(shard.statement["settings"]["passwords"] for shard in found)
    made = {
        "form": FORM,
        "statement": statement,
        "key": _text(raw(key.public_key())),
        "signature": _text(key.sign(_signed(statement))),
    }
    with filling(folder / FILE) as part:
        part.write_text(json.dumps(made, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return made


def _lines(folder: Path) -> Iterator[bytes]:
    with (folder / INPUTS).open("rb") as stream:
        for line in stream:
            yield line.rstrip(b"\n")


def forget(folder: Path) -> None:
    """Take away a certificate of results that are about to be written anew."""
    for name in (FILE, INPUTS):
        (folder / name).unlink(missing_ok=True)


def result_files(folder: Path) -> list[str]:
    """The names of the results that are there."""
    names = {form.NAME for form in results.forms()} | {summary.MEMBERS, summary.SUMMARY}
    return sorted(name for name in names if (folder / name).is_file())


def _statement(journal: Journal, folder: Path, named: list[str], settings: Settings, tree: Tree) -> dict[str, Any]:
    versions, as_of, region, lang, every, *excuses = journal.get("asked")["judging"]
    return {
        "engine": {"version": ENGINE, "fingerprint": fingerprint(), "libraries": libraries()},
        "inputs": {"given": named, "files": tree.count, "root": tree.root()},
        "packs": versions,
        "results": {name: digest_of(folder / name) for name in result_files(folder)},
        "settings": {
            "as_of": as_of, "region": region, "lang": lang, "every": every, "milliseconds": round(settings.seconds * 1000),
            "memory_mib": settings.memory_mib, "passwords": bool(settings.passwords),
            "excuses": digest_of_bytes(canonical(excuses[0])) if excuses else None,
        },
    }  # fmt: skip


def _signed(statement: Any) -> bytes:
    return f"{FORM}\n".encode() + canonical(statement)


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()


# --- reading ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate whose signature holds. ``signer`` is the fingerprint of the key that it names itself."""

    statement: dict[str, Any]
    signer: str


def load(file: Path) -> Certificate:
    """Raises BadCertificate, also where the signature does not hold."""
    try:
        made = json.loads(file.read_text("utf-8"))
        key, signature = (base64.b64decode(made[name], validate=True) for name in ("key", "signature"))
        form, statement = made["form"], made["statement"]
        public = Ed25519PublicKey.from_public_bytes(key)
    except OSError as error:
        raise BadCertificate(f"打不开 {file}：{refusal(error)}") from None
    except (ValueError, KeyError, TypeError, RecursionError):
        raise BadCertificate(f"{file} 不是运行证书") from None
    if form != FORM:
        raise BadCertificate(f"{file} 的格式是 {form!r}，本程序认得 {FORM}")
    try:
        public.verify(signature, _signed(statement))
    except InvalidSignature:
        raise BadCertificate(f"{file} 的签名与内容不符：签名之后内容被改过") from None
    return Certificate(statement, fingerprint_of(public))


def certified(folder: Path) -> Certificate:
    """The certificate of a result folder, of which nothing has changed since: neither results nor the list of inputs.

    Raises BadCertificate.
    """
    found = load(folder / FILE)
    told = found.statement
    for name, digest in told["results"].items():
        if not (folder / name).is_file() or digest_of(folder / name) != digest:
            raise BadCertificate(f"{folder / name} 与 {FILE} 所记不同，或不在了")
    tree = Tree()
    try:
        for line in _lines(folder):
            tree.add(line)
    except OSError as error:
        raise BadCertificate(f"打不开 {folder / INPUTS}：{refusal(error)}") from None
    if tree.root() != told["inputs"]["root"]:
        raise BadCertificate(f"{folder / INPUTS} 与 {FILE} 所记不同")
    return found
