"""The list of hand-overs, and of counts of shifts, sự vụ and runs beside it."""

from collections.abc import Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kt1.custody.handovers.models import KIND_LABELS, OUTCOME_LABELS, WITNESS_LABELS, Handover
from kt1.custody.handovers.rules import Outcome, Witness
from kt1.people.actor import Actor
from kt1.web.handling import labels
from kt1.web.lists.columns import Column, Kind
from kt1.web.lists.filters import Choice, ChoiceFilter, DayFilter, Rows, TextFilter
from kt1.web.lists.listing import Listing

TO_ME, FROM_ME = "den-toi", "tu-toi"
WHOSE: Sequence[Choice] = (
    (TO_ME, _("to me or my place")),
    (FROM_ME, _("from me or my place")),
)


def handover_listing(actor: Actor) -> Listing[Handover]:
    """The number stands for what changed hands; what, is told on its page to whom it may be."""
    return Listing(
        title=_("Hand-overs"),
        order=("-offered_at", "pk"),
        keyset=True,
        columns=(
            Column(key="so", label=_("Number"), value=lambda h: labels.handover_number(h.pk),
                   kind=Kind.CODE, link=lambda h: reverse("handover", args=[h.pk]),
                   under=lambda h: str(h.get_kind_display())),
            Column(key="luc", label=_("Offered"), value=lambda h: h.offered_at, kind=Kind.MOMENT,
                   sort="offered_at"),
            Column(key="giao", label=_("Gave"), value=lambda h: h.giver_place.name,
                   under=lambda h: h.giver_person.title if h.giver_person else None),
            Column(key="nhan", label=_("Took"), value=lambda h: h.taker_place.name,
                   under=lambda h: h.taker_person.title if h.taker_person else None),
            Column(key="tui", label=_("Bags"), value=lambda h: h.bags, kind=Kind.NUMBER),
            Column(key="bg", label=_("Items"), value=lambda h: h.items, kind=Kind.NUMBER),
            Column(key="kq", label=_("Outcome"), value=lambda h: labels.outcome_chip(h.outcome),
                   kind=Kind.CHIP, under=_witness),
        ),
        filters=(
            ChoiceFilter(key="loai", label=_("Kind"), field="kind",
                         choices=[(k.value, label) for k, label in KIND_LABELS.items()]),
            ChoiceFilter(key="kq", label=_("Outcome"), field="outcome",
                         choices=[(o.value, label) for o, label in OUTCOME_LABELS.items()]),
            ChoiceFilter(key="ai", label=_("Whose"), choices=WHOSE,
                         apply=lambda rows, whose: _whose(rows, whose, actor)),
            TextFilter(key="o", label=_("Place"), apply=_at_place),
            DayFilter(key="tu", label=_("From"), field="offered_at"),
            DayFilter(key="den", label=_("To"), field="offered_at", until=True),
        ),
        row_link=lambda h: reverse("handover", args=[h.pk]),
        empty=_("Nothing has changed hands yet. Scan what you hand over."),
    )  # fmt: skip


def _witness(found: Handover) -> str | None:
    if found.witness in {"", Witness.TWO_SESSIONS}:
        return None
    return str(WITNESS_LABELS[Witness(found.witness)])


def _whose(rows: Rows, whose: str, actor: Actor) -> Rows:
    here = actor.place_id or 0
    if whose == TO_ME:
        return rows.filter(Q(taker_person=actor.user_id) | Q(taker_person=None, taker_place=here)
                           | ~Q(outcome=Outcome.OFFERED) & Q(taker_place=here))  # fmt: skip
    return rows.filter(Q(giver_person=actor.user_id) | Q(giver_place=here))


def _at_place(rows: Rows, text: str) -> Rows:
    return rows.filter(
        Q(giver_place__name__icontains=text)
        | Q(taker_place__name__icontains=text)
        | Q(giver_place__code__iexact=text)
        | Q(taker_place__code__iexact=text)
    )
