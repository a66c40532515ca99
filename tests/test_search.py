"""Words of filings: what is kept of them, and what finds them, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from api.search import MOST_ASKED, MOST_KEPT, asked, fts_question, matching, to_terms, tsquery
from api.tables.accounts import Organisation
from api.tables.filings import FilingRow

if TYPE_CHECKING:
    from api.store import Database

FILINGS = {
    "suzhou": ("安徽省宿州市埇桥区", "宿州恒泰建材有限公司", "PZIT-202434130000000417"),
    "hangzhou": ("浙江省杭州市", "杭州建新化工有限公司", "64418-3301-2025-31585"),
    "latin": ("Ａｎｈｕｉ ＡＢＣ Co.", "ABC Mining", "1E3D5"),
}
FOUND = [
    ("宿州", {"suzhou"}),
    ("宿", {"suzhou"}),
    ("司", {"suzhou", "hangzhou"}),
    ("恒泰建材", {"suzhou"}),
    ("建材 宿州", {"suzhou"}),
    ("建 州", {"suzhou", "hangzhou"}),
    ("宿州 杭州", set()),
    ("有限公司", {"suzhou", "hangzhou"}),
    ("宿州恒泰建材有限公司", {"suzhou"}),
    ("0417", {"suzhou"}),
    ("34130000", {"suzhou"}),
    ("pzit2024341300", {"suzhou"}),
    ("PZIT", {"suzhou"}),
    ("31585", {"hangzhou"}),
    ("1585", {"hangzhou"}),
    ("6441833012025", {"hangzhou"}),
    ("64418-3301", {"hangzhou"}),
    ("３１５８５", {"hangzhou"}),
    ("min", {"latin"}),
    ("anhui abc", {"latin"}),
    ("1e3d", {"latin"}),
    ("e3d5", {"latin"}),
    ("99999", set()),
]
HOSTILE = [
    '" OR 1 --', "宿州' OR '1'='1", "terms:宿州", "宿州*)(", "NEAR(宿 州)", "{terms}", "^宿州", "宿州 NOT 杭州", "a & b | !c", "'", '"',
    "(", "宿州 -杭州", "\\", "%", "___", ":*", "'宿州':* & x", "\x00", "\ud800", "宿州" * 500, "AND", "OR OR OR",
]  # fmt: skip


@pytest.fixture
def stored(database: Database) -> Database:
    with database.writing() as session:
        session.add(Organisation(id="o1", kind="insurer", name="示例财产保险股份有限公司"))
        session.flush()
        for name, texts in FILINGS.items():
            session.add(FilingRow(id=name, org_id="o1", name=name, terms=to_terms(*texts)))
    return database


def found(database: Database, question: str) -> set[str]:
    with database.reading() as session:
        dialect = session.get_bind().dialect
        return set(session.exec(select(FilingRow.id).where(matching(question, dialect), col(FilingRow.seq) > 0)))


def test_what_is_asked_is_found(stored: Database) -> None:
    assert {question: found(stored, question) for question, _ in FOUND} == dict(FOUND)


def test_hostile_words_are_only_words(stored: Database) -> None:
    for question in HOSTILE:
        assert found(stored, question) <= set(FILINGS), question
    assert found(stored, "宿州' OR '1'='1") == set()
    assert found(stored, "...") == set()
    assert found(stored, "  ") == set(FILINGS)


def test_words_follow_the_filing(stored: Database) -> None:
    with stored.writing() as session:
        row = session.exec(select(FilingRow).where(FilingRow.id == "suzhou")).one()
        row.terms = to_terms("蚌埠")
        session.add(row)
    assert found(stored, "宿州") == set()
    assert found(stored, "蚌埠") == {"suzhou"}


def test_every_part_of_a_number_is_found(stored: Database) -> None:
    number = "pzit202434130000000417"
    for size in (3, 4, 5, 9):
        for start in range(4, len(number) - size):
            assert "suzhou" in found(stored, number[start : start + size]), number[start : start + size]


@given(st.text(max_size=200))
def test_terms_are_whole_tokens_without_repetition(said: str) -> None:
    kept = to_terms(said).split(" ") if to_terms(said) else []
    assert len(kept) == len(set(kept))
    assert all(token and not set(token) & set("\"'&|!():*<> \x00") for token in kept)
    question = asked(said)
    assert len(question) <= MOST_ASKED
    assert tsquery(said).count("'") == 2 * len(question)
    assert fts_question(said).count('"') == 2 * len(question)


@given(st.text(alphabet="宿州恒泰建材公司有限abcABC0123456789- ", min_size=1, max_size=30))
def test_a_text_finds_itself(said: str) -> None:
    kept = to_terms(said).split(" ")
    for token, beginning in asked(said):
        assert token in kept or (beginning and any(other.startswith(token) for other in kept))


def test_a_long_text_is_cut() -> None:
    assert len(to_terms("".join(chr(0x4E00 + n) for n in range(9000))).split(" ")) == MOST_KEPT
