"""Who is acting in this request: one query, asked anew each time.

Nothing about rights is kept in the cookie or the session, so a duty ended, an account disabled
or a sign-in killed counts from the next request on.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet
from django.http import HttpRequest

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.sign_ins.models import SignIn
from kt1.people.sign_ins.rules import DEFAULT_LIMITS, Limits

SESSION_FIELD = "sign_in"
_KEPT_ON_REQUEST = "_kt1_standing"


class NotSignedInError(Exception):
    """Nobody is signed in here, or no longer."""


@dataclass(frozen=True, slots=True)
class Standing:
    """An open sign-in, the actor it stands for, and when it will lapse if left alone."""

    sign_in_id: int
    actor: Actor
    language: str
    seen_at: datetime
    ends_at: datetime


def actor_of(request: HttpRequest) -> Actor:
    """The actor of a page. At most one query, however often it is asked."""
    standing = standing_of(request)
    if standing is None:
        raise NotSignedInError
    return standing.actor


def standing_of(request: HttpRequest) -> Standing | None:
    """The sign-in of this request, or None. Needs the session and the moment of the request."""
    if not hasattr(request, _KEPT_ON_REQUEST):
        sign_in_id = request.session.get(SESSION_FIELD)
        moment: datetime = request.at  # type: ignore[attr-defined]  # set by middleware
        found = None if sign_in_id is None else standing(int(sign_in_id), moment)
        setattr(request, _KEPT_ON_REQUEST, found)
    kept: Standing | None = getattr(request, _KEPT_ON_REQUEST)
    return kept


# Always the same text, so a connection prepares it once; every table is reached by its key.
_STANDING = """
SELECT u.id, u.title, u.language, d.id, d.role, d.place_id, d.agency_id,
       coalesce(d.province_id, a.province_id, p.province_id),
       s.opened_at, s.seen_at, l.idle, l.absolute
FROM people_signin s
JOIN people_user u ON u.id = s.user_id
JOIN people_duty d ON d.id = s.duty_id AND d.user_id = s.user_id
LEFT JOIN network_agency a ON a.id = d.agency_id
LEFT JOIN network_place p ON p.id = d.place_id
LEFT JOIN people_sessionlimit l ON l.role = d.role
WHERE s.id = %s AND s.ended_at IS NULL
  AND u.is_active AND d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to > %s)
"""


def standing(sign_in_id: int, at: datetime) -> Standing | None:
    """The open sign-in with this id, if at this moment it still counts."""
    with connection.cursor() as cursor:
        cursor.execute(_STANDING, [sign_in_id, at, at])
        row = cursor.fetchone()
    if row is None:
        return None
    (user_id, title, language, duty_id, role, place_id, agency_id, province_id, *times) = row
    opened_at, seen_at, idle, absolute = times
    limits = DEFAULT_LIMITS[Role(role)] if idle is None else Limits(idle, absolute)
    ends_at = limits.end(opened_at=opened_at, seen_at=seen_at)
    if at >= ends_at:
        return None
    actor = Actor(user_id, title, Role(role), place_id, agency_id, province_id, duty_id)
    return Standing(sign_in_id, actor, language, seen_at, ends_at)


def seen_by(actor: Actor) -> QuerySet[SignIn]:
    """Sign-ins, newest first: an administrator's of everybody, anyone else's own."""
    found = SignIn.objects.select_related("user", "duty").order_by("-opened_at", "-pk")
    return found if actor.role is Role.ADMIN else found.filter(user=actor.user_id)
