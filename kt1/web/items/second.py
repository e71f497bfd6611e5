"""Acts that take two persons, from an item's page: asked for here, done here once agreed to."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries.corrections import CAUSES, Cause
from kt1.custody.deliveries.proposals import (
    Found,
    Loss,
    Proposal,
    Release,
    WrongAttemptSaid,
    WrongFactsSaid,
    WrongHandoverSaid,
    is_minutes_number,
)
from kt1.custody.items.rules import PIECES_MAX, WEIGHT_MAX_G
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from kt1.people.approvals.models import Approval
from kt1.people.approvals.permissions import why_not_approve, why_not_ask
from kt1.web.fields import offer
from kt1.web.items.item_reads import Record
from kt1.web.parts.blank import blank_fields
from kt1.web.words import Words

CAUSE_LABELS: Mapping[Cause, Words] = {
    Cause.NOT_FOUND: gettext_lazy("looked for and not found"),
    Cause.ACCIDENT: gettext_lazy("accident"),
    Cause.STOLEN: gettext_lazy("taken by somebody"),
    Cause.FORCE_MAJEURE: gettext_lazy("force majeure"),
    Cause.COVERED_ANEW: gettext_lazy("covered anew, signed by two"),
    Cause.FOUND_WHOLE: gettext_lazy("looked at again: whole"),
    Cause.WRONG_DOOR: gettext_lazy("given at the wrong door"),
    Cause.WRONG_ITEM: gettext_lazy("recorded on the wrong item"),
    Cause.TYPED_WRONG: gettext_lazy("typed wrong"),
    Cause.FOUND_AGAIN: gettext_lazy("found again"),
    Cause.END_OF_LIFE: gettext_lazy("end of its life"),
}


class AskForm(forms.Form):
    """Cause and number of the minutes stand behind every act of two persons."""

    act = ""

    cause = forms.ChoiceField(label=gettext_lazy("Cause"))
    minutes = forms.CharField(
        label=gettext_lazy("Number of the minutes"),
        max_length=40,
        help_text=gettext_lazy("As it stands on them, such as 12/BB-BC01."),
    )

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        causes = [one for one in Cause if one in CAUSES[self.act]]
        offer(self, "cause", [(one.value, CAUSE_LABELS[one]) for one in causes])

    def clean_minutes(self) -> str:
        number: str = self.cleaned_data["minutes"].strip()
        if not is_minutes_number(number):
            raise forms.ValidationError(_("Letters, digits, strokes and dashes only."))
        return number


class LossForm(AskForm):
    act = "loss"


class ReleaseForm(AskForm):
    act = "release"
    back = forms.BooleanField(label=gettext_lazy("Back to the sender"), required=False)


class FoundForm(AskForm):
    act = "found"
    back = forms.BooleanField(label=gettext_lazy("Back to the sender"), required=False)


class HandoverForm(AskForm):
    act = "handover"


class AttemptForm(AskForm):
    act = "attempt"
    n = forms.IntegerField(label=gettext_lazy("Number of the attempt"), min_value=1, max_value=99)


class FactsForm(AskForm):
    act = "facts"
    weight_g = forms.IntegerField(
        label=gettext_lazy("Right weight"), min_value=1, max_value=WEIGHT_MAX_G, required=False
    )
    pieces = forms.IntegerField(
        label=gettext_lazy("Right number of covers"),
        min_value=1,
        max_value=PIECES_MAX,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and not (said.get("weight_g") or said.get("pieces")):
            self.add_error("weight_g", _("Say what is right: weight or number of covers."))
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    key: str
    label: Words
    form: type[AskForm]
    proposal: type[Proposal]
    states: frozenset[State]
    build: Callable[[Record, dict[str, Any]], Proposal | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    kind: Kind
    #: What was typed and came back; None where nobody typed yet.
    form: forms.Form | None
    open: bool

    @property
    def fields(self) -> SafeString:
        return blank_fields(self.kind.form, self.kind.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A request for a second person over this item: its words, and what this person may do."""

    approval: Approval
    label: Words
    agreed: bool
    may_agree: bool
    may_do: bool


def _said(said: dict[str, Any], *more: str) -> dict[str, Any]:
    return {
        "cause": Cause(said["cause"]),
        "minutes": said["minutes"],
        **{name: said[name] for name in more},
    }


def _handover(record: Record, said: dict[str, Any]) -> Proposal | None:
    wrong = [x for x in record.chain if x.kind in {"delivery", "return"}]
    entry = record.settlement(wrong[-1].handover) if wrong else None
    if entry is None:
        return None
    return WrongHandoverSaid(code=record.item.unit.code, entry=entry.pk, **_said(said))


def _attempt(record: Record, said: dict[str, Any]) -> Proposal | None:
    tried = next((one for one in record.attempts if one.n == said["n"]), None)
    entry = record.attempt_entry(tried) if tried else None
    if entry is None:
        return None
    return WrongAttemptSaid(code=record.item.unit.code, entry=entry.pk, **_said(said, "n"))


def _facts(record: Record, said: dict[str, Any]) -> Proposal | None:
    entry = next((e for e in record.entries if e.kind == "handover.settled"), None)
    if entry is None:
        return None
    right = _said(said, "weight_g", "pieces")
    return WrongFactsSaid(code=record.item.unit.code, entry=entry.pk, **right)


_MOVING = frozenset({State.IN_POST, State.HELD, State.RETURNING})
KINDS: tuple[Kind, ...] = (
    Kind(
        key="xu-ly",
        label=gettext_lazy("Release what is kept back"),
        form=ReleaseForm,
        proposal=Release,
        states=frozenset({State.HELD}),
        build=lambda r, said: Release(codes=(r.item.unit.code,), **_said(said, "back")),
    ),
    Kind(
        key="mat",
        label=gettext_lazy("Record as lost"),
        form=LossForm,
        proposal=Loss,
        states=_MOVING | {State.AWAITING},
        build=lambda r, said: Loss(codes=(r.item.unit.code,), **_said(said)),
    ),
    Kind(
        key="tim-lai",
        label=gettext_lazy("Record as found again"),
        form=FoundForm,
        proposal=Found,
        states=frozenset({State.LOST}),
        build=lambda r, said: Found(codes=(r.item.unit.code,), **_said(said, "back")),
    ),
    Kind(
        key="sua-phat",
        label=gettext_lazy("Take a wrong delivery back"),
        form=HandoverForm,
        proposal=WrongHandoverSaid,
        states=frozenset({State.DELIVERED, State.AWAITING, State.RETURNED}),
        build=_handover,
    ),
    Kind(
        key="sua-lan-phat",
        label=gettext_lazy("Take a wrong attempt back"),
        form=AttemptForm,
        proposal=WrongAttemptSaid,
        states=_MOVING,
        build=_attempt,
    ),
    Kind(
        key="sua-so-lieu",
        label=gettext_lazy("Correct weight or covers"),
        form=FactsForm,
        proposal=WrongFactsSaid,
        states=_MOVING,
        build=_facts,
    ),
)
BY_KEY: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}
_BY_ACT: Mapping[str, Kind] = {kind.proposal.act: kind for kind in KINDS}


def offered(
    record: Record,
    actor: Actor,
    at: datetime,
    *,
    tried: str = "",
    form: forms.Form | None = None,
) -> list[Offered]:
    """What this person may ask a second one for, in the state the item is in."""
    del at
    state = State(record.item.unit.state)
    return [
        Offered(
            kind=kind,
            form=form if kind.key == tried else None,
            open=kind.key == tried,
        )
        for kind in KINDS
        if state in kind.states and why_not_ask(actor, kind.proposal.kind) is None
        if kind.key != "sua-lan-phat" or any(not one.succeeded for one in record.attempts)
    ]


def waiting(record: Record, actor: Actor, at: datetime) -> list[Asked]:
    """Requests over this item that are open: agreed to and to be done, or still to be agreed to."""
    return [
        Asked(
            approval=one,
            label=_BY_ACT[one.payload["act"]].label,
            agreed=one.approved_at is not None,
            may_agree=one.approved_at is None and why_not_approve(actor, one) is None,
            may_do=one.approved_at is not None
            and actor.user_id in {one.asked_by_id, one.approved_by_id},
        )
        for one in record.approvals
        if one.lapses_at > at and one.payload.get("act") in _BY_ACT
    ]


def proposal_of(payload: Mapping[str, Any]) -> Proposal:
    """What was agreed to, to the letter, as it was proposed."""
    made = _BY_ACT[payload["act"]].proposal
    said: dict[str, Any] = {}
    for field in fields(made):
        value = payload[field.name]
        if field.name == "cause":
            value = Cause(value)
        elif field.name == "entry":
            value = UUID(value)
        elif isinstance(value, list):
            value = tuple(value)
        said[field.name] = value
    return made(**said)
