"""The certificate of an audit: it holds for what it was made of, and names what is not that."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from api import cli
from api.audit_run import certificate, keys
from api.audit_run.certificate import BadCertificate, Tree
from api.audit_run.judging import excusing
from tests.audit_kit import good, manifest, policy, write, zipped

# The leaves and the root that Certificate Transparency tests its trees with (certificate-transparency, merkle_tree_test).
LEAVES = ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
ROOTS = {
    0: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


@pytest.mark.parametrize(("count", "root"), ROOTS.items())
def test_the_tree_is_that_of_certificate_transparency(count: int, root: str) -> None:
    tree = Tree()
    for leaf in LEAVES[:count]:
        tree.add(bytes.fromhex(leaf))
    assert (tree.root(), tree.count) == (root, count)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive, a key pair, and the certified results of a run over it, made by the commands."""
    folder = tmp_path_factory.mktemp("certified")
    filing = {"卷/manifest.json": manifest("F1", "保单1.txt"), **{f"卷/{name}": data for name, data in good(1).items()}}
    write(
        folder / "归档", {**filing, "散.txt": policy(2), "报送.zip": zipped({"a.txt": policy(3), "b.txt": policy(4)})}
    )
    assert cli.main(["keys", "new", str(folder / "签.key")]) == 0
    status = cli.main(["audit", str(folder / "归档"), "--to", str(folder / "结果"), "-j", "0", "--no-progress",
                       "--certificate", str(folder / "签.key")])  # fmt: skip
    assert status in (1, 3)
    return folder


@pytest.fixture
def case(made: Path, tmp_path: Path) -> Path:
    """A copy of it all, elsewhere, to be spoilt."""
    return Path(shutil.copytree(made, tmp_path / "case"))


def verified(case: Path, capsys: pytest.CaptureFixture[str], *more: str) -> tuple[int, str]:
    words = ["verify", str(case / "结果" / "certificate.json"), str(case / "归档"), "-j", "0", "--no-progress", *more]
    capsys.readouterr()
    status = cli.main(words)
    told = capsys.readouterr()
    return status, told.out + told.err


def test_what_nobody_touched_holds_and_runs_again_to_the_same_bytes(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    status, told = verified(case, capsys, "--key", str(case / "签.key.pub"))
    assert status == 0
    assert "✗" not in told
    assert "由 --key 的密钥签署" in told
    assert "逐字节相同" in told
    keys.new(case / "别.key")
    assert verified(case, capsys, "--key", str(case / "别.key.pub"), "--no-replay", "--lang", "en")[0] == 1


def edit(name: str, change: Callable[[dict[str, Any]], None]) -> Callable[[Path], None]:
    def spoil(case: Path) -> None:
        file = case / name
        known = json.loads(file.read_text("utf-8"))
        change(known)
        file.write_text(json.dumps(known), encoding="utf-8")

    return spoil


def replace_bytes(name: str, data: bytes) -> Callable[[Path], object]:
    return lambda case: write(case, {name: data}) and None


SPOILT = {
    "a statement that was changed": (
        edit("结果/certificate.json", lambda known: known["statement"]["packs"].clear()), ["签名与内容不符"]),
    "no certificate": (replace_bytes("结果/certificate.json", b"{}"), ["不是运行证书"]),
    "a result that was changed": (replace_bytes("结果/filings.jsonl", b"{}\n"), ["结果文件被改过：filings.jsonl"]),
    "a result that is gone": (lambda case: (case / "结果" / "members.jsonl").unlink(), ["结果文件不在：members.jsonl"]),
    "a paper that was changed": (replace_bytes("归档/散.txt", policy(7)), ["归档里内容变了：", "/散.txt"]),
    "a manifest that was changed": (replace_bytes("归档/卷/manifest.json", manifest("F2", "保单1.txt")), ["manifest.json"]),
    "a member of an archive that was changed": (
        replace_bytes("归档/报送.zip", zipped({"a.txt": policy(3), "b.txt": policy(9)})), ["报送.zip、", "报送.zip/b.txt"]),
    "a paper more": (replace_bytes("归档/新.txt", policy(8)), ["归档里多了：", "/新.txt"]),
    "a paper less": (lambda case: (case / "归档" / "散.txt").unlink(), ["归档里少了：", "/散.txt"]),
    "a paper changed, and no list of inputs": (
        lambda case: (replace_bytes("归档/散.txt", policy(7))(case), (case / "结果" / "inputs.jsonl").unlink()), ["说不出是哪个文件"]),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_was_spoilt_is_named(name: str, case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    spoil, words = SPOILT[name]
    spoil(case)
    status, told = verified(case, capsys, "--no-replay")
    assert status == 1
    assert [word for word in words if word not in told] == []


def test_an_unchanged_member_is_not_named(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(case / "归档", {"报送.zip": zipped({"a.txt": policy(3), "b.txt": policy(9)})})
    assert "报送.zip/a.txt" not in verified(case, capsys, "--no-replay")[1]


def signed_anew(case: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """A certificate that says something else and is rightly signed: as another program or other packs would have made it."""
    file, key = case / "结果" / "certificate.json", keys.load(case / "签.key")
    known = json.loads(file.read_text("utf-8"))
    change(known["statement"])
    known["signature"] = certificate._text(key.sign(certificate._signed(known["statement"])))
    file.write_text(json.dumps(known), encoding="utf-8")


def test_other_packs_are_named_and_nothing_is_run(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    name = sorted(json.loads((case / "结果" / "certificate.json").read_text("utf-8"))["statement"]["packs"])[0]
    signed_anew(case, lambda statement: statement["packs"].update({name: "000000000000"}))
    status, told = verified(case, capsys)
    assert status == 1
    assert f"规则包不同：{name}" in told
    assert "不再重跑" in told


def test_a_result_that_does_not_come_again_is_named_with_its_filing(
    case: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = case / "结果" / "filings.jsonl"
    lines = file.read_text("utf-8").splitlines()
    lines[0] = json.dumps({**json.loads(lines[0]), "verdict": "accepted"}, ensure_ascii=False, separators=(",", ":"))
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    other = certificate.digest_of(file)
    signed_anew(case, lambda statement: (
        statement["results"].update({"filings.jsonl": other}), statement["engine"].update(fingerprint="0" * 64),
        statement["engine"]["libraries"].update(lxml="5.0"),
    ))  # fmt: skip
    status, told = verified(case, capsys)
    assert status == 1
    assert f"重跑的结果不同：filings.jsonl、{json.loads(lines[0])['path']}" in told
    assert "lxml 5.0 →" in told  # said, and the run alone decides


def test_usage_is_told(made: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certified = str(made / "结果" / "certificate.json")
    assert (
        cli.main(["audit", str(made / "归档"), "--to", str(tmp_path / "r"), "--certificate", str(tmp_path / "无.key")])
        == 2
    )
    assert "anze keys new" in capsys.readouterr().err
    assert not (tmp_path / "r").exists()
    assert cli.main(["keys", "new", str(made / "签.key")]) == 2
    assert "已经存在" in capsys.readouterr().err
    assert cli.main(["verify", certified, "甲", "乙"]) == 2
    assert "按同样的顺序" in capsys.readouterr().err
    assert cli.main(["verify", certified, "--key", certified]) == 2
    assert (made / "签.key").stat().st_mode & 0o077 == 0
    with pytest.raises(BadCertificate, match="打不开"):
        certificate.load(tmp_path / "none.json")
    with pytest.raises(keys.BadKey, match="PEM 私钥"):
        keys.load(made / "签.key.pub")


def test_results_written_anew_without_a_key_lose_their_certificate(case: Path) -> None:
    words = ["audit", str(case / "归档"), "--to", str(case / "结果"), "--anew", "-j", "0", "--no-progress"]
    assert cli.main(words) in (1, 3)
    assert not (case / "结果" / "certificate.json").exists()


def test_a_run_with_waivers_is_verified_with_the_same(case: Path, capsys: pytest.CaptureFixture[str]) -> None:
    waived, result = case / "豁免.yaml", case / "结果2"
    entry = "{rule: %s, filing: F1, reason: 已说明, author: 张三, clause: 会议纪要3号, expires: 2999-01-01}"
    waived.write_text("waivers:\n  - " + entry % "suzhou.fee-floor" + "\n", "utf-8")
    words = ["audit", str(case / "归档"), "--to", str(result), "-j", "0", "--no-progress", "--formats", "jsonl"]
    cli.main([*words, "--certificate", str(case / "签.key"), "--waivers", str(waived)])
    again = ["verify", str(result / "certificate.json"), str(case / "归档"), "-j", "0", "--no-progress"]
    assert cli.main([*again, "--no-replay"]) == 1
    assert "豁免" in capsys.readouterr().out
    assert cli.main([*again, "--waivers", str(waived)]) == 0
    waived.write_text("waivers:\n  - " + entry % "another.rule" + "\n", "utf-8")
    assert cli.main([*again, "--no-replay", "--waivers", str(waived)]) == 1


def test_a_waiver_that_ran_out_since_is_the_one_that_was_certified(tmp_path: Path) -> None:
    entry = "{rule: a.b, filing: F1, reason: 已说明, author: 张三, clause: 纪要, expires: %s}"
    file = tmp_path / "w.yaml"
    file.write_text(
        "waivers:\n" + "".join(f"  - {entry % day}\n" for day in ("2020-01-01", "2999-01-01", "2021-06-30")), "utf-8"
    )
    then, _ = excusing.load(file, None, date(2021, 1, 1))
    assert then is not None
    found = excusing.as_certified(file, None, then.hash(), date(2026, 1, 1))
    assert found == then
    assert (
        excusing.as_certified(file, None, "0" * 64, date(2026, 1, 1)) == excusing.load(file, None, date(2026, 1, 1))[0]
    )
