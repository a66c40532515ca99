"""Administration: people, organisations, tokens, webhooks, the queue, settings, the audit log.

A page shows what the person may do; the services say again who may. A password or secret made here is shown in the answer
to the form that made it and on no other page.
"""

from __future__ import annotations

from fastapi import APIRouter

from api.web.menu import Entry
from api.web.pages.admin import bodies, hooks, keys, log, people, running

router = APIRouter()
MENU = Entry(60, "admin", "/admin", "people")
for _part in (people, bodies, keys, hooks, running, log):
    router.include_router(_part.router)
