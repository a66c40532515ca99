"""Who sits at the browser, asked for within a page's own session.

Routes declare who may use them by ``api.accounts.deps``. Two cannot: the upload by a plain form, whose token stands among its
files, and the filing page, which is looked at so often that one session and one thread for all of it is worth having.
Both look only (the upload until it has seen its token), so no CSRF secret is asked for here.
"""

from __future__ import annotations

from fastapi import Request
from sqlmodel import Session

from api.accounts.deps import COOKIE, MustChange, address_of
from api.accounts.identity import by_session
from api.accounts.principal import Principal
from api.problems import NotSignedIn


def at_browser(session: Session, request: Request, permission: str) -> Principal:
    """The person signed in, who has this permission. Raises NotSignedIn, MustChange, NotAllowed."""
    secret = request.cookies.get(COOKIE)
    who = by_session(session, secret, address_of(request)) if secret else None
    if who is None:
        raise NotSignedIn
    if who.must_change:
        raise MustChange
    who.need(permission)
    return who
