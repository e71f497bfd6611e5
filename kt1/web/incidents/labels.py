"""How states and clocks of incidents are shown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.assurance.incidents.drill_rules import Step
from kt1.assurance.incidents.models import GAP_LABELS, KIND_LABELS, STATE_LABELS, Incident
from kt1.assurance.incidents.norms import telling
from kt1.assurance.incidents.rules import Gap, Kind, State
from kt1.law.instruments.models import Instrument
from kt1.law.modes.queries import modes_on
from kt1.law.modes.rules import LETTERED
from kt1.law.parameters.keys import Evidence
from kt1.web import moments
from kt1.web.parts.chips import Chip, Tone
from kt1.web.service.labels import paper_said
from kt1.web.words import Words

STATE_TONES: Mapping[State, Tone] = {
    State.FOUND: Tone.LATE,
    State.CONTAINED: Tone.RISK,
    State.NOTIFIED: Tone.MOVING,
    State.INVESTIGATED: Tone.MOVING,
    State.RECORDED: Tone.MOVING,
    State.CLOSED: Tone.GOOD,
    State.LEARNED: Tone.GOOD,
    State.ON_PAPER: Tone.HELD,
}
STEP_LABELS: Mapping[Step, Words] = {
    Step.REPORT: gettext_lazy("Call the shift leader"),
    Step.COUNT: gettext_lazy("Two persons count the covers"),
    Step.HOLD: gettext_lazy("Keep back covers that are not intact"),
    Step.REBAG: gettext_lazy("New bag, new seal, the journey goes on"),
    Step.SEARCH: gettext_lazy("Search wherever it was held"),
    Step.HOLDERS: gettext_lazy("List who held it and for how long"),
    Step.NOTIFY: gettext_lazy("Say whom you would tell: nobody is told in a drill"),
    Step.MINUTES: gettext_lazy("Write the minutes, both sign"),
    Step.PAPER: gettext_lazy("Go on on paper; nothing more is typed"),
}


def kind_said(one: Incident) -> str:
    """The kind; of a gap which."""
    if one.gap:
        return f"{KIND_LABELS[Kind(one.kind)]}: {GAP_LABELS[Gap(one.gap)]}"
    return str(KIND_LABELS[Kind(one.kind)])


def state_chip(one: Incident) -> Chip:
    state = State(one.state)
    if one.leak and state is not State.ON_PAPER:
        return Chip(gettext_lazy("suspected leak: told, then on paper"), Tone.LATE)
    return Chip(STATE_LABELS[state], STATE_TONES[state])


@dataclass(frozen=True, slots=True)
class Telling:
    """On what it rests whom an incident demanded to be told."""

    paper: str
    confirmed: bool
    letters: bool


def telling_of(one: Incident) -> Telling:
    """The norm of the day it was found, and whether letters were stored here then."""
    kind = Kind.LEAK if one.leak else Kind(one.kind)
    said = telling(kind, Gap.NONE if one.leak else Gap(one.gap), one.found_at)
    instrument = Instrument.objects.filter(code=said.instrument).first() if said else None
    return Telling(
        paper=paper_said(instrument, said.article, "") if said else str(_("norm not set")),
        confirmed=said is not None and said.evidence is Evidence.OFFICIAL,
        letters=modes_on([one.found_at])[one.found_at] in LETTERED,
    )


def clock_chip(due: datetime, done: datetime | None, found_at: datetime, at: datetime) -> Chip:
    """The visible clock of one thing owed: how long it took, or runs, from the finding."""
    if done is not None:
        late = done > due
        word = _("after %(span)s") % {"span": moments.span(done - found_at)}
        if late and due > found_at:
            return Chip(_("%(word)s, late") % {"word": word}, Tone.LATE)
        return Chip(word, Tone.GOOD)
    if due <= found_at:  # owed at once
        return Chip(_("at once: %(span)s gone") % {"span": moments.span(at - found_at)}, Tone.LATE)
    tone = Tone.LATE if at > due else Tone.RISK
    return Chip(moments.left(due, at), tone)
