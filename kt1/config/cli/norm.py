"""`kt1 norm`: norm sets and their figures, for whoever holds the command line of the server.

Figures are entered and sets chosen as the console. A figure is confirmed by a person who types
their own password, in a role that confirms; never by the console, which may have entered it.
"""

import argparse
import getpass
import json
import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime
from uuid import uuid4

from django.core.exceptions import ObjectDoesNotExist
from django.utils.translation import gettext as _

from kt1.config import clock
from kt1.law.acting import CONFIRMERS
from kt1.law.book.queries import book
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters import actions
from kt1.law.parameters.keys import AREA_KINDS, Evidence, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.queries import active_code
from kt1.law.parameters.rules import MalformedValueError, Parameter, typed
from kt1.law.parameters.wanted import missing
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.requests.rules import RequestKey
from kt1.network.units.queries import is_province, unknown_communes
from kt1.people.accounts.queries import duties_of
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError, console
from kt1.people.sign_ins import credentials

HELP = "list, enter and confirm norms, and choose the set to go by"

Answer = tuple[Mapping[str, object], str]
_REFUSED = 1


class _RefusedError(Exception):
    """What was asked for cannot be done; the sentence says why."""


def configure(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    listed = verbs.add_parser("list", help="the sets, or the figures of one and what it lacks")
    listed.add_argument("--set", metavar="CODE", help="as TT26-2026")
    add = verbs.add_parser("add", help="enter a figure from its first day on")
    add.add_argument("--set", required=True, metavar="CODE")
    add.add_argument("--key", required=True, choices=[key.value for key in Key], metavar="KEY")
    add.add_argument("--scope", default="", help="as none.noi_tinh; see the list of the set")
    add.add_argument("--value", required=True, help="none where the norm sets nothing")
    add.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    add.add_argument("--paper", default="", metavar="CODE", help="code of the legal paper")
    add.add_argument("--article", default="", help="as Đ.4.4.c")
    add.add_argument("--evidence", choices=[one.value for one in Evidence], default="assumption")
    add.add_argument("--note", default="")
    confirm = verbs.add_parser("confirm", help="say that a figure was compared with its paper")
    confirm.add_argument(
        "--id", required=True, type=int, help="number of the figure, from the list"
    )
    confirm.add_argument(
        "--by", required=True, metavar="USER", help="who confirms; types a password"
    )
    confirm.add_argument("--paper", default="", help="number, date and page of what was read")
    chosen = verbs.add_parser("activate", help="go by a set from a day on")
    chosen.add_argument("--set", required=True, metavar="CODE")
    chosen.add_argument("--since", required=True, type=date.fromisoformat, metavar="YYYY-MM-DD")
    for verb in verbs.choices.values():
        verb.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    """0: done. 1: refused; the sentence says why."""
    try:
        fields, words = _ACTS[args.act](args, clock.now())
    except ObjectDoesNotExist:
        return _refused(args, _("Nothing is known by this name, code or number."))
    except tuple(_sentences()) as error:
        return _refused(args, _sentences()[type(error)])
    except (NotAllowedError, _RefusedError) as error:
        return _refused(args, str(error))
    sys.stdout.write((json.dumps(fields, ensure_ascii=False) if args.json else words) + "\n")
    return 0


def _sentences() -> Mapping[type[Exception], str]:
    return {
        MalformedValueError: _("The value is not written as its norm demands."),
        RefusedTextError: _(
            "A field holds words that this system must not keep. Nothing was saved."
        ),
        actions.NoPaperError: _("Name the paper it rests on, or mark it as an assumption."),
        actions.LaterFigureError: _("A figure begins on that day or later already."),
        actions.ActivationTooEarlyError: _(
            "A set that begins on that day or later is chosen already: take a later day."
        ),
        actions.GoneByBeforeError: _(
            "This set began before that day already: it can only begin earlier."
        ),
        credentials.WrongPasswordError: _("The name or the password is not right."),
        credentials.TooManyTriesError: _("Too many tries. Wait some minutes, then try again."),
    }


def _list(args: argparse.Namespace, at: datetime) -> Answer:
    on = at.astimezone(VIETNAM).date()
    if args.set:
        return _one_set(NormSet.objects.get(code=args.set), on)
    active = active_code(on)
    rows = [
        {
            "set": one.code,
            "title": one.title,
            "from": one.active_from.isoformat() if one.active_from else None,
            "to": one.active_to.isoformat() if one.active_to else None,
            "figures": one.parameters.count(),
            "missing": len(missing(book().norms(one.code, on))),
        }
        for one in NormSet.objects.order_by("pk")
    ]
    lines = [
        f"{row['set']}\t{row['from'] or '-'}\t{row['to'] or '-'}\t{row['figures']}"
        f"\t-{row['missing']}\t{row['title']}"
        for row in rows
    ]
    head = active or _("No norm set is gone by")
    return {"active": active or None, "sets": rows}, "\n".join([head, *lines])


def _one_set(found: NormSet, on: date) -> Answer:
    figures = found.parameters.select_related("instrument").order_by("key", "scope", "valid_from")
    rows = [_row(one) for one in figures]
    lacking = [
        {"key": one.key.value, "scope": one.scope, "stops": one.stop.value}
        for one in missing(book().norms(found.code, on))
    ]
    lines = [
        f"{row['id']}\t{row['key']}\t{row['scope'] or '-'}\t{row['value']}\t{row['from']}"
        f"\t{row['to'] or '-'}\t{row['paper'] or '-'}\t{row['confirmed_by'] or '-'}"
        for row in rows
    ]
    unset = [f"-\t{one['key']}\t{one['scope'] or '-'}\t{one['stops']}" for one in lacking]
    return {"set": found.code, "figures": rows, "missing": lacking}, "\n".join([*lines, *unset])


def _row(one: LegalParameter) -> dict[str, object]:
    return {
        "id": one.pk,
        "key": one.key,
        "scope": one.scope,
        "value": one.value,
        "unit": one.unit,
        "from": one.valid_from.isoformat(),
        "to": one.valid_to.isoformat() if one.valid_to else None,
        "paper": one.instrument.code if one.instrument else None,
        "evidence": one.evidence,
        "confirmed_by": one.confirmed_by or None,
    }


def _add(args: argparse.Namespace, at: datetime) -> Answer:
    key = Key(args.key)
    if key is Key.SPECIAL_GEOGRAPHY:
        _must_be_known(args.scope, typed(key, args.value))
    made = actions.add_parameter(
        parameter=Parameter(
            norm_set=args.set,
            key=key,
            scope=args.scope,
            value=typed(key, args.value),
            valid_from=args.since,
            instrument=args.paper,
            article=args.article,
            evidence=Evidence(args.evidence),
            note=args.note,
        ),
        by=console(),
        at=at,
        once=_once(args),
    )
    words = _("Figure %(id)s is entered. Another person confirms it.") % {"id": made.pk}
    return {"id": made.pk, "key": made.key, "scope": made.scope, "value": made.value}, words


def _must_be_known(province: str, value: object) -> None:
    """The scope of a list is a province or nothing, and its codes are communes there."""
    if province and not is_province(province):
        raise _RefusedError(_("There is no province of the code %(code)s.") % {"code": province})
    codes = [one for one in str(value or "").split() if one not in AREA_KINDS]
    if strange := unknown_communes(codes, province):
        named = ", ".join(strange)
        raise _RefusedError(
            _("There are no communes of these codes: %(codes)s.") % {"codes": named}
        )


def _confirm(args: argparse.Namespace, at: datetime) -> Answer:
    by = _proved(args.by, at)
    row = actions.confirm_parameter(
        parameter_id=args.id, paper=args.paper, by=by, at=at, once=_once(args)
    )
    words = _("Figure %(id)s is confirmed by %(user)s.") % {"id": row.pk, "user": args.by}
    return {"id": row.pk, "confirmed_by": row.confirmed_by}, words


def _proved(name: str, at: datetime) -> Actor:
    """The person, by their own password, in a role that confirms."""
    user = credentials.proved(username=name, password=_password(name), source=None, at=at)
    if user.password_is_temporary:
        raise _RefusedError(
            _("%(user)s must sign in and choose a password first.") % {"user": name}
        )
    duty = next((one for one in duties_of(user.pk, at) if one.role in CONFIRMERS), None)
    if duty is None:
        raise _RefusedError(_("The duty of %(user)s does not include this act.") % {"user": name})
    return Actor(user_id=user.pk, name=user.title, role=Role(duty.role), duty_id=duty.pk)


def _password(name: str) -> str:
    """Typed unseen or, where there is no terminal, one line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(_("Password of %(user)s: ") % {"user": name})
    return sys.stdin.readline().rstrip("\n")


def _activate(args: argparse.Namespace, at: datetime) -> Answer:
    made = actions.activate(code=args.set, since=args.since, by=console(), at=at, once=_once(args))
    lacking = len(missing(book().norms(made.code, at.astimezone(VIETNAM).date())))
    words = _("From %(day)s on this installation goes by %(code)s; norms not set: %(n)s.") % {
        "day": f"{args.since:%d/%m/%Y}",
        "code": made.code,
        "n": lacking,
    }
    return {"set": made.code, "from": args.since.isoformat(), "missing": lacking}, words


_ACTS: Mapping[str, Callable[[argparse.Namespace, datetime], Answer]] = {
    "list": _list,
    "add": _add,
    "confirm": _confirm,
    "activate": _activate,
}


def _once(args: argparse.Namespace) -> RequestKey:
    return RequestKey.of(uuid4(), {"act": args.act})


def _refused(args: argparse.Namespace, sentence: str) -> int:
    if args.json:
        sys.stdout.write(json.dumps({"error": sentence}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(f"{sentence}\n")
    return _REFUSED
