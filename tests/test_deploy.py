"""What is in deploy/: it parses, names only settings there are, and starts the commands there are."""

from __future__ import annotations

import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from api import cli
from api.config import Config
from deploy import beyond, locked

ROOT = Path(__file__).parent.parent
DEPLOY = ROOT / "deploy"
FILES = sorted(path for path in DEPLOY.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
PAGES = [ROOT / "docs" / "operating.md", ROOT / "docs" / "operating.zh.md", ROOT / "README.md", ROOT / "README.zh.md"]
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
VARIABLES = {f"ANZE_{name.upper()}" for name in Config.model_fields}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("file", [*FILES, *PAGES], ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"\bANZE_[A-Z_]*[A-Z]\b", file.read_text("utf-8")))
    assert named <= VARIABLES


def test_the_settings_of_compose_are_ones_the_program_takes(
    compose: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("api", "worker"):
        with monkeypatch.context() as patch:
            for variable, value in compose["services"][name]["environment"].items():
                patch.setenv(variable, re.sub(r"\$\{(\w+)[^}]*\}", r"\1", value))
            config = Config()
        assert config.database == "postgresql://anze:POSTGRES_PASSWORD@database/anze"
        assert json.loads(config.blob_options)["endpoint_url"] == "http://store:8333"
    assert config.blobs == "s3://anze/papers"


def test_every_service_that_is_waited_for_and_every_place_that_is_mounted_is_there(compose: dict[str, Any]) -> None:
    services = compose["services"]
    for service in services.values():
        waits = service.get("depends_on", {})
        assert set(waits) <= set(services)
        for name, how in waits.items() if isinstance(waits, dict) else ():
            assert how["condition"] != "service_healthy" or "healthcheck" in services[name]
        for volume in service.get("volumes", ()):
            source, _, target = volume.partition(":")
            if source.startswith("./"):
                assert (DEPLOY / source).exists()
            elif target:
                assert source in compose["volumes"]
        assert set(service.get("networks", ())) <= set(compose["networks"])
        assert {config["source"] for config in service.get("configs", ())} <= set(compose["configs"])


def test_only_the_proxy_listens_to_the_outside(compose: dict[str, Any]) -> None:
    assert [name for name, service in compose["services"].items() if "ports" in service] == ["proxy"]
    assert compose["networks"]["inside"]["internal"]
    assert [name for name, service in compose["services"].items() if "outside" in service["networks"]] == ["proxy"]


def test_no_secret_is_written_down_and_every_one_is_in_the_example(compose: dict[str, Any]) -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    asked = set(re.findall(r"\$\{(\w+)", text))
    example = dict(
        line.split("=", 1) for line in (DEPLOY / "example.env").read_text().splitlines() if line[:1] not in ("", "#")
    )
    assert asked == set(example)
    assert compose["services"]["database"]["environment"]["POSTGRES_PASSWORD"] == "${POSTGRES_PASSWORD}"


def test_the_object_stores_users_are_json(compose: dict[str, Any]) -> None:
    users = json.loads(re.sub(r"\$\{(\w+)\}", r"\1", compose["configs"]["s3-users"]["content"]))
    assert users["identities"][0]["credentials"] == [{"accessKey": "S3_KEY", "secretKey": "S3_SECRET"}]


def commands() -> list[list[str]]:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))
    started = [s["command"] for s in compose["services"].values() if s.get("command", [""])[0] == "anze"]
    for unit in UNITS:
        started += [
            shlex.split(line.partition("=")[2])
            for line in unit.read_text().splitlines()
            if line.startswith("ExecStart=")
        ]
    started.append(json.loads(re.findall(r"^CMD (.*)$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)[0]))
    return started


def test_what_is_started_is_a_command_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(commands()) == 5
    for program, *arguments in commands():
        assert Path(program).name == "anze"
        assert cli.main([*arguments, "--help"]) == 0
    capsys.readouterr()


def test_what_the_image_is_made_of_is_there() -> None:
    copied = re.findall(r"^COPY (?!--from)(.*) \S+$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    names = [name for line in copied for name in line.split()]
    assert {"api", "extractor", "validators", "pyproject.toml"} <= set(names)
    assert all((ROOT / name).exists() for name in names)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_ones_systemd_understands(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("needs systemd-analyze")
    text = re.sub(r"^ExecStart=.*$", "ExecStart=/bin/true", unit.read_text(), flags=re.MULTILINE)
    (tmp_path / unit.name).write_text(text)
    said = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit.name)], capture_output=True, text=True
    )
    mine = [line for line in said.stderr.splitlines() if "anze" in line]
    assert (said.returncode, mine) == (0, [])


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_units_are_fenced_in_and_leave_time_to_end(unit: Path) -> None:
    from api.serving.serve import GRACE_S

    said = dict(line.split("=", 1) for line in unit.read_text().splitlines() if "=" in line and line[0] != "#")
    assert (said["NoNewPrivileges"], said["ProtectSystem"], said["User"]) == ("yes", "strict", "anze")
    assert said["CapabilityBoundingSet"] == ""
    assert float(said["TimeoutStopSec"]) > GRACE_S


def test_compose_leaves_time_to_end(compose: dict[str, Any]) -> None:
    from api.serving.serve import GRACE_S

    for name in ("api", "worker"):
        assert float(compose["services"][name]["stop_grace_period"].removesuffix("s")) > GRACE_S


def test_the_lock_of_the_image_is_what_s3_adds(tmp_path: Path) -> None:
    lock, added = (beyond.entries((ROOT / f"requirements{end}.lock").read_text("utf-8")) for end in ("", "-s3"))
    everything = beyond.entries((ROOT / "requirements-dev.lock").read_text("utf-8"))
    assert "s3fs" in added
    assert not set(lock) & set(added)
    assert all(everything[name] == entry for name, entry in added.items())
    (tmp_path / "all").write_text("\n".join([*lock.values(), *added.values()]))
    with (tmp_path / "all").open() as whole:
        command = [sys.executable, str(DEPLOY / "beyond.py"), str(ROOT / "requirements.lock")]
        said = subprocess.run(command, stdin=whole, capture_output=True, text=True, check=True)
    assert beyond.entries(said.stdout) == added


def test_an_entry_of_a_lock_can_be_had_alone() -> None:
    text = (ROOT / "requirements-dev.lock").read_text("utf-8")
    said = subprocess.run(
        [sys.executable, str(DEPLOY / "beyond.py"), "--only", "uv"],
        input=text,
        capture_output=True,
        text=True,
        check=True,
    )
    assert beyond.entries(said.stdout) == {"uv": beyond.entries(text)["uv"]}


def test_uv_looks_where_pip_was_told_to_look() -> None:
    listed = (
        ":env:.cert='/etc/mine.pem'\n:env:.find-links='/a /b'\nglobal.find-links='/c'\nglobal.index-url='https://mirror.example/simple'\n"
        "install.extra-index-url='\\nhttps://one.example/simple\\nhttps://it.example/o\\'simple'\nglobal.cert='/etc/theirs.pem'\n"
        "global.retries='3'\ndownload.no-index='true'\n"
    )
    assert locked.told(listed) == {
        "SSL_CERT_FILE": "/etc/mine.pem", "UV_FIND_LINKS": "/a,/b", "UV_DEFAULT_INDEX": "https://mirror.example/simple",
        "UV_INDEX": "https://one.example/simple https://it.example/o'simple",
    }  # fmt: skip
    assert locked.told("") == {}


@pytest.mark.parametrize(
    "setting", ["global.no-index='true'", ":env:.client-cert='/etc/me.pem'", "install.of-a-later-pip='1'"]
)
def test_what_uv_cannot_be_told_is_left_to_pip(setting: str) -> None:
    assert locked.told(f"global.index-url='https://mirror.example/simple'\n{setting}\n") is None
