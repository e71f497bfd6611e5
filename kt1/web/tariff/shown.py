"""A price in words: every line of it, what is still open, who pays, how far it can be trusted."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kt1.custody.items.models import URGENCY_LABELS
from kt1.custody.price.rules import ItemPrice
from kt1.law.instruments.rules import cite
from kt1.law.parameters.keys import Evidence
from kt1.law.services.rules import Urgency
from kt1.law.tariffs.models import CHARGE_LABELS, FUNDS_LABELS, PARTY_LABELS, REACH_LABELS
from kt1.law.tariffs.payers import PayerRule
from kt1.law.tariffs.rules import Line, Open, Price, Reach, Standing, Table, Why
from kt1.web.numbers import number
from kt1.web.parts.chips import Chip, Tone
from kt1.web.words import Words

STANDING_CHIPS: Mapping[Standing, Chip] = {
    Standing.CONFIRMED: Chip(gettext_lazy("compared with its paper"), Tone.GOOD),
    Standing.UNCONFIRMED: Chip(gettext_lazy("not compared with a paper yet"), Tone.UNCONFIRMED),
    Standing.HISTORIC: Chip(gettext_lazy("historic"), Tone.UNCONFIRMED),
}
OPEN_WORDS: Mapping[Open, Words] = {
    Open.WEIGHT: gettext_lazy(
        "Not weighed yet: the base price follows when the centre has weighed it."
    ),
    Open.MARK_ON_PAPER: gettext_lazy(
        "Without the surcharge of the mark: it is one amount a month, from the signed list."
    ),
    Open.MARK_UNREAD: gettext_lazy(
        "Without the surcharge of a mark, if there is one: the mark is not shown here."
    ),
    Open.TAX: gettext_lazy("Without VAT: no rate is set for that day."),
}


@dataclass(frozen=True, slots=True)
class LineShown:
    said: str
    vnd: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceShown:
    """One price as a page draws it."""

    price: Price | None
    lines: tuple[LineShown, ...]
    open: tuple[Words, ...]
    banner: str
    payer: str
    free: bool
    #: Before it is weighed: what each weight would add.
    ladder: tuple[LineShown, ...]
    with_tax: bool = False


def shown(found: ItemPrice, reach: str = "") -> PriceShown:
    """`reach` (nội tỉnh, liên tỉnh) tells which base prices stand open while it is not weighed."""
    price = found.price
    unweighed = price is not None and Open.WEIGHT in price.open
    return PriceShown(
        price=price,
        lines=tuple(LineShown(words(line), line.vnd) for line in price.lines) if price else (),
        open=tuple(OPEN_WORDS[one] for one in Open if price and one in price.open),
        banner=banner(price.table) if price else "",
        payer=payer_words(found.rule),
        free=found.free,
        ladder=ladder(price.table, reach) if price and unweighed and reach else (),
        with_tax=price.table.with_tax if price else False,
    )


def words(line: Line) -> str:
    """One step of a price as a sentence."""
    match line.why:
        case Why.BASE:
            return _("Base price, %(reach)s, up to %(grams)s g") % {
                "reach": REACH_LABELS[Reach(line.key)],
                "grams": number(line.grams),
            }
        case Why.FURTHER:
            return _("Further %(times)s × %(grams)s g, %(each)s đồng each") % {
                "times": line.times,
                "grams": number(line.grams),
                "each": number(line.each),
            }
        case Why.URGENCY:
            return _("Surcharge, %(name)s") % {"name": URGENCY_LABELS[Urgency(line.key)]}
        case Why.MARK:
            return _("Surcharge of the mark %(mark)s") % {"mark": line.key}
        case Why.TAX:
            return _("VAT, %(percent)s %%") % {"percent": line.percent}


def ladder(table: Table, reach: str) -> tuple[LineShown, ...]:
    """Base prices of a reach, step by step, and what goes beyond."""
    steps = [
        LineShown(_("up to %(grams)s g") % {"grams": number(rate.grams)}, rate.vnd)
        for rate in table.steps(reach)
    ]
    more = table.further(reach)
    if more is not None:
        said = _("each further %(grams)s g") % {"grams": number(more.grams)}
        steps.append(LineShown(said, more.vnd))
    return tuple(steps)


def banner(table: Table) -> str:
    """What must stand beside prices that are not sure."""
    match table.standing:
        case Standing.HISTORIC:
            return _(
                "Prices of %(paper)s: historic, the highest allowed then. The price in force is "
                "not known here."
            ) % {"paper": table.instrument or table.code}
        case Standing.UNCONFIRMED:
            return _("Prices of %(paper)s: not compared with the paper yet.") % {
                "paper": table.instrument or table.code
            }
        case Standing.CONFIRMED:
            return ""


def payer_words(rule: PayerRule | None) -> str:
    """Who pays, from which money, by which article, and how sure that is."""
    if rule is None:
        return _("Who pays is not settled: no rule names these two bodies.")
    said = f"{CHARGE_LABELS[rule.charge]} · {FUNDS_LABELS[rule.funds]}"
    parties = f"{PARTY_LABELS[rule.sender]} → {PARTY_LABELS[rule.receiver]}"
    source = " ".join(filter(None, (cite(rule.article) if rule.article else "", rule.instrument)))
    sure = "" if rule.confirmed and rule.evidence is not Evidence.HISTORIC else _("not confirmed")
    return "; ".join(filter(None, (f"{said} ({parties})", source, sure)))
