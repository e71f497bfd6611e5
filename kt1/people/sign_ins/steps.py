"""Steps that several acts share. They open no transaction."""

from datetime import datetime

from kt1.people.sign_ins.models import SignIn, SignInEnd


def end_all(*, user_id: int, why: SignInEnd, at: datetime, keep: int | None = None) -> int:
    """End every open sign-in of a person, except the one they are using."""
    open_ones = SignIn.objects.filter(user=user_id, ended_at=None)
    if keep is not None:
        open_ones = open_ones.exclude(pk=keep)
    return open_ones.update(ended_at=at, ended_why=why)
