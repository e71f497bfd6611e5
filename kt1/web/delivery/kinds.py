"""What may be done to several units or seals at once: which, and what is asked."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from kt1.custody.deliveries import permissions
from kt1.custody.deliveries.corrections import CAUSES, Cause
from kt1.custody.deliveries.models import REASON_LABELS
from kt1.custody.deliveries.proposals import Destruction, Found, Loss, Proposal, Release
from kt1.custody.units.rules import State
from kt1.people.actor import Actor
from kt1.people.approvals.permissions import why_not_ask
from kt1.web.fields import offer
from kt1.web.handling.forms import MinutesField
from kt1.web.items.second import CAUSE_LABELS
from kt1.web.words import Words


class ProposalForm(forms.Form):
    """Cause and number of the biên bản stand behind every act of two persons."""

    act = ""

    cause = forms.ChoiceField(label=gettext_lazy("Cause"))
    minutes = MinutesField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        causes = [(c.value, CAUSE_LABELS[c]) for c in Cause if c in CAUSES[self.act]]
        offer(self, "cause", causes)

    @property
    def said(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        return {**given, "cause": Cause(given["cause"])}


class LossForm(ProposalForm):
    act = "loss"


class ReleaseForm(ProposalForm):
    act = "release"
    back = forms.BooleanField(label=gettext_lazy("Back to the sender"), required=False)


class FoundForm(ProposalForm):
    act = "found"
    back = forms.BooleanField(label=gettext_lazy("Back to the sender"), required=False)


class DestructionForm(ProposalForm):
    act = "destruction"


class ReturnForm(forms.Form):
    reason = forms.ChoiceField(
        label=gettext_lazy("Reason"),
        choices=[(one.value, label) for one, label in REASON_LABELS.items()],
    )
    paper = MinutesField(
        label=gettext_lazy("Number of the letter or minutes"), required=False, help_text=""
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """One act over several things: what may be taken, what is asked, what is done."""

    key: str
    label: Words
    lead: Words
    form: type[forms.Form]
    states: frozenset[State]
    bags: bool = False
    seals: bool = False
    build: Callable[[tuple[str, ...], dict[str, Any]], Proposal] | None = None

    @property
    def proposes(self) -> bool:
        """Whether a second person is asked, or it is done at once."""
        return self.build is not None


KINDS: Mapping[str, Together] = {
    one.key: one
    for one in (
        Together(
            key="chuyen-hoan",
            label=gettext_lazy("Send back to the sender"),
            lead=gettext_lazy("What cannot be delivered goes back, with its reason (Đ.17)."),
            form=ReturnForm,
            states=frozenset({State.IN_POST}),
        ),
        Together(
            key="mat",
            label=gettext_lazy("Propose: record as lost"),
            lead=gettext_lazy("Items, or a bag with all that lies in it, that cannot be found."),
            form=LossForm,
            states=frozenset({State.IN_POST, State.HELD, State.RETURNING, State.OPEN,
                              State.SEALED, State.AWAITING}),
            bags=True,
            build=lambda codes, said: Loss(codes=codes, **said),
        ),
        Together(
            key="tha-giu",
            label=gettext_lazy("Propose: release what is kept back"),
            lead=gettext_lazy("Covered anew before two persons, or looked at again and whole."),
            form=ReleaseForm,
            states=frozenset({State.HELD}),
            build=lambda codes, said: Release(codes=codes, **said),
        ),
        Together(
            key="tim-lai",
            label=gettext_lazy("Propose: record as found again"),
            lead=gettext_lazy("What was recorded lost is in your hands."),
            form=FoundForm,
            states=frozenset({State.LOST}),
            bags=True,
            build=lambda codes, said: Found(codes=codes, **said),
        ),
        Together(
            key="huy-niem-phong",
            label=gettext_lazy("Propose: destroy seals"),
            lead=gettext_lazy("Seals taken off and kept long enough, before two at one place."),
            form=DestructionForm,
            states=frozenset(),
            seals=True,
            build=lambda codes, said: Destruction(numbers=codes, **said),
        ),
    )
}  # fmt: skip


def why_not(kind: Together, actor: Actor) -> str | None:
    """Whether this person's duty includes it at all."""
    if kind.build is None:
        return permissions.why_not_return(actor)
    return why_not_ask(actor, Destruction.kind if kind.seals else Loss.kind)
