"""Steps that several acts share. They open no transaction."""

from datetime import datetime

from kt1.people.tokens.models import ApiToken


def revoke_all(*, user_id: int, at: datetime) -> int:
    """Revoke every token of a person that still opens something."""
    return ApiToken.objects.filter(user=user_id, revoked_at=None).update(revoked_at=at)
