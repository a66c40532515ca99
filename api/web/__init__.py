"""Pages for people: rendered on the server, useful without JavaScript, no external asset.

To add a page, write two files and touch none:

- ``api/web/pages/<name>.py`` with a ``router`` (``fastapi.APIRouter``) and, for an entry in the menu, ``MENU = Entry(place,
  word, path, permission)``. A route is a plain ``def`` that calls a room's service function and ends with
  ``return page(request, who, "<name>.html", …)``. ``who`` comes from ``SignedIn``; somebody who is not signed in lands on
  the sign-in page by himself, a ``Problem`` that is raised becomes a page (``api.web.problem_page``).
- ``api/web/templates/<name>.html`` that extends ``base.html`` and fills ``title``, ``main`` and, where it has scripts,
  ``scripts``. Macros for what pages have in common – chips, buttons, dates, empty states – are in ``macros.html``.

Words stand in ``api/web/words/<name>.zh.yaml`` and ``<name>.en.yaml`` under the page's name, both with the same keys; a
template says ``t("name.key", n=3)``, a script ``say("key")`` (the words under ``js``). Colours, spaces and parts are in
``static/anze.css``: read its first screen. What is in ``static/`` goes by ``asset("file")``, under an address that changes
with the content. The Content-Security-Policy allows our own files only: no ``style=""``, no ``onclick=""``, no inline script.

A change by a form carries ``<input type="hidden" name="csrf" value="{{ csrf }}">``; by a script, the header that ``api.js`` adds.
A page that many look at again and again can be kept rendered: ``api.web.keeping``.
"""

from __future__ import annotations

from fastapi import FastAPI

from api.web import assets, problem_page
from api.web.menu import modules


def attach(app: FastAPI) -> None:
    """Add the pages, their files and the pages for refusals to the application."""
    for module in modules():
        app.include_router(module.router, include_in_schema=False)
    app.include_router(assets.router, include_in_schema=False)
    app.state.problem_page = problem_page.answer
