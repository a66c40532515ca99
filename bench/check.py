"""CPU seconds per page: the whole of `anze check` beside plain pypdfium2 text and pdfplumber words and tables.

    python bench/check.py [FOLDER] [--rounds 3] [--pages 600] [--large 3000] [--enforce]

Takes the PDF policies with a text layer on every page below FOLDER (by default the labelled corpus where it lies beside
the checkout, else samples/, whose policies have one page each), gives each its own filing, and measures three programs
on the same files in the same run, in turns, each as a process of its own with everything that belongs to it (start,
workers, output). CPU is user + system of the process and its children; the median of the rounds counts. Each runs once
before that is counted, so that Python has compiled it, as an installed program is; a checkout's environment may forbid it to
keep what it compiled. Trust the ratios, not the seconds. All three are run by the Python that runs this; which one is said, for one that
was built without profiles makes ours a tenth dearer and PDFium no dearer.

With ``--large`` raw text and the check are measured on so many pages too, in the same rounds. What a command costs whatever it is given (its
start, the process that workers come from, the first papers of each worker) weighs less there; what a further page costs is
the difference of both batches, and what is left of the smaller one is what the command costs before it. Targets are held against
``--pages`` alone. Copies of the same policies are in both: lines and seals that a worker has seen before cost less than new ones.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
CORPUS = Path(os.environ.get("ANZE_SHARED", ROOT.parent / "shared")) / "corpus" / "dev"
MOST_TIMES_PDFIUM = 4.0  # anze check ÷ plain text, at most
LEAST_TIMES_FASTER = 3.0  # pdfplumber ÷ anze check, at least
LEAST_CHARS = 50  # a page with fewer has no text layer to speak of
PR_SET_CHILD_SUBREAPER = 36  # <linux/prctl.h>

PDFIUM = """
import sys, pypdfium2
for name in sys.argv[1:]:
    with pypdfium2.PdfDocument(name) as document:
        for page in document:
            page.get_textpage().get_text_range()
"""
PDFPLUMBER = """
import sys, pdfplumber
for name in sys.argv[1:]:
    with pdfplumber.open(name) as document:
        for page in document.pages:
            page.extract_words(); page.extract_tables(); page.close()
"""
ANZE = "import sys; from api.cli import main; main()"


def has_text_on_every_page(file: Path) -> bool:
    """A first look, so that scans are not put through OCR only to be left out."""
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(file) as document:
            return all(page.get_textpage().count_chars() > LEAST_CHARS for page in document)
    except pypdfium2.PdfiumError:
        return False


def text_policies(folder: Path) -> dict[Path, int]:
    """PDF policies below the folder whose pages all have a text layer, with their page counts, as anze sees them."""
    candidates = [str(file) for file in sorted(folder.rglob("*.pdf")) if has_text_on_every_page(file)]
    command = [sys.executable, "-c", ANZE, "extract", *candidates, "--format", "jsonl", "--no-progress"]
    lines = subprocess.run(command, check=False, capture_output=True, text=True, cwd=ROOT).stdout.splitlines()
    wait_for_orphans()
    found = {}
    for filing in map(json.loads, lines):
        for paper in filing["documents"]:
            pages = paper.get("pages_read", {})
            text_only = pages.get("text") and not pages["ocr"] and not pages["failed"]
            if paper["kind"] == "policy" and paper["path"].lower().endswith(".pdf") and text_only:
                found[Path(filing["path"]) / paper["path"]] = len(pages["text"])
    return {path: pages for path, pages in found.items() if path.is_file()}


def wait_for_orphans() -> None:
    """The server that forks the workers ends after its command; its time, and theirs, counts when it is waited for."""
    with contextlib.suppress(ChildProcessError):
        while True:
            os.wait()


def cpu_seconds(command: list[str], bytecode: str | None = None) -> float:
    """User + system seconds of one command and of every process that it started, orphans included; what Python compiles is
    kept in the folder ``bytecode``, as the environment says where there is none."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)}
    if bytecode is not None:
        environment["PYTHONPYCACHEPREFIX"] = bytecode
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
    done = subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment, check=False)
    if done.returncode not in (0, 1, 3) or b"Traceback" in done.stderr:
        sys.exit(f"failed: {' '.join(command[:4])}\n{done.stderr.decode(errors='replace')}")
    wait_for_orphans()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def lay_out(place: Path, policies: dict[Path, int], least: int) -> tuple[list[str], int]:
    """Filings below ``place``, of one policy each, again and again until they have ``least`` pages: their files and pages."""
    files: list[str] = []
    pages = 0
    while pages < least:
        for path, count in policies.items():
            home = place / f"F{len(files):04}"
            home.mkdir(parents=True)
            (home / "manifest.json").write_text(json.dumps({"filing_id": home.name, "documents": []}))
            files.append(str(shutil.copy(path, home / "policy.pdf")))
            pages += count
    return files, pages


def apart(small: tuple[int, float, float], large: tuple[int, float, float]) -> tuple[float, float]:
    """(what a further page costs ÷ its raw text, what the command costs before that ÷ raw text of the small batch); a batch is its
    pages, the seconds of raw text and those of the check.

    >>> apart((600, 3.0, 13.5), (3000, 15.0, 49.5))
    (3.0, 1.5)
    """
    pages, raw, check = (b - a for a, b in zip(small, large, strict=True))
    steady = check / raw
    before = small[2] - check / pages * small[0]
    return steady, before / small[1]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", nargs="?", type=Path, default=CORPUS if CORPUS.is_dir() else ROOT / "samples")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pages", type=int, default=600, help="copy the policies until there are this many pages")
    parser.add_argument("--large", type=int, default=0, metavar="PAGES", help="measure a larger batch beside it")
    parser.add_argument("--enforce", action="store_true", help="status 1 when a target is missed")
    options = parser.parse_args()
    # Orphans of a command become ours instead of init's, so that their CPU time is counted (Linux).
    if ctypes.CDLL(None).prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0):
        sys.exit("cannot count the CPU time of worker processes on this system")
    policies = text_policies(options.folder)
    if not policies:
        sys.exit(f"no text-layer policy below {options.folder}")
    with tempfile.TemporaryDirectory() as place, tempfile.TemporaryDirectory() as bytecode:
        python = sys.executable
        small = Path(place, "small")
        files, pages = lay_out(small, policies, options.pages)
        commands = {
            "pypdfium2 text": [python, "-c", PDFIUM, *files],
            "anze check": [python, "-c", ANZE, "check", str(small), "--format", "jsonl", "--no-progress"],
            "pdfplumber words+tables": [python, "-c", PDFPLUMBER, *files],
        }
        counts = dict.fromkeys(commands, pages)
        if options.large:
            large = Path(place, "large")
            more, many = lay_out(large, policies, options.large)
            commands["pypdfium2 text, large"] = [python, "-c", PDFIUM, *more]
            commands["anze check, large"] = [
                python,
                "-c",
                ANZE,
                "check",
                str(large),
                "--format",
                "jsonl",
                "--no-progress",
            ]
            counts |= {name: many for name in commands if name not in counts}
        seconds: dict[str, list[float]] = {name: [] for name in commands}
        for command in commands.values():
            cpu_seconds(command, bytecode)
        for _ in range(options.rounds):
            for name, command in commands.items():
                seconds[name].append(cpu_seconds(command, bytecode))
    ms = {name: statistics.median(values) / counts[name] * 1000 for name, values in seconds.items()}
    print(f"{len(files)} files of {len(policies)} policies, {pages} pages, {options.rounds} rounds in turns")
    print(f"Python {' '.join(sys.version.split())}")
    for name, values in seconds.items():
        each = ", ".join(f"{value:.2f}" for value in values)
        print(f"  {name:<26}{ms[name]:8.2f} ms CPU per page   ({each} s)")
    slower = ms["anze check"] / ms["pypdfium2 text"]
    faster = ms["pdfplumber words+tables"] / ms["anze check"]
    print(f"  anze check ÷ pypdfium2 text: {slower:.2f} (target: at most {MOST_TIMES_PDFIUM:g})")
    print(f"  pdfplumber ÷ anze check:     {faster:.2f} (target: at least {LEAST_TIMES_FASTER:g})")
    if options.large:
        larger = ms["anze check, large"] / ms["pypdfium2 text, large"]
        raw, check = (statistics.median(seconds[name]) for name in ("pypdfium2 text", "anze check"))
        raw_large, check_large = (
            statistics.median(seconds[f"{name}, large"]) for name in ("pypdfium2 text", "anze check")
        )
        steady, before = apart((pages, raw, check), (many, raw_large, check_large))
        print(f"  anze check ÷ pypdfium2 text on {many} pages: {larger:.2f} (no target)")
        print(
            f"  a further page ÷ its raw text: {steady:.2f}; before any page: {before:.2f} × raw text of {pages} pages"
        )
    met = slower <= MOST_TIMES_PDFIUM and faster >= LEAST_TIMES_FASTER
    return 1 if options.enforce and not met else 0


if __name__ == "__main__":
    sys.exit(main())
