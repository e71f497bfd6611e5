"""How figures are read: the cards at the top, the cells of a line, each with where it opens."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kt1.oversight.figures.lines import Shown
from kt1.oversight.figures.permissions import OF_COUNTRY, OF_LINES, WITHOUT_DUTIES
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.figures.asking import Asking
from kt1.web.figures.gathering import Gathered, Line
from kt1.web.figures.labels import signed_per_cent
from kt1.web.figures.opening import Opened, opened
from kt1.web.numbers import number
from kt1.web.quality.labels import per_cent
from kt1.web.words import Words

#: Stands where a cell is too small to be shared, or would tell such a one.
HIDDEN = "•"
#: Behind these there is nothing to open.
_NOTHING = frozenset({"0", "–", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure: what it is, how it is said, what stands small under it, where it opens."""

    label: Words
    value: str
    under: str = ""
    url: str = ""

    @property
    def opens(self) -> str:
        return "" if self.value in _NOTHING else self.url


def said(value: int | None) -> str:
    """A number, or the sign of a hidden one."""
    return HIDDEN if value is None else number(value)


def cells(one: Asking, found: Gathered, line: Line, *, plain: bool) -> list[Figure]:
    """The figures of one line, in the order of the headings; `plain`: without duties."""
    shown, facts, to = line.shown, line.shown.facts, line.opened
    figures = [
        Figure(label=_("Items sent"), value=said(shown.sent), url=to.sent,
               under=_change(shown.sent_change)),
        Figure(label=_("Items received"), value=said(shown.received), url=to.received,
               under=_change(shown.received_change)),
    ]  # fmt: skip
    if one.by != "dich-vu":
        before = per_cent(shown.rate_before)
        figures.append(
            Figure(label=_("On time"), value=per_cent(shown.rate), url=to.rate,
                   under="" if before == "–" else before)
        )  # fmt: skip
    if not found.of_bodies:
        return figures
    used = f"{number(facts.using)}/{number(facts.bodies)}"
    figures.insert(0, Figure(label=_("Bodies that used it"), value=used, url=to.using))
    return figures if plain else [*figures, *_duties(shown, to)]


def _duties(shown: Shown, to: Opened) -> list[Figure]:
    return [
        Figure(label=_("Lost or not intact"), value=said(shown.harmed), url=to.harmed),
        Figure(label=_("Nobody off hours"), value=number(shown.facts.lacking), url=to.lacking),
        Figure(label=_("Past its day"), value=number(shown.facts.overdue), url=to.overdue),
    ]


def _change(per_mille: int | None) -> str:
    text = signed_per_cent(per_mille)
    return "" if text == "–" else text


def cards(actor: Actor, one: Asking, found: Gathered) -> Sequence[Figure]:
    """The figures of the whole question."""
    shown, facts = found.total, found.total.facts
    to = opened(actor, one, line=one.address(theo=_finer(actor, one, found)), own=found.own)
    months = f"{reverse('figures')}{one.address(theo='thang')}"
    whole = f"{reverse('figures')}{one.address(theo='dich-vu')}"
    sent = whole if not found.scope and actor.role not in OF_COUNTRY | OF_LINES else months
    mail = [
        Figure(label=_("Items sent"), value=said(shown.sent), url=to.sent if found.own else sent,
               under=_against(shown.sent_before, shown.sent_change)),
        Figure(label=_("Items received"), value=said(shown.received),
               url=to.received if found.own else months,
               under=_against(shown.received_before, shown.received_change)),
        Figure(label=_("On time"), value=per_cent(shown.rate), url=to.rate or months,
               under=_("%(rate)s the year before") % {"rate": per_cent(shown.rate_before)}),
    ]  # fmt: skip
    if not found.of_bodies:
        return mail
    used = _("%(n)s of %(all)s bodies") % {"n": number(facts.using), "all": number(facts.bodies)}
    use = Figure(
        label=_("Bodies that used it"), value=per_cent(shown.share), under=used, url=to.using
    )
    if actor.role in WITHOUT_DUTIES:
        return [use, *mail]
    unders = (
        _("of what was received"),
        _("bodies that lack a frame"),
        _("tasks, reviews, months, sheets"),
    )
    duties = [
        Figure(label=each.label, value=each.value, under=under, url=each.url)
        for each, under in zip(_duties(shown, to), unders, strict=True)
    ]
    return [use, *mail, *duties]


def _finer(actor: Actor, one: Asking, found: Gathered) -> str:
    """The table of bodies with these figures; of a single body its months; blocs for a country."""
    if actor.role is Role.MINISTRY:
        return "khoi" if one.province else "tinh"
    return "thang" if one.body or not found.of_bodies else "co-quan"


def _against(before: int | None, change: int | None) -> str:
    return _("%(n)s the year before (%(change)s)") % {
        "n": said(before),
        "change": signed_per_cent(change),
    }
