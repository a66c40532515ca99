"""The installed environment: our names are ours alone, the locks are whole and portable, the wheel carries its data."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("api", "validators", "extractor")
LOCKS = ("requirements.lock", "requirements-s3.lock", "requirements-dev.lock")
DATA = {".yaml", ".yml", ".json", ".tsv", ".csv", ".txt", ".ttf", ".html", ".css", ".js", ".svg"}


def locked(name: str) -> dict[str, str]:
    """Package → version of a lock file."""
    text = (ROOT / name).read_text("utf-8")
    return {m[1].lower(): m[2] for m in re.finditer(r"^([A-Za-z0-9_.-]+)==(\S+)", text, re.MULTILINE)}


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


@pytest.mark.parametrize("package", PACKAGES)
def test_no_other_distribution_claims_our_name(package: str) -> None:
    claims = {normal(name) for name in metadata.packages_distributions().get(package, ())}
    assert claims <= {"anze"}


@pytest.mark.parametrize("package", PACKAGES)
def test_our_name_imports_from_this_checkout(package: str) -> None:
    spec = importlib.util.find_spec(package)
    assert spec is not None
    assert spec.origin is not None
    assert Path(spec.origin).is_relative_to(ROOT)


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    assert all(re.match(r"[A-Za-z0-9_.-]+==\S+ \\\n(    --hash=sha256:[0-9a-f]{64}( \\)?\n?)+$", e) for e in entries)
    assert "://" not in text


def test_dev_lock_holds_the_runtime_lock() -> None:
    assert locked("requirements.lock").items() <= locked("requirements-dev.lock").items()


def test_every_declared_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    def names(wanted: list[str]) -> set[str]:
        return {normal(name) for item in wanted for name in re.findall(r"^[A-Za-z0-9_.-]+", item)}

    assert names(project["project"]["dependencies"]) <= {normal(name) for name in locked("requirements.lock")}
    assert names(project["dependency-groups"]["dev"]) <= {normal(name) for name in locked("requirements-dev.lock")}


def test_nothing_that_needs_a_display_is_locked() -> None:
    assert "opencv-python" not in locked("requirements.lock")


@pytest.mark.parametrize("name", sorted(locked("requirements.lock")))
def test_licence_of_what_we_ship_upon_is_not_copyleft_for_us(name: str) -> None:
    """GPL and AGPL are refused; the LGPL of an unmodified dependency is fine."""
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        pytest.fail(f"{name} is locked and not installed: run make")
    said = [*(about.get_all("License-Expression") or []), *(about.get_all("Classifier") or [])]
    licence = "".join(about.get_all("License") or [])[:120]
    assert not [s for s in [*said, licence] if re.search(r"(?<!L)(?<!Lesser )\bA?GPL|Affero", s)]


def test_wheel_carries_every_data_file(tmp_path: Path) -> None:
    source, out = tmp_path / "source", tmp_path / "out"
    unwanted = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, source / package, ignore=unwanted)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    pip = [sys.executable, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "-w", str(out), str(source)]
    subprocess.run(pip, check=True, capture_output=True)
    (wheel,) = out.glob("anze-*.whl")
    held = set(zipfile.ZipFile(wheel).namelist())
    files = {p.relative_to(ROOT).as_posix() for package in PACKAGES for p in (ROOT / package).rglob("*") if p.is_file()}
    assert {f for f in files if Path(f).suffix in DATA | {".py"} and "__pycache__" not in f} <= held
    assert any(name.endswith("/licenses/LICENSE") for name in held)
