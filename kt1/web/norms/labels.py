"""Words of the pages of norms: what stops without one, how a value is written, who did what."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.law import acts
from kt1.law.acts import Act
from kt1.law.book.rules import NoActiveNormsError
from kt1.law.parameters.keys import Key, Shape
from kt1.law.parameters.rules import UnsetNormError
from kt1.law.parameters.wanted import Stop, Wanted, stops_of
from kt1.network.units.queries import province_called
from kt1.people.accounts.models import User
from kt1.people.accounts.rules import Role
from kt1.web.service.labels import norm_said, scope_said
from kt1.web.words import Words

#: They enter or confirm; everybody else reads the norms of the service where they are shown.
READERS = (Role.ADMIN, Role.REGULATOR, Role.MINISTRY)

STOP_LABELS: Mapping[Stop, Words] = {
    Stop.DEADLINE: gettext_lazy("No item is accepted: its deadline cannot be derived."),
    Stop.TIMED: gettext_lazy("No Timed item is accepted."),
    Stop.ATTEMPT: gettext_lazy(
        "Delivery attempts are not judged, and gaps without a receiver are not found."
    ),
    Stop.GEOGRAPHY: gettext_lazy("Special areas have the deadline and the quality of all others."),
    Stop.COMPLAINT: gettext_lazy("Complaints get no day to be filed or answered by."),
    Stop.COMPENSATION: gettext_lazy("Complaints get no day by the general law, no compensation."),
    Stop.SHOWN: gettext_lazy("Nothing stops: it is missing where the service is explained."),
    Stop.FREQUENCY: gettext_lazy("The number of deliveries a day is not compared."),
    Stop.HANDOVER: gettext_lazy("No hand-over can be offered: it would never lapse."),
    Stop.WEIGHING: gettext_lazy("Every difference between two scales is a finding."),
    Stop.RECEIVER: gettext_lazy("Receivers and substitutes get no day; names are not erased."),
    Stop.COVERAGE: gettext_lazy("Nobody is reminded of gaps before Tết and holidays."),
    Stop.VETTING: gettext_lazy("Whether a person may take is not asked; nobody is warned."),
    Stop.RECONCILE: gettext_lazy("No month is opened, frozen or agreed."),
    Stop.QUALITY: gettext_lazy("Quality gets no day to be confirmed by."),
    Stop.MEASURE: gettext_lazy(
        "Quality: late entering is not found, all tries of a day are one visit, and nothing bounds"
        " an event or how far back items are looked for."
    ),
    Stop.PRICE: gettext_lazy("Prices have no tax; central offices are not told apart."),
    Stop.BUDGET: gettext_lazy("Budgets are not estimated, nobody is warned."),
    Stop.SHARED: gettext_lazy("Reports and shared figures cannot be counted."),
    Stop.REPORT: gettext_lazy("The calendar of reports is empty."),
    Stop.REMINDER: gettext_lazy("Nobody is reminded of what is owed."),
    Stop.DIRECTIVE: gettext_lazy("Tasks are not shown as near; requests get no day."),
    Stop.ADOPTION: gettext_lazy("Use of the service is not followed."),
    Stop.OUTREACH: gettext_lazy("Tests of knowledge are not passed by anybody."),
    Stop.INCIDENT: gettext_lazy("Incidents: notices are owed at once, no report is owed."),
    Stop.GAP: gettext_lazy("Gaps of custody are not found."),
    Stop.DRILL: gettext_lazy("Steps of a drill are not timed."),
    Stop.SECURITY: gettext_lazy("Assessments and checks of security get no day."),
    Stop.READING: gettext_lazy("No reader of marked data stands out in the log."),
    Stop.PROCEDURE: gettext_lazy("Inspections have no days of notice, visit and conclusion."),
    Stop.SAMPLE: gettext_lazy("No sample can be drawn for an inspection."),
    Stop.VIOLATION: gettext_lazy("Violations have no limitation, repeats are not seen."),
    Stop.WATCH: gettext_lazy("The watch list stays empty."),
}
SHAPE_FAULTS: Mapping[Shape, Words] = {
    Shape.HALVES: gettext_lazy("Whole or half days, for example 1,5."),
    Shape.CLOCK: gettext_lazy("A time of day, for example 12:00; the end of the day is 24:00."),
    Shape.COUNT: gettext_lazy("A whole number, 1 or more."),
    Shape.BOOLEAN: gettext_lazy("Choose yes or no."),
    Shape.WORD: gettext_lazy("There is no such choice."),
    Shape.SPANS: gettext_lazy(
        "Spans of a day in their order, for example 07:30-11:30 13:30-17:00."
    ),
    Shape.DAY_OF_YEAR: gettext_lazy("Day and month, for example 20/07."),
    Shape.AREAS: gettext_lazy(
        "One commune a line, by its code or name; “đặc khu” alone names all of them."
    ),
}
_CONSOLE, _SHIPPED = "console", ""


@dataclass(frozen=True, slots=True)
class Stopped:
    """One thing that stands still, and the norms it lacks, in words."""

    words: Words
    names: Sequence[tuple[str, str]]  # what it is called, and as an address names it


def said(wanted: Wanted, on: date | None = None) -> str:
    """Longest transit time, J + n: Hỏa tốc, within the province. `on`: names of that day."""
    name = str(norm_said(wanted.key))
    if wanted.key is Key.SPECIAL_GEOGRAPHY:
        return f"{name}: {province_called(wanted.scope, on) or _('all provinces')}"
    return f"{name}: {scope_said(wanted.scope)}" if wanted.scope else name


def unset_said(fault: UnsetNormError) -> str:
    """Which norms are missing, by their names, and who enters them."""
    if isinstance(fault, NoActiveNormsError):
        return _("No norm set is gone by yet: the administrator chooses one under Norm sets.")
    named = "; ".join(_name(one) for one in fault.missing)
    return _("Norms not set: %(missing)s. The administrator enters them under Norm sets.") % {
        "missing": named
    }


def _name(text: str) -> str:
    """TT26-2026/transit_days/HT.noi_tinh in words; what is no such name stays as it is."""
    code, _slash, rest = text.partition("/")
    key, _slash, scope = rest.partition("/")
    if key not in set(Key):
        return text
    name = str(norm_said(key))
    return f"{name}: {scope_said(scope)} ({code})" if scope else f"{name} ({code})"


def stopped(lacking: tuple[Wanted, ...]) -> list[Stopped]:
    return [
        Stopped(STOP_LABELS[stop], [(said(one), name_in_address(one)) for one in found])
        for stop, found in stops_of(lacking).items()
    ]


def name_in_address(wanted: Wanted) -> str:
    return f"{wanted.key}:{wanted.scope}"


def titles_of(actors: Iterable[str]) -> dict[str, str]:
    """Who acted, as `user:12`, by title. One query."""
    named = set(actors)
    ids = [int(one.removeprefix("user:")) for one in named if one.startswith("user:")]
    titles = User.objects.filter(pk__in=ids).values_list("pk", "title")
    return {
        _CONSOLE: _("at the console of the server"),
        _SHIPPED: _("shipped with the product"),
        "install": _("shipped with the product"),
        **{f"user:{pk}": title for pk, title in titles},
    }


def last_act(history: Iterable[Act], subject: str, kind: str) -> Act | None:
    """The newest of a kind about one thing; `history` is newest first."""
    return next((act for act in history if (act.subject, act.kind) == (subject, kind)), None)


def history_of(*subjects: str) -> list[Act]:
    return acts.acts_about(subjects)
