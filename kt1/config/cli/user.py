"""`kt1 user`: accounts and duties, for whoever holds the command line of the server."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TypedDict
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError
from django.utils.translation import gettext as _

from kt1.config import clock
from kt1.ledger.requests.rules import RequestKey
from kt1.network.models import AdminUnit, Agency, Place
from kt1.network.places.rules import PlaceKind
from kt1.people.accounts import actions, queries
from kt1.people.accounts.models import Duty, User
from kt1.people.accounts.rules import SCOPES, Need, Role
from kt1.people.actor import NotAllowedError, console
from kt1.people.sign_ins import actions as sign_ins

HELP = "make accounts, give and end duties, issue temporary passwords"

_REFUSALS = (actions.UnfitAccountError, actions.UnfitDutyError, NotAllowedError)


class _Scope(TypedDict, total=False):
    place_id: int
    agency_id: int
    province_id: int


class _Shown(TypedDict):
    user: str
    title: str
    active: bool
    duties: list[dict[str, object]]


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    new = verbs.add_parser("new", help="make an account; prints its temporary password once")
    new.add_argument("--user", required=True, metavar="NAME")
    new.add_argument("--title", required=True, help="shown name: the role and its body")
    new.add_argument("--language", choices=("vi", "en"), default="vi")
    new.add_argument("--card", default="", help="number on the KT1 card")
    _add_duty(new, required=False)
    duty = verbs.add_parser("duty", help="give a person a duty")
    duty.add_argument("--user", required=True, metavar="NAME")
    _add_duty(duty, required=True)
    end = verbs.add_parser("end", help="end a duty, from the next request on")
    end.add_argument("--duty", type=int, required=True, metavar="ID")
    listed = verbs.add_parser("list", help="accounts and the duties they hold now")
    listed.add_argument("--role", choices=[role.value for role in Role])
    for name, said in (
        ("disable", "disable an account, its sign-ins and tokens, at once"),
        ("enable", "enable a disabled account"),
        ("password", "issue a temporary password; prints it once"),
    ):
        verbs.add_parser(name, help=said).add_argument("--user", required=True, metavar="NAME")
    limit = verbs.add_parser("limit", help="set how long a sign-in in a role lasts")
    limit.add_argument("--role", choices=[role.value for role in Role], required=True)
    limit.add_argument("--idle", type=int, required=True, metavar="MINUTES")
    limit.add_argument("--absolute", type=int, required=True, metavar="MINUTES")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    act = _ACTS[args.act]
    try:
        fields, words = act(args, clock.now())
    except _REFUSALS as error:
        return _refused(args, str(error))
    except ObjectDoesNotExist:
        return _refused(args, _("Nothing is known by this name, code or number."))
    except IntegrityError:
        return _refused(args, _("This is already so: nothing was changed."))
    except sign_ins.UnfitLimitError:
        return _refused(args, _("1 minute ≤ idle ≤ absolute ≤ 12 hours."))
    sys.stdout.write((json.dumps(fields, ensure_ascii=False) if args.json else words) + "\n")
    return 0


def _new(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    # The duty's scope is looked up first, so that a mistyped code leaves no account behind.
    scope: _Scope = _scope(args) if args.role else {}
    made = actions.make_account(
        username=args.user,
        title=args.title,
        language=args.language,
        card_number=args.card,
        by=console(),
        at=at,
        once=_once(args),
    )
    fields: dict[str, object] = {"user": args.user, "password": made.password}
    if args.role:
        fields["duty"] = _give(made.user_id, args, scope, at)
    sentence = _("Temporary password of %(user)s, shown this once: %(password)s")
    return fields, sentence % {"user": args.user, "password": made.password}


def _duty(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    duty_id = _give(_user(args).pk, args, _scope(args), at)
    return {"user": args.user, "duty": duty_id}, _("Duty %(id)s is given.") % {"id": duty_id}


def _end(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    actions.end_duty(duty_id=args.duty, by=console(), at=at, once=_once(args))
    return {"duty": args.duty}, _("Duty %(id)s has ended.") % {"id": args.duty}


def _list(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    duties = Duty.objects.filter(queries.in_force(at)).select_related("place", "agency", "province")
    if args.role:
        duties = duties.filter(role=args.role)
    held: dict[int, list[Duty]] = {}
    for duty in duties.order_by("pk"):
        held.setdefault(duty.user_id, []).append(duty)
    users = queries.seen_by(console()).order_by("username")
    rows = [_row(user, held.get(user.pk, [])) for user in users if not args.role or user.pk in held]
    lines = [
        f"{row['user']}\t{row['title']}\t"
        + ", ".join(f"#{duty['id']} {duty['role']} {duty['where']}" for duty in row["duties"])
        + ("" if row["active"] else "\t" + _("disabled"))
        for row in rows
    ]
    return {"users": rows}, "\n".join(lines)


def _row(user: User, duties: list[Duty]) -> _Shown:
    return {
        "user": user.username,
        "title": user.title,
        "active": user.is_active,
        "duties": [
            {"id": duty.pk, "role": duty.role, "where": str(_where(duty) or "")} for duty in duties
        ],
    }


def _where(duty: Duty) -> object:
    return duty.place or duty.agency or duty.province


def _password(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    made = actions.reset_password(user_id=_user(args).pk, by=console(), at=at, once=_once(args))
    sentence = _("Temporary password of %(user)s, shown this once: %(password)s")
    words = sentence % {"user": args.user, "password": made.password}
    return {"user": args.user, "password": made.password}, words


def _enabled(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    enabled = args.act == "enable"
    user = _user(args)
    actions.set_enabled(user_id=user.pk, enabled=enabled, by=console(), at=at, once=_once(args))
    words = _("%(user)s is enabled.") if enabled else _("%(user)s is disabled.")
    return {"user": user.username, "active": enabled}, words % {"user": user.username}


def _limit(args: argparse.Namespace, at: datetime) -> tuple[Mapping[str, object], str]:
    sign_ins.set_limit(
        role=Role(args.role),
        idle=timedelta(minutes=args.idle),
        absolute=timedelta(minutes=args.absolute),
        by=console(),
        at=at,
        once=_once(args),
    )
    fields = {"role": args.role, "idle": args.idle, "absolute": args.absolute}
    return fields, _("The limit of %(role)s is set.") % {"role": args.role}


_ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], tuple[Mapping[str, object], str]]] = {
    "new": _new,
    "duty": _duty,
    "end": _end,
    "list": _list,
    "password": _password,
    "disable": _enabled,
    "enable": _enabled,
    "limit": _limit,
}


def _add_duty(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("--role", choices=[role.value for role in Role], required=required)
    parser.add_argument("--place", metavar="CODE")
    parser.add_argument("--agency", metavar="CODE")
    parser.add_argument("--province", metavar="CODE")


def _scope(args: argparse.Namespace) -> _Scope:
    """Ids of what the duty names. A records clerk's desk follows from the agency."""
    found: _Scope = {}
    if args.agency:
        found["agency_id"] = Agency.objects.get(code=args.agency).pk
    if args.place:
        found["place_id"] = Place.objects.get(code=args.place).pk
    elif args.agency and SCOPES[Role(args.role)].place is Need.MUST:
        desk = Place.objects.get(
            agency=found["agency_id"], kind=PlaceKind.AGENCY_DESK, valid_to=None
        )
        found["place_id"] = desk.pk
    if args.province:
        found["province_id"] = AdminUnit.objects.get(code=args.province).pk
    return found


def _give(user_id: int, args: argparse.Namespace, scope: _Scope, at: datetime) -> int:
    return actions.give_duty(
        user_id=user_id, role=Role(args.role), by=console(), at=at, once=_once(args), **scope
    )


def _user(args: argparse.Namespace) -> User:
    return queries.seen_by(console()).get(username=args.user)


def _once(args: argparse.Namespace) -> RequestKey:
    return RequestKey.of(uuid4(), {"act": args.act})


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{sentence}\n")
    return 1
