"""Templates → pages. Everything from outside is escaped; a name that a template does not know is an error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache, partial
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from api.accounts.principal import Principal
from api.serving.app import language
from api.web.assets import asset
from api.web.menu import menu_of
from api.web.words import said, say, words_for_scripts

CHINA = timezone(timedelta(hours=8))
POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
"""What a page may load and where it may send; a stranger's words in it can do neither."""

HEADERS = {
    "Cache-Control": "no-store",  # pages hold filings; nothing of them stays behind on a shared machine
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "X-Frame-Options": "DENY",
}


@cache
def environment() -> Environment:
    """Compiled once; a template never changes under a running service."""
    env = Environment(
        loader=PackageLoader("api.web", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        auto_reload=False,
        cache_size=-1,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.filters |= {"day": day, "moment": moment, "minute": minute, "money": money, "number": number}
    env.policies["json.dumps_kwargs"] = {"ensure_ascii": False, "sort_keys": False}
    return env


def context(request: Request, who: Principal | None) -> dict[str, Any]:
    """What every template knows. ``csrf`` is "" for somebody who is not signed in."""
    lang = language(request)
    root = root_of(request)
    return {
        "lang": lang,
        "t": partial(say, lang),
        "said": partial(said, lang),
        "asset": lambda name: root + asset(name),
        "url": lambda path: root + path,
        "root": root,
        "who": who,
        "csrf": who.csrf if who else "",
        "user_name": (who.name or who.login) if who else "",
        "org_name": who.org_name if who else "",
        "menu": menu_of(who) if who else (),
        "here": here_of(request),
        "back": address_of_page(request),
        "js_words": words_for_scripts(lang),
        "json": to_json,
        "size": size,
    }


def root_of(request: Request) -> str:
    """The prefix under which a proxy shows the service, without a slash at its end."""
    return str(request.scope.get("root_path") or "").rstrip("/")


def here_of(request: Request) -> str:
    """The path of this page within the service."""
    root, path = root_of(request), request.url.path
    return path[len(root) :] or "/" if root and path.startswith(root + "/") else path


def address_of_page(request: Request) -> str:
    """This page's own address, to come back to after a change of language, or after signing in."""
    query = request.url.query
    return root_of(request) + here_of(request) + (f"?{query}" if query else "")


def page(request: Request, who: Principal | None, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A template as an answer."""
    text = environment().get_template(template).render({**context(request, who), **values})
    return HTMLResponse(text, status, headers=HEADERS)


# --- how values are written --------------------------------------------------------------------------------------------


def day(value: date | str | None) -> str:
    """ISO, which sorts and aligns; "" for None."""
    return "" if value is None else str(value)[:10]


def _chinese_time(value: datetime | str) -> datetime:
    when = datetime.fromisoformat(value) if isinstance(value, str) else value
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(CHINA)


def moment(value: datetime | str | None) -> Markup:
    """A moment to the minute in China's time, exact in the tooltip."""
    if value is None:
        return Markup("")
    when = _chinese_time(value)
    return Markup('<time datetime="{}" title="{}">{}</time>').format(
        when.isoformat(), when.strftime("%Y-%m-%d %H:%M:%S"), when.strftime("%m-%d %H:%M")
    )


def minute(value: datetime | str | None) -> str:
    """A moment to the minute with its year, as plain text."""
    return "" if value is None else _chinese_time(value).strftime("%Y-%m-%d %H:%M")


def money(value: Decimal | float | int | str | None) -> str:
    """Yuan with thousands, without idle decimals.

    >>> money("28416.50"), money(300000), money(None)
    ('28,416.50', '300,000', '')
    """
    return "" if value is None else f"{Decimal(str(value)):,.2f}".removesuffix(".00")


def number(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def size(bytes: int) -> str:
    """Of a file, for people.

    >>> size(900), size(214_000), size(3_500_000)
    ('900 B', '209 KB', '3.3 MB')
    """
    for unit, factor in (("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)):
        if bytes >= factor:
            return f"{bytes / factor:.{1 if bytes < 10 * factor else 0}f} {unit}"
    return f"{bytes} B"


def to_json(value: Mapping[str, Any]) -> Markup:
    """For a data block in a page: ``<`` cannot end it."""
    text = json.dumps(value, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
