"""Which facts papers can give, by what they are about: the names that the readers and the joining of papers write down.

Read from their source, so that a new field or a new joined fact is known as soon as it is written. More names than are facts
come out (any short word of that source); a name that is *not* among them is given by nobody.
"""

from __future__ import annotations

import ast
import inspect
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from validators import filing, joined
from validators.law.pack import SUBJECTS

_NAME = re.compile(r"[a-z][a-z0-9_]*")
_PARTS: Mapping[str, str] = {"hazards": "hazard", "claims": "claim", "reports": "report"}
"""The modules of ``validators.filing`` whose facts are not the policy's, and whose they are."""
# A part sees the facts of what it belongs to: a hazard its report's, all of them their policy's.
_UNDER: Mapping[str, tuple[str, ...]] = {"hazard": ("report", "policy"), "policy": ()}


@cache
def given() -> Mapping[str, frozenset[str]]:
    """Subject → names of the facts that papers may give it.

    >>> "per_person_limit" in given()["claim"], "claim_uploaded" in given()["policy"]
    (True, False)
    """
    # the readers of papers take a second to load: only where their words are asked for
    from extractor.evidence import signoff
    from extractor.kinds import policy, service_report

    own: dict[str, set[str]] = {about: set() for about in SUBJECTS}
    own["policy"] |= {"contract_date", "review_date"} | _words(policy)
    own["report"] |= _words(service_report) | _words(signoff)
    for about, names in _of_filing():
        own[about] |= names
    for module in joined.modules():
        words = _words(module)
        for about in SUBJECTS:
            if (about == "policy" and hasattr(module, "policy")) or (hasattr(module, "subjects") and about in words):
                own[about] |= words
    return {about: frozenset(own[about].union(*(own[u] for u in _UNDER.get(about, ("policy",))))) for about in SUBJECTS}


def _words(module: ModuleType) -> set[str]:
    """The names in a module, and in the modules of a room."""
    inner = [
        import_module(f"{module.__name__}.{m.name}") for m in pkgutil.iter_modules(getattr(module, "__path__", ()))
    ]
    return _named([ast.parse(inspect.getsource(m)) for m in (module, *inner)])


def _of_filing() -> Iterator[tuple[str, set[str]]]:
    """The names in the room ``validators.filing``: those of a module named for a part are the part's."""
    yield "policy", _named([ast.parse(inspect.getsource(filing))])
    for found in pkgutil.iter_modules(filing.__path__):
        module = import_module(f"{filing.__name__}.{found.name}")
        yield _PARTS.get(found.name, "policy"), _named([ast.parse(inspect.getsource(module))])


def _named(nodes: Iterable[ast.AST]) -> set[str]:
    """Every string that could be a name; those after the beginning of a composed one (``f"hazard_{column}"``) composed too."""
    plain: set[str] = set()
    heads: set[str] = set()
    for top in nodes:
        for node in ast.walk(top):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and _NAME.fullmatch(node.value):
                plain.add(node.value)
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                heads.add(str(node.values[0].value))
    composed = {head + name for head in heads if _NAME.fullmatch(head) for name in (*plain, *SUBJECTS)}
    return plain | composed
