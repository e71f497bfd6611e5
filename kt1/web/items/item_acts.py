"""What a person may do with one item from its page: each act with its form, or why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries import permissions
from kt1.custody.deliveries.models import REASON_LABELS
from kt1.custody.deliveries.rules import Paper, Reason
from kt1.custody.handovers.models import FINDING_LABELS
from kt1.custody.handovers.rules import Finding
from kt1.custody.items.permissions import why_not_withdraw
from kt1.custody.items.rules import HeldItem
from kt1.custody.units.models import STATE_LABELS
from kt1.custody.units.rules import State
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.items.item_reads import Record
from kt1.web.items.receivers import TEXT_MOST
from kt1.web.parts.blank import blank_fields
from kt1.web.words import Words

PAPERS = (
    (Paper.POSTING.value, gettext_lazy("the Phiếu gửi KT1 was shown")),
    (Paper.LETTER.value, gettext_lazy("a letter of the sender was shown")),
)
#: Reasons for which an item goes back or to another receiver; a stamp at the door is not one.
TURNING = (Reason.WRONG_ADDRESS, Reason.MOVED, Reason.MERGED, Reason.NOT_TAKEN, Reason.COVER,
           Reason.COUNT, Reason.NOBODY_MAY_SIGN)  # fmt: skip


class NoFields(forms.Form):
    """Nothing to say besides doing it."""


class RecallForm(forms.Form):
    paper = forms.ChoiceField(
        label=gettext_lazy("What stands behind it"), choices=PAPERS, widget=forms.RadioSelect
    )


def _reasons(of: tuple[Reason, ...]) -> list[tuple[str, Words]]:
    return [(one.value, REASON_LABELS[one]) for one in of]


class TurnForm(forms.Form):
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=_reasons(TURNING))
    paper = forms.ChoiceField(
        label=gettext_lazy("What stands behind it"),
        choices=(*PAPERS, (Paper.NONE.value, gettext_lazy("no paper"))),
        initial=Paper.NONE.value,
    )


class ForwardForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("New receiver"),
        max_length=TEXT_MOST,
        help_text=gettext_lazy("Name or code; accents do not matter."),
    )
    reason = forms.ChoiceField(label=gettext_lazy("Reason"), choices=_reasons(TURNING))


class HoldForm(forms.Form):
    findings = forms.MultipleChoiceField(
        label=gettext_lazy("What is seen"),
        choices=[
            (one.value, FINDING_LABELS[one])
            for one in (Finding.COVER_TORN, Finding.SEAL_BROKEN, Finding.WEIGHT_DIFFERS)
        ],
        widget=forms.CheckboxSelectMultiple,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One act: who it is for, in which states, with which form."""

    key: str
    label: Words
    consequence: Words
    done: Words
    roles: frozenset[Role]
    states: frozenset[State]
    form: type[forms.Form]
    why_not: Callable[[Actor, HeldItem], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """An act as the page shows it: its form, or why it cannot be done now."""

    kind: Kind
    #: What was typed and came back; None where nobody typed yet.
    form: forms.Form | None
    why_not: str
    open: bool = False

    @property
    def fields(self) -> SafeString:
        return blank_fields(self.kind.form, self.kind.key)


_SENDER = frozenset({Role.CLERK, Role.HEAD})
_POST = frozenset({Role.COUNTER, Role.CONTROLLER, Role.COURIER, Role.DISPATCHER})
_LEADERS = frozenset({Role.CONTROLLER, Role.DISPATCHER})

KINDS: tuple[Kind, ...] = (
    Kind(
        key="huy-khai",
        label=gettext_lazy("Withdraw the declaration"),
        consequence=gettext_lazy("The number is not used again. Destroy the printed label."),
        done=gettext_lazy("The declaration is withdrawn. Destroy the printed label."),
        roles=frozenset({Role.CLERK}),
        states=frozenset({State.DECLARED}),
        form=NoFields,
        why_not=lambda actor, item: why_not_withdraw(actor, [item]),
    ),
    Kind(
        key="rut",
        label=gettext_lazy("Recall"),
        consequence=gettext_lazy("The post brings the item back to your desk; the price is due."),
        done=gettext_lazy("Recalled: the post brings it back to you."),
        roles=_SENDER,
        states=frozenset({State.IN_POST}),
        form=RecallForm,
        why_not=lambda actor, item: permissions.why_not_recall(actor, [item]),
    ),
    Kind(
        key="chuyen-tiep",
        label=gettext_lazy("Forward to another receiver"),
        consequence=gettext_lazy("The deadline stays as it was first derived."),
        done=gettext_lazy("Forwarded to the new receiver."),
        roles=frozenset({Role.CLERK}) | _LEADERS,
        states=frozenset({State.IN_POST, State.HELD}),
        form=ForwardForm,
        why_not=permissions.why_not_forward,
    ),
    Kind(
        key="phan-doi",
        label=gettext_lazy("Dispute the delivery"),
        consequence=gettext_lazy("An irregularity opens; the post must answer with minutes."),
        done=gettext_lazy("Disputed: the post must answer with minutes."),
        roles=frozenset({Role.CLERK, Role.HEAD, Role.ACCOUNTANT}),
        states=frozenset({State.AWAITING, State.DELIVERED}),
        form=NoFields,
        why_not=lambda actor, item: permissions.why_not_dispute(actor, [item]),
    ),
    Kind(
        key="giay-bao-phat",
        label=gettext_lazy("The advice of delivery is back"),
        consequence=gettext_lazy("You have it in your hands, signed by the receiver."),
        done=gettext_lazy("The advice of delivery is noted as back."),
        roles=frozenset({Role.CLERK}),
        states=frozenset({State.AWAITING, State.DELIVERED}),
        form=NoFields,
        why_not=lambda actor, item: (
            None if item.sender == actor.agency_id else _("Only the sender notes it.")
        ),
    ),
    Kind(
        key="giu-lai",
        label=gettext_lazy("Keep back for decision"),
        consequence=gettext_lazy(
            "Only for a cover that is itself not whole. Two persons release it later."
        ),
        done=gettext_lazy("Kept back for decision; an irregularity is open."),
        roles=_POST,
        states=frozenset({State.IN_POST, State.RETURNING}),
        form=HoldForm,
        why_not=lambda actor, item: permissions.why_not_hold(actor, [item]),
    ),
    Kind(
        key="chuyen-hoan",
        label=gettext_lazy("Send back to the sender"),
        consequence=gettext_lazy("The item turns; its clock does not count any more."),
        done=gettext_lazy("Sent back to the sender."),
        roles=_LEADERS | {Role.COUNTER},
        states=frozenset({State.IN_POST}),
        form=TurnForm,
        why_not=lambda actor, _item: permissions.why_not_return(actor),
    ),
)
BY_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}


def offered(
    record: Record, actor: Actor, *, tried: str = "", form: forms.Form | None = None
) -> list[Offered]:
    """The acts of this person's role; the one just tried comes back open, with what was typed."""
    return [
        Offered(
            kind=kind,
            form=form if kind.key == tried else None,
            why_not=why_not(kind, record, actor),
            open=kind.key == tried,
        )
        for kind in KINDS
        if actor.role in kind.roles and _concerns(kind, record, actor)
    ]


def _concerns(kind: Kind, record: Record, actor: Actor) -> bool:
    """Acts of the other side are not mentioned at all: a receiver is not told how to recall."""
    if actor.is_post:
        return True
    side = record.item.receiver_id if kind.key == "phan-doi" else record.item.sender_id
    if kind.key == "giay-bao-phat" and record.advice is None:
        return False
    if kind.key == "huy-khai" and record.item.unit.state != State.DECLARED:
        return False
    return actor.agency_id == side


def why_not(kind: Kind, record: Record, actor: Actor) -> str:
    """The person first, then the state the item is in; empty when it may be done."""
    if reason := kind.why_not(actor, record.held):
        return reason
    state = State(record.item.unit.state)
    if state not in kind.states:
        return _("Not while it is: %(state)s.") % {"state": STATE_LABELS[state]}
    if kind.key == "giay-bao-phat":
        return _why_no_advice(record)
    if kind.key == "phan-doi" and record.delivery and record.delivery.disputed_at:
        return _("It is disputed already; the post must answer.")
    if kind.key == "giu-lai" and record.item.unit.place is None:
        return _("It lies in a bag: take it out first.")
    return ""


def _why_no_advice(record: Record) -> str:
    advice = record.advice
    if advice is None or advice.delivered_at is None:
        return _("There is no advice to come back.")
    return _("It is noted already.") if advice.returned_at is not None else ""


def bound(kind: Kind, sent: Any) -> forms.Form:
    return kind.form(sent, prefix=kind.key)
