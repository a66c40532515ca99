"""What tests of the service stand on: a database of each kind, fresh and empty, and the service and its pages over it.

``database`` runs a test twice, on SQLite and on PostgreSQL. Both come from a template made once; a PostgreSQL
one is emptied for the next test where it can be.
"""

from __future__ import annotations

import gc
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest

from tests import servers

if TYPE_CHECKING:
    from fastapi import FastAPI
    from starlette.testclient import TestClient

    from api.config import Config
    from api.service import Service
    from api.store import Database
    from tests.accounts_kit import Crowd

IN_MEMORY = Path("/dev/shm")
"""Where what tests write needs no disk: each commit of SQLite and each blob waits for it, which is milliseconds of nothing to do."""
TEMPLATE = "anze_template"
KINDS = ("sqlite", "postgresql")
Copies = Callable[[Path], AbstractContextManager[str]]
_SPARE: list[tuple[str, Any]] = []
"""Databases with our tables and nothing in them, and their shape, which a test gave back for the next: a copy costs ten times more."""


SELDOM = 100_000
"""Objects made between two looks for garbage in cycles: every 700, the looks are a tenth of the time."""


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(SELDOM, 20, 50)
    hypothesis.settings.register_profile("untimed", deadline=None)  # a slow machine is no fault of ours
    hypothesis.settings.load_profile("untimed")
    if hasattr(config, "workerinput"):
        return
    for name in [name for name in os.environ if name.startswith("ANZE_") and name != "ANZE_SHARED"]:
        del os.environ[name]  # the settings of whoever runs the tests are not the tests'
    os.environ[servers.FOLDER] = str(servers.make_folder())
    if _has_room(IN_MEMORY):
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(IN_MEMORY))


def _has_room(folder: Path) -> bool:
    """Whether all that tests write may be there, programs among it."""
    if not os.access(folder, os.W_OK):
        return False
    there = os.statvfs(folder)
    return there.f_bavail * there.f_frsize >= 4 << 30 and not there.f_flag & os.ST_NOEXEC


def pytest_unconfigure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return
    servers.clear(Path(os.environ.pop(servers.FOLDER)))


DEAREST = (
    "test_authorisation", "test_api_fuzz", "test_api_hostile", "test_crash", "test_browser_regulator", "test_browser_clerk",
    "test_queue", "test_cluster", "test_serve", "test_law_properties", "test_fuzz_reading", "test_pages_regulator",
    "test_rendering", "test_samples", "test_executor", "test_database", "test_audits", "test_policy_strangers", "test_retention",
    "test_strangers",
)  # fmt: skip
"""Modules of many seconds, which begin first: one that began last would keep one worker while the others have nothing to do."""


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    places = {name: place for place, name in enumerate(DEAREST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))


def pytest_collection_finish() -> None:
    """Modules and thirteen thousand tests stay to the end: to look for garbage among them again and again is time for nothing."""
    gc.freeze()
    if "api.store.database" in sys.modules:
        from tests.statements import keep_compiled

        keep_compiled()


@pytest.fixture(scope="session")
def postgres() -> servers.PostgreSQL:
    """A real PostgreSQL on loopback, one for all workers of the session."""
    folder = Path(os.environ[servers.FOLDER])
    server = servers.PostgreSQL(folder)
    with servers.locked(folder):
        if not server.started:
            try:
                server.start()
            except RuntimeError as error:
                pytest.fail(str(error), pytrace=False)
    return server


@pytest.fixture(scope="session")
def postgres_template(postgres: servers.PostgreSQL) -> servers.PostgreSQL:
    """The server, with an empty database of our tables to copy from."""
    with servers.locked(Path(os.environ[servers.FOLDER])):
        if not _on(postgres, f"select 1 from pg_database where datname = '{TEMPLATE}'"):
            _on(postgres, f"create database {TEMPLATE}")
            _make_tables(postgres.url(TEMPLATE))
    return postgres


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with our tables, to copy from."""
    file = tmp_path_factory.mktemp("template") / "template.db"
    _make_tables(f"sqlite:///{file}")
    return file


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty database with our tables, of the test's own."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "anze.db")
        yield f"sqlite:///{tmp_path / 'anze.db'}"
        return
    with _own_database(request.getfixturevalue("postgres_template"), TEMPLATE) as url:
        yield url


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """An empty database with our tables, open."""
    with _opened(database_url) as db:
        yield db


@pytest.fixture(params=KINDS)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without a single table, open."""
    if request.param == "sqlite":
        with _opened(f"sqlite:///{tmp_path / 'empty.db'}") as db:
            yield db
        return
    with _own_database(request.getfixturevalue("postgres"), "template1") as url, _opened(url) as db:
        yield db


@pytest.fixture
def config(database_url: str, tmp_path: Path) -> Config:
    """Settings of a service over ``database`` with everything else in the test's folder."""
    from api.config import Config

    return Config(data=tmp_path / "data", database=database_url, poll_s=0.02, workers=1)


@pytest.fixture
def service(config: Config, database: Database) -> Iterator[Service]:
    """The service over an empty database and an empty folder of papers."""
    from api.service import Service
    from api.store import Blobs
    from tests.accounts_kit import cheap_hashing

    service = Service(config, database, Blobs(config.blobs_url))
    with cheap_hashing():
        yield service
    service.close()


@pytest.fixture
def client(service: Service) -> Iterator[TestClient]:
    """A browser of the whole application, on this machine and without cookies yet."""
    from starlette.testclient import TestClient

    from tests.apps import app_over

    with TestClient(app_over(service), client=("127.0.0.1", 50000), follow_redirects=False) as client:
        yield client


@pytest.fixture
def crowd(service: Service) -> Crowd:
    """People of every role in two organisations of every kind, known to the service."""
    from tests.accounts_kit import populate

    return populate(service)


@pytest.fixture
def app(service: Service) -> FastAPI:
    """The whole application over the service."""
    from tests.apps import app_over

    return app_over(service)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    """A browser for the tests of a module."""
    from tests.browser_kit import browser

    with browser() as started:
        yield started


@contextmanager
def opened_service(request: pytest.FixtureRequest, kind: str, folder: Path, **more: Any) -> Iterator[Service]:
    """A service over an empty database of the kind, for a fixture that lives longer than one test; ``more`` settings."""
    from api.config import Config
    from api.service import Service
    from api.store import Blobs, Database
    from tests.accounts_kit import cheap_hashing

    def served(url: str) -> Service:
        config = Config(data=folder / "data", database=url, poll_s=0.02, workers=1, **more)
        return Service(config, Database(url, pool=5), Blobs(config.blobs_url))

    if kind == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), folder / "anze.db")
        service = served(f"sqlite:///{folder / 'anze.db'}")
        with cheap_hashing():
            yield service
        service.close()
        return
    with _own_database(request.getfixturevalue("postgres_template"), TEMPLATE) as url, cheap_hashing():
        service = served(url)
        yield service
        service.close()


@contextmanager
def filled_once(
    request: pytest.FixtureRequest, kind: str, folder: Path, fill: Callable[[Service], object]
) -> Iterator[Copies]:
    """Databases of the kind that begin with what ``fill`` puts into the first of them: a copy costs less than the filling. The folder
    given to what is yielded is the copy's own."""
    if kind == "sqlite":
        file = folder / "filled.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        _fill(f"sqlite:///{file}", folder, fill)

        @contextmanager
        def copy(to: Path) -> Iterator[str]:
            shutil.copy(file, to / "anze.db")
            yield f"sqlite:///{to / 'anze.db'}"

        yield copy
        return
    server = request.getfixturevalue("postgres_template")
    with _own_database(server, TEMPLATE) as url:
        _fill(url, folder, fill)
        yield lambda to: _own_database(server, url.rpartition("/")[2])


def _fill(url: str, folder: Path, fill: Callable[[Service], object]) -> None:
    from api.config import Config
    from api.service import Service
    from api.store import Blobs, Database

    config = Config(data=folder / "data", database=url)
    service = Service(config, Database(url, pool=1), Blobs(config.blobs_url))
    fill(service)
    if service.db.sqlite:
        _all_in_one_file(service.db)
    service.close()


@contextmanager
def _own_database(server: servers.PostgreSQL, template: str) -> Iterator[str]:
    from api.store import new_id

    spare = _SPARE if template == TEMPLATE else []
    if spare:
        name, shape = spare.pop()
    else:
        name = f"t_{new_id()}"
        server.left_alone(template)
        with servers.locked(server.folder.parent):  # one at a time may copy from a template
            _on(server, f"create database {name} template {template}")
        shape = server.shape(name) if template == TEMPLATE else None
    yield server.url(name)
    if shape is not None and server.emptied(name, shape):
        _SPARE.append((name, shape))
    else:
        server.left_alone(name)
        _on(server, f"drop database {name} with (force)")


@contextmanager
def _opened(url: str) -> Iterator[Database]:
    from api.store import Database

    db = Database(url, pool=5)
    yield db
    db.close()


def _make_tables(url: str) -> None:
    """From the tables as they are now; that the migrations make the same ones is ``tests/test_database.py``'s to show."""
    from sqlalchemy import text

    from api.store import Database
    from api.tables import METADATA
    from api.upkeep import schema

    db = Database(url, pool=1)
    METADATA.create_all(db.engine)
    with db.engine.execution_options(anze_write=True).begin() as connection:
        connection.execute(text("create table alembic_version (version_num varchar(32) primary key)"))
        connection.execute(text("insert into alembic_version values (:head)"), {"head": schema.head()})
    if db.sqlite:
        _all_in_one_file(db)
    db.close()


def _all_in_one_file(db: Database) -> None:
    """What SQLite keeps beside its file, put into it, so that the file alone may be copied."""
    with db.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _on(server: servers.PostgreSQL, statement: str) -> list[Any]:
    """Execute on the server itself, outside a transaction."""
    import psycopg

    with psycopg.connect(server.url("postgres").replace("+psycopg", ""), autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchall() if cursor.description else []
