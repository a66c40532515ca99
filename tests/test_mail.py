"""Mails as containers: their attachments under their own names, a body that says something, and what is no paper."""

from __future__ import annotations

import base64
import json
import random
from email.message import EmailMessage
from pathlib import Path

import pytest

from api.cli import main
from extractor import read
from extractor.containers import is_container, members
from extractor.errors import OutlookMessage, PaperError
from extractor.limits import Limits
from tests.office import archive, docx, paragraph, table

HEAD = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: =?gb2312?B?sajLzQ==?=\r\nMIME-Version: 1.0\r\n"
LONG = "本单位于二〇二五年三月组织安全隐患排查服务，共派出专家两名，检查车间三处、仓库一处，发现一般隐患五项，均已当场说明整改要求并约定期限，"\
       "被保险人签字确认。现将本次服务的经过、人员、发现问题及整改情况说明如下，请予审核存档，如有不明之处请随时与我们联系，联系人王某。"  # fmt: skip
DOCX = docx(paragraph("保险单"))


def mail(*parts: bytes, kind: str = "mixed", end: bool = True) -> bytes:
    """A multipart of these parts, each with its headers, as bytes to the letter."""
    inner = b"".join(b"--B0\r\n" + part + b"\r\n" for part in parts)
    return (
        HEAD
        + f'Content-Type: multipart/{kind}; boundary="B0"\r\n\r\n'.encode()
        + inner
        + (b"--B0--\r\n" if end else b"")
    )


def part(content: bytes, headers: bytes) -> bytes:
    return headers + b"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.encodebytes(content)


def attached(name: bytes, content: bytes = DOCX, kind: bytes = b"application/octet-stream") -> bytes:
    return part(content, b"Content-Type: " + kind + b"\r\nContent-Disposition: attachment; " + name)


def text(content: str, charset: str = "utf-8", kind: str = "plain") -> bytes:
    return f"Content-Type: text/{kind}; charset={charset}\r\n\r\n".encode() + content.encode(charset)


def status(data: bytes, limits: Limits | None = None) -> dict[str, str]:
    found = members(data, "a.eml", limits=limits or Limits())
    return {member.path: member.error.code if member.error else "read" for member in found}


NAMES = {
    "rfc 2231": (b"filename*=UTF-8''%E4%BF%9D%E5%8D%95.docx", "保单.docx"),
    "rfc 2231 in pieces": (b"filename*0*=gb2312''%B1%A3;\r\n filename*1*=%B5%A5;\r\n filename*2=.docx", "保单.docx"),
    "rfc 2047, against the rules and everywhere": (b'filename="=?GBK?B?saO1pS5kb2N4?="', "保单.docx"),
    "rfc 2047 cut inside a character": (
        b'filename="=?gb2312?B?saM=?= =?gb2312?Q?=B5?= =?gb2312?Q?=A5.docx?="',
        "保单.docx",
    ),
    "raw gbk": (b'filename="' + "保单.docx".encode("gbk") + b'"', "保单.docx"),
    "raw gbk that ends in a backslash": (b'filename="' + "乗.docx".encode("gbk") + b'"', "乗.docx"),
    "raw utf-8": (b'filename="' + "保单.docx".encode() + b'"', "保单.docx"),
    "a path of the sender's": (rb'filename="C:\\Users\\a\\x.docx"', "x.docx"),
    "a way up": (b'filename="../../../etc/x.docx"', "x.docx"),
    "a way up in words": (b'filename="=?utf-8?Q?..=2F..=2Fx.docx?="', "x.docx"),
    "a header of its own": (b'filename="=?utf-8?Q?x=0D=0ABcc:_all.docx?="', "xBcc: all.docx"),
    "turned around": (b"filename*=utf-8''x%E2%80%AExcod.exe", "xxcod.exe"),
    "none": (b"size=1", "附件1.bin"),
    "nothing but dots": (b'filename=".."', "附件1.bin"),
    "a charset of nobody's": (b"filename*=klingon''x.docx", "x.docx"),
    "a charset with a NUL": (b'filename="=?a\0b?Q?x.docx?="', "x.docx"),
    "very long": (b'filename="' + b"x" * 900 + b'.docx"', "x" * 195 + ".docx"),
}


@pytest.mark.parametrize("case", NAMES)
def test_an_attachment_has_the_name_its_sender_saw(case: str) -> None:
    declared, name = NAMES[case]
    [member] = members(mail(attached(declared)), "a.eml")
    assert (member.path, member.data) == (name, DOCX)


def test_a_mail_is_told_from_texts_that_look_like_one() -> None:
    assert is_container(mail(text("甲")), "a.eml")
    assert is_container(b"\xef\xbb\xbf" + mail(text("甲")), "a.txt")
    assert is_container(b"Received: from x\n by y\nFrom: a\nDate: today\nSubject: x\n\nhello", "a")
    assert not is_container("From: 甲\n日期：2025年1月1日\n".encode(), "a.txt")
    assert not is_container("保险单号：PX1\nDate: 2025-01-01\n".encode(), "a.txt")
    assert not is_container(b"name: x\nversion: 1\ndate: y\n", "a.yaml")


def test_attachments_of_every_kind_and_archives_among_them() -> None:
    inner = archive({"台账/一.txt": "壹"})
    forwarded = mail(attached(b"filename=b.docx")).replace(b"B0", b"B1")
    data = mail(
        attached(b"filename=a.docx"),
        attached(b"filename=a.docx"),
        attached(b"filename=c.zip", inner),
        b"Content-Type: message/rfc822\r\nContent-Disposition: attachment; filename=fw.eml\r\n\r\n" + forwarded,
        b"Content-Type: application/pdf; name=q.txt\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n=E5=A5=BD",
        b"Content-Type: application/x; name=u.txt\r\nContent-Transfer-Encoding: x-uuencode\r\n\r\nbegin 644 u\r\n#0V%T\r\n`\r\nend",
    )
    found = {member.path: member.data for member in members(data, "a.eml")}
    assert found == {
        "a.docx": DOCX, "a.docx#2": DOCX, "c.zip!台账/一.txt": "壹".encode(), "fw.eml!b.docx": DOCX, "q.txt": "好".encode(),
        "u.txt": b"Cat",
    }  # fmt: skip


def test_a_long_body_is_a_paper_and_a_covering_note_is_named_as_left_out() -> None:
    paper = attached(b"filename=a.docx")
    assert status(mail(text(LONG), paper)) == {"a.docx": "read", "邮件正文.txt": "read"}
    assert status(mail(text("您好：附件请查收，谢谢！"), paper)) == {"a.docx": "read", "邮件正文.txt": "left_out"}
    quoting = "请查收。\n-----原始邮件-----\n" + LONG
    assert status(mail(text(quoting), paper)) == {"a.docx": "read", "邮件正文.txt": "left_out"}
    assert status(mail(text("> " + LONG), paper)) == {"a.docx": "read", "邮件正文.txt": "left_out"}
    assert status(mail(text(" \r\n"), paper)) == {"a.docx": "read"}
    # Where the mail brings nothing else, the body is all there is to say.
    assert status(mail(text("保单已收到。"))) == {"邮件正文.txt": "read"}


@pytest.mark.parametrize("charset", ["utf-8", "gb2312", "gb18030", "big5"])
def test_a_body_is_read_in_its_charset_with_its_subject(charset: str) -> None:
    said = "安全生" if charset == "big5" else "预防服务报告"
    for kind in ("plain", "html"):
        body = said if kind == "plain" else f'<meta charset="{charset}"><p>{said}</p>'
        [member] = members(mail(text(body, charset, kind)), "a.eml")
        assert member.data is not None
        assert [line.text for _, line in read(member.data, member.path).lines()] == ["报送", said]


def test_of_a_body_written_twice_one_is_read_and_it_is_the_one_with_the_table() -> None:
    grid = "<table border=1><tr><th>项目</th><th>金额</th></tr><tr><td>检查</td><td>100</td></tr><tr><td>培训</td><td>200</td></tr></table>"
    plain = mail(text(LONG), text(f"<p>{LONG}</p>", kind="html"), kind="alternative")
    assert status(plain) == {"邮件正文.txt": "read"}
    [member] = members(mail(text("项目 金额 检查 100"), text(grid, kind="html"), kind="alternative"), "a.eml")
    assert member.data is not None
    assert [cell.text for table in read(member.data, member.path).tables() for cell in table.cells][-2:] == [
        "培训",
        "200",
    ]


PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(4000)


def test_small_pictures_inside_the_body_are_named_and_are_no_papers() -> None:
    inside = part(PICTURE, b"Content-Type: image/png; name=image001.png\r\nContent-ID: <logo@1>")
    photo = part(PICTURE * 12, b"Content-Type: image/png; name=image002.png\r\nContent-ID: <photo@1>")
    scan = part(
        PICTURE, b"Content-Type: image/png\r\nContent-Disposition: attachment; filename=s.png\r\nContent-ID: <x@1>"
    )
    body = text(f'<p>{LONG}<img src="cid:logo@1"></p>', kind="html")
    found = {m.path: m.error for m in members(mail(body, inside, photo, scan), "a.eml")}
    assert {path: error.code if error else "" for path, error in found.items()} == {
        "image001.png": "left_out", "image002.png": "", "s.png": "", "邮件正文.html": "",
    }  # fmt: skip
    assert "正文内嵌的小图片" in str(found["image001.png"])


def test_what_cannot_be_opened_says_so_and_what_to_do() -> None:
    sealed = b"Content-Type: application/pkcs7-mime; name=smime.p7m"
    found = {
        m.path: m.error
        for m in members(mail(
            attached(b"filename=winmail.dat", kind=b"application/ms-tnef"), part(b"\x78\x9f\x3e\x22abc", b"Content-Type: x/y; name=w.bin"),
            part(b"0", sealed), part(b"0", b"Content-Type: application/pkcs7-signature; name=smime.p7s"),
            b"Content-Type: message/partial; id=1\r\n\r\nx",
        ), "a.eml")
    }  # fmt: skip
    codes = {path: error.code for path, error in found.items() if error}
    assert codes == {"winmail.dat": "winmail", "w.bin": "winmail", "smime.p7m": "sealed_mail", "smime.p7s": "left_out",
                     "附件5": "damaged"}  # fmt: skip
    assert all(error and error.remedy for error in found.values())
    assert list(status(HEAD + sealed + b"\r\n\r\nMIIB").values()) == ["sealed_mail"]


def test_an_outlook_message_names_its_remedy() -> None:
    ole = bytearray(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + b"\x3e\0\x03\0\xfe\xff\x09\0" + bytes(480) + bytes(1024)
    )
    ole[48:52] = (1).to_bytes(4, "little")  # the directory is sector 1, the table of sectors is sector 0
    ole[68:72] = b"\xfe\xff\xff\xff"
    ole[76:512] = b"\0\0\0\0" + b"\xff" * 432
    ole[512:1024] = b"\xfd\xff\xff\xff" + b"\xfe\xff\xff\xff" + b"\xff" * 504
    name = "__properties_version1.0".encode("utf-16-le") + b"\0\0"
    ole[1024 : 1024 + len(name)] = name
    ole[1024 + 64 : 1024 + 67] = bytes((len(name), 0, 2))
    with pytest.raises(OutlookMessage) as raised:
        read(bytes(ole), "a.msg")
    assert ".eml" in raised.value.remedy


def test_a_mail_that_was_cut_off_says_that_more_may_have_followed() -> None:
    found = status(mail(attached(b"filename=a.docx"), attached(b"filename=b.docx"), end=False))
    assert found == {"a.docx": "read", "b.docx": "read", "邮件结尾": "damaged"}


@pytest.mark.parametrize("spoilt", [b"!!!!", b"====AAAA", b"AAAAA"])
def test_base64_that_is_broken_is_said_and_the_others_are_read(spoilt: bytes) -> None:
    bad = b"Content-Type: a/b; name=x.txt\r\nContent-Transfer-Encoding: base64\r\n\r\n" + spoilt
    assert status(mail(bad, attached(b"filename=b.docx"))) == {"x.txt": "damaged", "b.docx": "read"}


# --- made to harm ----------------------------------------------------------------------------------------------------


def nested_mails(depth: int) -> bytes:
    data = mail(attached(b"filename=a.docx"))
    for _ in range(depth):
        data = HEAD + b"Content-Type: multipart/mixed; boundary=N%d\r\n\r\n--N%d\r\nContent-Type: message/rfc822\r\n\r\n" % (
            len(data), len(data)) + data + b"\r\n--N%d--" % len(data)  # fmt: skip
    return data


def test_mails_inside_mails_and_parts_inside_parts_end() -> None:
    assert list(status(nested_mails(1)).values()) == ["read"]
    assert list(status(nested_mails(100)).values()) == ["too_large"]
    parts = b"Content-Type: text/plain\r\n\r\nx"
    for n in range(3000):
        parts = (
            b"Content-Type: multipart/mixed; boundary=D%d\r\n\r\n--D%d\r\n" % (n, n) + parts + b"\r\n--D%d--\r\n" % n
        )
    assert list(status(HEAD + parts).values()) == ["damaged"]
    assert list(status(mail(*[text("x")] * 6000)).values()) == ["too_large"]


def test_a_bomb_in_a_mail_is_a_bomb() -> None:
    bomb = archive({"a.txt": bytes(40 << 20)})
    assert "too_large" in status(mail(attached(b"filename=a.zip", bomb))).values()
    long = HEAD + b"Content-Type: multipart/mixed; boundary=x\r\nX: " + b"a" * (2 << 20)
    assert list(status(long).values()) == ["damaged"]
    assert list(status(mail(attached(b"filename=a.bin", bytes(3000))), Limits(file_bytes=2000)).values()) == [
        "too_large"
    ]


SLOW = {
    "scripts never closed": (b"text/html", b"<script" * 100_000),
    "comments never closed": (b"text/html", b"<!--" * 100_000),
    "tags never closed": (b"text/html", b"<a " * 100_000),
    "parameters": (b"application/pdf; name*0*=" + b"a;x=" * 100_000, b"x"),
    "boundaries": (b"multipart/mixed; boundary=x", b"--x\n" * 100_000),
    "words of a header": (b"text/plain\r\nSubject: " + b"=?utf-8?B?5L+d?= " * 20_000, b"x"),
}


@pytest.mark.parametrize("case", SLOW)
def test_what_takes_a_careless_reader_hours_is_read(case: str) -> None:
    """Each of these took minutes with a pattern that looked at every place again."""
    kind, body = SLOW[case]
    found = status(HEAD + b"Content-Type: " + kind + b"\r\n\r\n" + body)
    assert set(found.values()) <= {"read", "too_large", "damaged", "empty"}


def test_mails_that_were_changed_on_the_way_only_raise_paper_errors() -> None:
    rng = random.Random(5322)
    whole = mail(
        text(LONG, "gb18030"), text("<p>x</p><td><td><td><td>", kind="html"), attached(b"filename*0*=gbk''%B1%A3;\r\n filename*1=x"),
        part(PICTURE, b"Content-Type: image/png\r\nContent-ID: <logo@1>"), nested_mails(2), attached(b"filename=a.zip", archive({"a": "b"})),
    )  # fmt: skip
    words = [
        b"\r\n",
        b"\n\n",
        b'"',
        b";",
        b"=?",
        b"?=",
        b"--B0",
        b"--",
        b"\0",
        b"\xff\xfe",
        b"boundary=",
        b"*0*=",
        b"''",
        b":",
        b"base64",
    ]
    for _ in range(200):
        data = bytearray(whole)
        for _ in range(rng.randrange(1, 30)):
            at = rng.randrange(len(data) if rng.random() < 0.5 else 900)
            data[at : at + rng.randrange(4)] = rng.choice(words)
        try:
            for member in members(bytes(data), "a.eml"):
                assert (member.error is None) != (member.data is None)
                assert ".." not in member.path.split("/")
        except PaperError:
            pytest.fail("a container yields its errors")


# --- the command line ------------------------------------------------------------------------------------------------


def test_the_command_reads_the_papers_of_a_mail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "报送材料", "a@example.org", "b@example.org"
    message.set_content("请查收附件。")
    grid = table(["保险单号", "PX202500000001"], ["投保人", "示例县示例机械有限公司"])
    policy = docx(paragraph("安全生产责任保险保险单") + grid)
    message.add_attachment(policy, maintype="application", subtype="octet-stream", filename="保险单.docx")
    message.add_attachment(
        PICTURE, maintype="image", subtype="png", filename="logo.png", disposition="inline", cid="<l@1>"
    )
    file = tmp_path / "报送.eml"
    file.write_bytes(message.as_bytes())
    status = main(["extract", str(file), "--format", "jsonl", "--workers", "1"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (status, len(lines)) == (0, 1), "a covering note and a logo are neither filings nor unread papers"
    papers = {paper["path"]: [p["code"] for p in paper["problems"]] for paper in lines[0]["documents"]}
    assert papers == {"保险单.docx": [], "邮件正文.txt": ["left_out"], "logo.png": ["left_out"]}


def test_a_mail_that_the_manifest_lists_is_not_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "报送.eml").write_bytes(mail(attached(b"filename=a.docx")))
    (tmp_path / "manifest.json").write_text(
        json.dumps({"filing_id": "F1", "documents": [{"file": "报送.eml"}, {"file": "b.pdf"}]})
    )
    main(["extract", str(tmp_path), "--format", "jsonl", "--workers", "1"])
    [line] = capsys.readouterr().out.splitlines()
    papers = {paper["path"]: [p["code"] for p in paper["problems"]] for paper in json.loads(line)["documents"]}
    assert papers == {"报送.eml!a.docx": [], "b.pdf": ["missing"]}
