"""All figures of a report, for its days and for the same days of the year before."""

from collections.abc import Container, Iterable, Mapping
from datetime import date, datetime, timedelta

from kt1.custody.clock.models import Clock
from kt1.law.calendars.rules import VIETNAM
from kt1.law.parameters.keys import Key
from kt1.law.parameters.queries import active_norms
from kt1.ledger.checkpoints.queries import head
from kt1.oversight.reports import counting, keys, neighbours, securing, standing
from kt1.oversight.reports.counting import Counts, moments
from kt1.oversight.reports.figures import Frozen, Lacking, hidden
from kt1.oversight.reports.rules import Span
from kt1.people.accounts.rules import Role

_INSTANT = timedelta(microseconds=1)


def frozen(province_id: int, span: Span, at: datetime) -> Frozen:
    """Count everything now. The ledger is read first: what it held then is in the figures.

    Raises:
        UnsetNormError: the installation goes by no set of norms yet.
    """
    ledger = head()
    norms = active_norms(at.astimezone(VIETNAM).date())
    least = norms.count(Key.SMALL_CELL_MIN)
    now, mail = _counted(province_id, span, at)
    before = _counted(province_id, span.year_before, at)[0] if kept(span.year_before) else {}
    # Nothing keeps how these stood a year ago: the year before has no number.
    now["subjects.contracts"] = standing.contracts(province_id, min(span.last, _day(at)))
    now["directives.overdue"] = neighbours.overdue_tasks(province_id, min(span.last, _day(at)))
    values = {key: (now.get(key), before.get(key)) for key in {*now, *before}}
    return Frozen(
        span=span,
        counted_at=at,
        ledger_size=ledger.size,
        ledger_root=ledger.root.hex(),
        least=least,
        values=values,
        lacking=lacking(province_id, span, at, {*mail.sent, *mail.received}),
        basis=norms.banner,
        hidden=hidden(values, keys.sums(), keys.dependents(), least),
    )


def _counted(province_id: int, span: Span, at: datetime) -> tuple[Counts, counting.Mail]:
    since, until = moments(span)
    # A window that is not over is counted as it stands now.
    stood = min(until - _INSTANT, at)
    on = stood.astimezone(VIETNAM).date()
    by_id = standing.bodies(province_id)
    mail = counting.by_body(province_id, span)
    blocs = {key: body.bloc for key, body in by_id.items()}
    months = standing.months(province_id, span)
    return {
        **counting.mail(province_id, span),
        **counting.active(mail, blocs),
        **counting.quality(province_id, span, at),
        **standing.subjects(province_id, on),
        **standing.receivers(province_id, stood, on),
        **standing.network(province_id, on),
        **standing.staff(province_id, stood),
        **standing.money(months),
        **standing.budget(province_id, span.last.year, months),
        **standing.troubles(province_id, since, until),
        **neighbours.counted(province_id, span, since, until),
        **securing.counted(province_id, span, on),
    }, mail


def lacking(
    province_id: int, span: Span, at: datetime, used: Container[int], role: Role = Role.REGULATOR
) -> tuple[Lacking, ...]:
    """Bodies that an office may remind and that have not done something (table 06, W7)."""
    on = min(span.last, _day(at))
    asked = standing.reminded_here(province_id, on, role)
    ids = [one.pk for one in asked]
    reasons: Mapping[str, Iterable[int]] = {
        "focal": standing.unnamed(ids, min(moments(span)[1] - _INSTANT, at)),
        "month": standing.unagreed(ids, on),
        **neighbours.unanswered(province_id, on),
        "use": {key for key in ids if key not in used},
    }
    missing = {name: set(found) for name, found in reasons.items()}
    told = []
    for one in asked:
        lacks = tuple(name for name in missing if one.pk in missing[name])
        # Without mail alone a body has failed nothing: it may have had nothing to send.
        if set(lacks) - {"use"}:
            told.append(Lacking(one.code, one.name, one.bloc, lacks))
    return tuple(told)


def kept(span: Span) -> bool:
    """Whether this installation held any mail yet: before that nothing was nought, but unknown."""
    return Clock.objects.filter(started_at__lt=moments(span)[1]).exists()


def _day(at: datetime) -> date:
    return at.astimezone(VIETNAM).date()
