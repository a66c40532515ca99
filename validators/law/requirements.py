"""What became of each demand of a text: a rule, a score item, a figure, a milestone, the engine itself, or a person.

One ``<name>.requirements.yaml`` beside each pack: the demand's id → its article, what it asks in a few words, and where it is
met. A demand that nothing here can decide says why and whose eyes it needs, so that nothing is dropped in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from validators.law.pack import PackError, checked_words, marked

WORDS = ("article", "about", "rules", "scores", "kpis", "milestones", "engine", "person", "needs", "notes")
_WAYS = ("rules", "scores", "kpis", "milestones", "engine", "person")


@dataclass(frozen=True, slots=True)
class Requirement:
    """One demand of a text and where it is met.

    ``id`` is the dossier's (SZ-12, F-06). ``rules``, ``scores`` ("scheme/item"), ``kpis`` and ``milestones`` name what
    judges it; ``engine`` says which mechanism does; ``person`` why only a person can. ``needs`` names a parameter, table or
    text that is not given: until then it comes out undecided.
    """

    id: str
    file: str
    line: int
    article: str
    about: str
    rules: tuple[str, ...] = ()
    scores: tuple[str, ...] = ()
    kpis: tuple[str, ...] = ()
    milestones: tuple[str, ...] = ()
    engine: str = ""
    person: str = ""
    needs: str = ""
    notes: str = ""

    @property
    def ways(self) -> tuple[str, ...]:
        """How it is met: names of the words that say so."""
        return tuple(way for way in _WAYS if getattr(self, way))


def parse(text: str, file: str) -> tuple[Requirement, ...]:
    """The demands of one file, in its order. Raises PackError for an unknown word, a demand without an answer, an id twice."""
    table = marked(text, file)
    out = []
    for name in table:
        entry = checked_words(table[name], WORDS, ("about",), file, name, table.lines[name])
        lists = {way: _names(entry.get(way)) for way in ("rules", "scores", "kpis", "milestones")}
        texts = {
            word: str(entry.get(word) or "") for word in ("article", "about", "engine", "person", "needs", "notes")
        }
        one = Requirement(name, file, table.lines[name], **lists, **texts)  # type: ignore[arg-type]
        if not one.ways:
            raise PackError(file, one.line, f"“{name}”没有写由谁判断", _WAYS)
        out.append(one)
    return tuple(out)


def _names(value: object) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),) if value else ()


@cache
def shipped_requirements() -> Mapping[str, Requirement]:
    """Every demand of every text in the package, by id. Raises PackError where an id stands in two files."""
    out: dict[str, Requirement] = {}
    for name, text in _texts():
        for one in parse(text, name):
            if one.id in out:
                raise PackError(one.file, one.line, f"“{one.id}”在 {out[one.id].file} 里已经有了")
            out[one.id] = one
    return out


def _texts() -> Iterator[tuple[str, str]]:
    room = files("validators") / "packs"
    for folder in sorted(room.iterdir(), key=lambda f: f.name):
        if folder.is_dir():
            for file in sorted(folder.iterdir(), key=lambda f: f.name):
                if file.name.endswith(".requirements.yaml"):
                    yield f"{folder.name}/{file.name}", file.read_text("utf-8")
