"""Papers and archives behind a password: the right word opens them, a wrong or missing one is named, none is shown."""

from __future__ import annotations

import hashlib
import io
import json
import logging
import random
import zipfile
import zlib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from unittest import mock

import py7zr
import pytest
import pyzipper
import rarfile
from docx import Document
from msoffcrypto.format.ooxml import OOXMLFile
from py7zr.helpers import calculate_key
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from api.cli import main
from api.collect import Paper, Part
from api.settings import Settings
from extractor import read
from extractor.containers import members
from extractor.errors import Damaged, Encrypted, PaperError, WrongPassword
from tests.office import archive, docx, paragraph

WORD = "Anze-2025"
CHINESE = "安责险2025"


def aes_zip(files: dict[str, bytes], word: str, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with pyzipper.AESZipFile(buffer, "w", compression=method, encryption=pyzipper.WZ_AES) as file:
        file.setpassword(word.encode())
        for name, data in files.items():
            file.writestr(name, data)
    return buffer.getvalue()


def zip_crypto(data: bytes, name: str, key: bytes) -> bytes:
    """A stored member under ZipCrypto, after PKWARE's APPNOTE 6.1; no library at hand writes it."""
    keys = [0x12345678, 0x23456789, 0x34567890]

    def update(byte: int) -> None:
        keys[0] = ~zlib.crc32(bytes([byte]), ~keys[0] & 0xFFFFFFFF) & 0xFFFFFFFF
        keys[1] = (keys[1] + (keys[0] & 0xFF)) * 134775813 + 1 & 0xFFFFFFFF
        keys[2] = ~zlib.crc32(bytes([keys[1] >> 24]), ~keys[2] & 0xFFFFFFFF) & 0xFFFFFFFF

    def encrypt(byte: int) -> int:
        low = (keys[2] | 2) & 0xFFFF
        stream = (low * (low ^ 1) >> 8) & 0xFF
        update(byte)
        return byte ^ stream

    for byte in key:
        update(byte)
    crc = zlib.crc32(data)
    sealed = bytes(map(encrypt, bytes(11) + bytes([crc >> 24]) + data))
    plain = archive({name: b"x" * len(sealed)}, zipfile.ZIP_STORED)
    plain = plain.replace(b"x" * len(sealed), sealed)
    out = bytearray(plain)
    for magic, flags, checksum, size in ((b"PK\x03\x04", 6, 14, 22), (b"PK\x01\x02", 8, 16, 24)):
        at = plain.index(magic)
        out[at + flags] |= 1
        out[at + checksum : at + checksum + 4] = crc.to_bytes(4, "little")
        out[at + size : at + size + 4] = len(data).to_bytes(4, "little")
    return bytes(out)


def seven_zip(files: dict[str, bytes], word: str, *, names_too: bool = False) -> bytes:
    buffer = io.BytesIO()
    with py7zr.SevenZipFile(buffer, "w", password=word, header_encryption=names_too) as file:
        for name, data in files.items():
            file.writestr(data, name)
    return buffer.getvalue()


def locked_pdf(user: str, owner: str = "owner", strength: int = 128) -> bytes:
    buffer = io.BytesIO()
    lock = StandardEncryption(user, owner, strength=strength)
    canvas = Canvas(buffer, encrypt=lock)
    canvas.drawString(72, 720, "Policy No. PX202500000001")
    canvas.save()
    return buffer.getvalue()


def locked_docx(text: str, word: str) -> bytes:
    sealed, plain, document = io.BytesIO(), io.BytesIO(), Document()
    document.add_paragraph(text)
    document.save(plain)
    OOXMLFile(plain).encrypt(word, sealed)
    return sealed.getvalue()


def found(data: bytes, name: str, *passwords: str) -> list[tuple[str, str]]:
    return [
        (m.path, m.error.code if m.error else (m.data or b"").decode())
        for m in members(data, name, passwords=passwords)
    ]


@pytest.fixture(scope="module", autouse=True)
def keys_made_once() -> Iterator[None]:
    """7z makes a key by half a million hashes, of the word alone, as py7zr salts nothing: once for each word, not at each try."""
    with mock.patch("py7zr.compressor.calculate_key", cache(calculate_key)):
        yield


FILES = {"台账/一.txt": "壹".encode(), "二.txt": "贰".encode()}
ARCHIVES = {
    "aes.zip": cache(lambda: aes_zip(FILES, WORD)),
    "stored-aes.zip": cache(lambda: aes_zip(FILES, WORD, zipfile.ZIP_STORED)),
    "a.7z": cache(lambda: seven_zip(FILES, WORD)),
    "names.7z": cache(lambda: seven_zip(FILES, WORD, names_too=True)),
}
"""Made when first asked for: every worker imports this module, one of them runs it."""


@pytest.mark.parametrize("name", ARCHIVES)
def test_an_archive_opens_with_the_right_word_among_several(name: str) -> None:
    assert found(ARCHIVES[name](), name, "wrong", WORD, "other") == [("台账/一.txt", "壹"), ("二.txt", "贰")]


@pytest.mark.parametrize("name", ARCHIVES)
def test_a_wrong_word_is_told_from_a_missing_one(name: str) -> None:
    assert {code for _, code in found(ARCHIVES[name](), name)} == {"encrypted"}
    assert {code for _, code in found(ARCHIVES[name](), name, "wrong", "")} == {"wrong_password"}


def test_zip_crypto_opens_and_its_checksum_decides_between_words_that_pass_its_one_byte() -> None:
    data = zip_crypto("壹".encode() * 40, "a.txt", WORD.encode())
    wrong = [f"w{n}" for n in range(99)]
    assert found(data, "a.zip", *wrong, WORD) == [("a.txt", "壹" * 40)]
    # One byte is checked: among a thousand wrong words some pass it, and none of them gives the paper.
    codes = {code for n in range(0, 1000, 100) for _, code in found(data, "a.zip", *(f"v{n + i}" for i in range(100)))}
    assert codes == {"wrong_password"}
    assert [code for _, code in found(data, "a.zip")] == ["encrypted"]


def test_a_chinese_word_is_tried_as_windows_writes_it_too() -> None:
    for coding in ("utf-8", "gb18030"):
        assert found(zip_crypto(b"yes", "a.txt", CHINESE.encode(coding)), "a.zip", CHINESE) == [("a.txt", "yes")]


def test_members_under_several_words_and_none() -> None:
    inner = aes_zip({"内.txt": b"in"}, CHINESE)
    outer = aes_zip({"inner.zip": inner, "外.txt": b"out"}, WORD)
    assert found(outer, "a.zip", WORD, CHINESE) == [("inner.zip!内.txt", "in"), ("外.txt", "out")]
    assert found(outer, "a.zip", WORD) == [("inner.zip!内.txt", "wrong_password"), ("外.txt", "out")]
    assert found(archive({"a.txt": "开"}), "a.zip", WORD) == [("a.txt", "开")]


@pytest.mark.parametrize("strength", [40, 128])
def test_a_pdf_opens_with_its_word(strength: int) -> None:
    data = locked_pdf(WORD, strength=strength)
    with pytest.raises(Encrypted):
        read(data, "保单.pdf")
    with pytest.raises(WrongPassword):
        read(data, "保单.pdf", passwords=("wrong",))
    document = read(data, "保单.pdf", passwords=("wrong", WORD))
    assert "PX202500000001" in document.text
    assert document.sha256 == hashlib.sha256(data).hexdigest(), "the paper is the file handed in, not the one unlocked"
    assert WORD not in repr(document)


def test_a_pdf_that_only_forbids_changes_needs_no_word() -> None:
    data = locked_pdf("")
    plain = read(data, "a.pdf")
    assert "PX202500000001" in plain.text
    assert read(data, "a.pdf", passwords=("any",)) == plain


def test_a_word_document_opens_with_its_word() -> None:
    data = locked_docx("保险单号：PX1", WORD)
    with pytest.raises(Encrypted):
        read(data, "a.docx")
    with pytest.raises(WrongPassword):
        read(data, "a.docx", passwords=("wrong",))
    document = read(data, "a.docx", passwords=(WORD,))
    assert (document.format, document.text) == ("docx", "保险单号：PX1")


def test_what_excel_locks_with_a_word_of_its_own_opens_unasked() -> None:
    """A workbook whose structure is protected is encrypted so; its user has never seen a password."""
    data = locked_docx("保险单号：PX1", "VelvetSweatshop")
    for words in ((), ("another",)):
        document = read(data, "a.docx", passwords=words)
        assert (document.text, document.notes) == ("保险单号：PX1", ("以Excel的缺省密码加密，已打开",))


def test_a_locked_workbook_of_the_old_kind_is_not_called_damaged() -> None:
    data = bytearray((Path(__file__).parent / "data" / "ledger.xls").read_bytes())
    writer = data.index(bytes.fromhex("5c007000"))  # the record that names who saved it becomes a FilePass: XOR, a key
    data[writer : writer + 2], data[writer + 4 : writer + 10] = b"\x2f\0", b"\0\0\1\2\3\4"
    with pytest.raises(Encrypted):
        read(bytes(data), "a.xls")
    with pytest.raises(WrongPassword):
        read(bytes(data), "a.xls", passwords=("wrong",))


def test_words_given_for_one_paper_change_no_other() -> None:
    data = docx(paragraph("甲"))
    assert read(data, "a.docx", passwords=(WORD,)) == read(data, "a.docx")


# --- the command line ------------------------------------------------------------------------------------------------


def extracted(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]], str]:
    status = main(["extract", "--format", "jsonl", "--workers", "1", *arguments])
    said = capsys.readouterr()
    documents = [paper for line in said.out.splitlines() for paper in json.loads(line)["documents"]]
    return status, documents, said.out + said.err


def test_the_command_takes_words_and_a_file_of_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper, words = tmp_path / "报送.zip", tmp_path / "密码.txt"
    paper.write_bytes(aes_zip({"保单.pdf": locked_pdf(CHINESE), "函.docx": docx(paragraph("致函"))}, WORD))
    words.write_bytes(f"不对\r\n{WORD}\r\n{CHINESE}\r\n".encode("gb18030"))
    for options in (["--password", WORD, "--password", CHINESE], ["--password-file", str(words)]):
        _, documents, said = extracted(capsys, str(paper), *options)
        assert [(paper["path"], paper["problems"]) for paper in documents] == [("保单.pdf", []), ("函.docx", [])]
        assert WORD not in said
        assert CHINESE not in said


def test_the_command_names_cause_and_remedy(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    paper = tmp_path / "保单.pdf"
    paper.write_bytes(locked_pdf(WORD))
    status, documents, _ = extracted(capsys, str(paper))
    assert (status, documents[0]["problems"][0]["code"]) == (3, "encrypted")  # type: ignore[index]
    assert "--password" in documents[0]["problems"][0]["remedy"]  # type: ignore[index]
    status, documents, said = extracted(capsys, str(paper), "--password", "Wrong-Word-77")
    assert (status, documents[0]["problems"][0]["code"]) == (3, "wrong_password")  # type: ignore[index]
    assert "Wrong-Word-77" not in said


@pytest.mark.parametrize("content", [None, b"x\n" * 40_000, b"\n".join(b"%d" % n for n in range(200)), b"\xff\xff\xff"])
def test_a_file_of_words_that_is_none_is_wrong_usage(
    content: bytes | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = tmp_path / "words.txt"
    if content is not None:
        words.write_bytes(content)
    assert main(["extract", str(tmp_path), "--password-file", str(words)]) == 2
    assert capsys.readouterr().err.startswith("anze: ")


def test_no_word_is_in_what_a_log_or_traceback_would_show(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    assert WORD not in repr(Settings(passwords=(WORD,)))
    assert WORD not in repr(Paper("a.pdf", (Part("a.pdf"),), (WORD,)))
    with pytest.raises(WrongPassword) as raised:
        read(locked_docx("甲", "right"), "a.docx", passwords=(WORD,))
    assert WORD not in str(raised.value)
    assert WORD not in caplog.text


def test_locked_files_that_were_changed_on_the_way_only_raise_paper_errors() -> None:
    rng = random.Random(2025)
    quick = [
        ("aes.zip", ARCHIVES["aes.zip"]()),
        ("a.pdf", locked_pdf(WORD)),
        ("a.zip", zip_crypto(b"x", "a.txt", b"k")),
    ]
    slow = [
        ("a.7z", ARCHIVES["a.7z"]()),
        ("names.7z", ARCHIVES["names.7z"]()),
        ("a.docx", locked_docx("甲" * 50, WORD)),
    ]
    for turn in range(200):  # 7z and Office make a key from a word by half a million hashes
        name, data = (slow if turn % 10 == 0 else quick)[turn % 3]
        broken = bytearray(data)
        for _ in range(rng.randrange(1, 12)):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        if turn % 5 == 0:
            del broken[rng.randrange(1, len(broken)) :]
        if name.endswith(("zip", "7z")):
            assert all(m.error or m.data is not None for m in members(bytes(broken), name, passwords=(WORD,)))
            continue
        try:
            read(bytes(broken), name, passwords=(WORD,))
        except PaperError:
            continue


def test_a_locked_member_that_ends_within_its_lock_is_damaged() -> None:
    whole = bytearray(zip_crypto(b"x", "a.txt", WORD.encode()))
    head = bytes(whole[:35])  # a local header and its name, put behind all as the archive's comment
    central = whole.index(b"PK\x01\x02")
    whole[central + 42 : central + 46] = len(whole).to_bytes(4, "little")
    whole[-2:] = len(head).to_bytes(2, "little")
    found = list(members(bytes(whole) + head, "a.zip", passwords=(WORD,)))
    assert [type(m.error) for m in found] == [Damaged]


class FakeRar:
    """An archive as rarfile gives it, where no program that expands RAR is at hand; its names are encrypted too."""

    def __init__(self, stream: io.BytesIO) -> None:
        self.known = False

    def needs_password(self) -> bool:
        return True

    def setpassword(self, word: str) -> None:
        if word != WORD:
            raise rarfile.RarWrongPassword
        self.known = True

    def infolist(self) -> list[SimpleNamespace]:
        info = SimpleNamespace(filename="台账\\一.txt", file_size=3, needs_password=lambda: True)
        info.is_dir, info.is_file = (lambda: False), (lambda: True)
        return [info] if self.known else []

    def open(self, info: SimpleNamespace, pwd: str | None = None) -> io.BytesIO:
        if pwd != WORD:
            raise rarfile.RarWrongPassword
        return io.BytesIO("壹".encode())


def test_a_rar_opens_with_the_right_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rarfile, "RarFile", FakeRar)
    data = b"Rar!\x1a\x07\x00"
    assert found(data, "a.rar", "wrong", WORD) == [("台账/一.txt", "壹")]
    assert found(data, "a.rar", "wrong") == [("a.rar", "wrong_password")]
    assert found(data, "a.rar") == [("a.rar", "encrypted")]
