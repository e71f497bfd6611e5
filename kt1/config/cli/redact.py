"""`kt1 redact`: two persons destroy a text that must not be kept."""

import argparse
import getpass
import json
import sys
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID, uuid4

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.config import clock
from kt1.ledger.entries.models import Note
from kt1.ledger.redaction import steps
from kt1.ledger.redaction.actions import redact
from kt1.ledger.redaction.rules import Reason
from kt1.ledger.requests.rules import RequestKey
from kt1.people.accounts.queries import duties_of
from kt1.people.accounts.rules import Role
from kt1.people.approvals.rules import RULES, ApprovalKind
from kt1.people.sign_ins import credentials
from kt1.web.words import Words

HELP = "destroy the text of a note; two persons, each with their own password"


_SENTENCES: Mapping[type[Exception], Words] = {
    Note.DoesNotExist: gettext_lazy("There is no such note."),
    steps.AlreadyRedactedError: gettext_lazy("This note is redacted already."),
    steps.HeldError: gettext_lazy(
        "An open complaint or request holds this text as evidence. Close it first."
    ),
    steps.BadMinutesNumberError: gettext_lazy("Minutes have a number such as 12/BB-BĐT."),
    steps.NeedsTwoPersonsError: gettext_lazy("It takes two persons: name another one."),
    credentials.WrongPasswordError: gettext_lazy("The name or the password is not right."),
    credentials.TooManyTriesError: gettext_lazy(
        "Too many tries. Wait some minutes, then try again."
    ),
}


class RefusedError(Exception):
    """Not these two persons. The message says why."""


def configure(parser: argparse.ArgumentParser) -> None:
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--note", type=UUID, metavar="ID", help="the note")
    which.add_argument("--entry", type=UUID, metavar="ID", help="the entry, together with --field")
    parser.add_argument("--field", default="", help="which note of the entry, as receiver")
    parser.add_argument("--first", required=True, metavar="USER", help="the person who asks")
    parser.add_argument("--second", required=True, metavar="USER", help="the person who agrees")
    parser.add_argument("--minutes", required=True, metavar="NUMBER", help="as 12/BB-BĐT")
    parser.add_argument("--reason", required=True, choices=[reason.value for reason in Reason])
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(args: argparse.Namespace) -> int:
    try:
        note_id = _note(args)
        entry_id = _redact(args, note_id, clock.now())
    except RefusedError as error:
        return _refused(args, str(error))
    except tuple(_SENTENCES) as error:
        return _refused(args, str(_SENTENCES[type(error)]))
    fields = {"note": str(note_id), "entry": str(entry_id)}
    words = _("Redacted: note %(note)s. Backups made before now still hold it.") % fields
    sys.stdout.write((json.dumps(fields) if args.json else words) + "\n")
    return 0


def _note(args: argparse.Namespace) -> UUID:
    if args.note:
        return Note.objects.get(pk=args.note).pk
    return Note.objects.get(entry=args.entry, field=args.field).pk


def _redact(args: argparse.Namespace, note_id: UUID, at: datetime) -> UUID:
    rule = RULES[ApprovalKind.REDACTION]
    first = _proved(args.first, rule.ask, at)
    second = _proved(args.second, rule.approve, at)
    asked = {"note": str(note_id), "minutes_number": args.minutes, "reason_code": args.reason}
    return redact(
        note_id=note_id,
        first=f"user:{first}",
        second=f"user:{second}",
        minutes_number=args.minutes,
        reason=Reason(args.reason),
        at=at,
        once=RequestKey.of(uuid4(), asked),
    )


def _proved(name: str, roles: AbstractSet[Role], at: datetime) -> int:
    """The id of the person, who typed their own password and holds one of these roles."""
    user = credentials.proved(username=name, password=_password(name), source=None, at=at)
    if user.password_is_temporary:
        raise RefusedError(_("%(user)s must sign in and choose a password first.") % {"user": name})
    if not any(duty.role in roles for duty in duties_of(user.pk, at)):
        raise RefusedError(_("The duty of %(user)s does not include this act.") % {"user": name})
    return user.pk


def _password(name: str) -> str:
    """Typed unseen or, where there is no terminal, one line of standard input for each person."""
    if sys.stdin.isatty():
        return getpass.getpass(_("Password of %(user)s: ") % {"user": name})
    return sys.stdin.readline().rstrip("\n")


def _refused(args: argparse.Namespace, reason: str) -> int:
    if args.json:
        sys.stdout.write(json.dumps({"error": reason}, ensure_ascii=False) + "\n")
    else:
        sys.stderr.write(reason + "\n")
    return 1
