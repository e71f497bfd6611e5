"""Whom a program acts for. Asked anew on every call: a revoked token opens nothing at once."""

from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.people.tokens.models import ApiToken
from kt1.people.tokens.rules import digest_of

# Always the same text, so a connection prepares it once; every table is reached by its key.
_ACTOR = """
SELECT u.id, u.title, d.role, d.place_id, d.agency_id,
       coalesce(d.province_id, a.province_id, p.province_id), d.id
FROM people_apitoken t
JOIN people_user u ON u.id = t.user_id
JOIN people_duty d ON d.id = t.duty_id AND d.user_id = t.user_id
LEFT JOIN network_agency a ON a.id = d.agency_id
LEFT JOIN network_place p ON p.id = d.place_id
WHERE t.sha256 = %s AND t.revoked_at IS NULL AND t.expires_at > %s
  AND u.is_active AND d.valid_from <= %s AND (d.valid_to IS NULL OR d.valid_to > %s)
"""


def actor_of_token(token: str, at: datetime) -> Actor | None:
    """The person a token stands for, in the duty it is bound to; None when it opens nothing."""
    digest = digest_of(token)
    if digest is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute(_ACTOR, [digest, at, at, at])
        row = cursor.fetchone()
    if row is None:
        return None
    user_id, title, role, place_id, agency_id, province_id, duty_id = row
    return Actor(user_id, title, Role(role), place_id, agency_id, province_id, duty_id)


def seen_by(actor: Actor) -> QuerySet[ApiToken]:
    """Tokens, newest first: an administrator's of everybody, anyone else's own."""
    found = ApiToken.objects.select_related("user", "duty__place", "duty__agency", "duty__province")
    found = found.order_by("-made_at", "-pk")
    return found if actor.role is Role.ADMIN else found.filter(user=actor.user_id)
