"""`kt1 token`: let a program act for a person in one duty."""

import argparse
import json
import sys
from collections.abc import Mapping
from datetime import datetime
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.utils import timezone
from django.utils.translation import gettext as _

from kt1.config import clock
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.models import User
from kt1.people.accounts.queries import duties_of
from kt1.people.actor import console
from kt1.people.tokens import actions, queries
from kt1.people.tokens.models import ApiToken

HELP = "make, list and revoke tokens for programs"


class AmbiguousDutyError(Exception):
    """The person holds several duties; say which one the token is for."""


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    new = verbs.add_parser("new", help="make a token; its secret is printed once")
    new.add_argument("--user", required=True, metavar="NAME")
    new.add_argument("--days", type=int, required=True, metavar="N", help="1 to 366")
    new.add_argument("--duty", type=int, metavar="ID", help="when the person holds several")
    listed = verbs.add_parser("list", help="tokens, newest first; never their secrets")
    listed.add_argument("--user", metavar="NAME")
    revoke = verbs.add_parser("revoke", help="close a token from the next call on")
    revoke.add_argument("id", type=int, metavar="ID")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    act = {"new": _new, "list": _list, "revoke": _revoke}[args.act]
    try:
        fields, words = act(args, clock.now())
    except ObjectDoesNotExist:
        return _refused(args, _("Nothing is known by this name, code or number."))
    except AmbiguousDutyError as error:
        return _refused(args, str(error))
    except actions.TooLongError:
        return _refused(args, _("A token lasts 1 to 366 days."))
    sys.stdout.write((json.dumps(fields, ensure_ascii=False) if args.json else words) + "\n")
    return 0


def _new(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    user = User.objects.get(username=args.user)
    made = actions.make(
        user_id=user.pk,
        duty_id=args.duty or _only_duty(user, at),
        days=args.days,
        by=console(),
        at=at,
        once=_once(args),
    )
    fields = {
        "id": made.token_id,
        "token": made.secret,
        "expires_at": made.expires_at.isoformat(),
    }
    return fields, str(made.secret)


def _only_duty(user: User, at: datetime) -> int:
    duties = duties_of(user.pk, at)
    if not duties:
        raise AmbiguousDutyError(_("This person holds no duty now."))
    if len(duties) > 1:
        shown = ", ".join(f"{duty.pk} ({duty.role})" for duty in duties)
        raise AmbiguousDutyError(_("Say which duty with --duty: %(duties)s") % {"duties": shown})
    return duties[0].pk


def _list(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    tokens = queries.seen_by(console())
    if args.user:
        tokens = tokens.filter(user__username=args.user)
    rows = [_row(token, at) for token in tokens]
    lines = ["\t".join(str(value) for value in row.values()) for row in rows]
    return {"tokens": rows}, "\n".join(lines)


def _row(token: ApiToken, at: datetime) -> dict[str, object]:
    state = "revoked" if token.revoked_at else "expired" if token.expires_at <= at else "open"
    return {
        "id": token.pk,
        "user": token.user.username,
        "duty": token.duty_id,
        "role": token.duty.role,
        "state": state,
        "expires_at": timezone.localtime(token.expires_at).isoformat(),
    }


def _revoke(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    actions.revoke(token_id=args.id, by=console(), at=at, once=_once(args))
    return {"id": args.id, "state": "revoked"}, _("Token %(id)s is revoked.") % {"id": args.id}


def _once(args: argparse.Namespace) -> RequestKey:
    return RequestKey.of(uuid4(), {"act": args.act})


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{sentence}\n")
    return 1
