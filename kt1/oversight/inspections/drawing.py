"""Drawing a sample, judging its items, and drawing it again to show that nobody chose them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from kt1.ledger.checkpoints.queries import head
from kt1.ledger.entries.canonical import JSON
from kt1.ledger.entries.queries import body_of, entries_about
from kt1.ledger.holds import steps as holds
from kt1.ledger.holds.rules import item_subject
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.requests.steps import begin, finish
from kt1.oversight.inspections import permissions, steps
from kt1.oversight.inspections.drawn import Draw, Sampled
from kt1.oversight.inspections.population import chain_digests, marked, population, weights_on
from kt1.oversight.inspections.rules import Verdict
from kt1.oversight.inspections.sampling import (
    SIZE_MAX,
    Candidate,
    Risk,
    digest_of,
    ranked,
    seed_of,
)
from kt1.oversight.inspections.steps import UnfitInspectionError
from kt1.people.actor import Actor, NotAllowedError
from kt1.people.readings.steps import log_reading

PAGE = "inspections.draw"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How many; and by which decision items that bear a letter are among them, if any."""

    size: int
    lettered_paper: str = ""
    lettered_on: date | None = None


@transaction.atomic(durable=True)
def draw(*, inspection_id: int, wanted: Wanted, by: Actor, at: datetime, once: RequestKey) -> int:
    """Draw a sample by risk from the ledger's own state. Returns its number.

    Items that bear a letter or the flag are passed over unless a recorded decision names them;
    which these are is read under the log, and only of those next in the order of drawing. The
    records of what was drawn are held until the file of the inspection may go.

    Raises:
        Inspection.DoesNotExist, NotAllowedError, RefusedTextError
        UnfitInspectionError: nothing was sent, or half a decision.
        UnsetNormError: no norm says how many tickets a risk adds.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["n"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    if not 1 <= wanted.size <= SIZE_MAX:
        raise UnfitInspectionError(_("Between 1 and 100 items."))
    paper = _paper_of_letters(wanted, at)
    everyone = population(found, at, weights := weights_on(at))
    if not everyone:
        raise UnfitInspectionError(_("Nothing was accepted in this period: there is no sample."))
    top, n = head(), found.draws.count() + 1
    seed = seed_of(root=top.root, log_size=top.size, inspection_id=found.pk, n=n)
    made = Draw.objects.create(
        inspection=found,
        n=n,
        seed=seed,
        log_size=top.size,
        as_of=at,
        population=len(everyone),
        population_digest=digest_of(everyone),
        wanted=wanted.size,
        lettered=bool(paper),
        lettered_paper=paper,
        lettered_on=wanted.lettered_on if paper else None,
        at=at,
        by_id=by.user_id,
    )
    chosen = _first(ranked(seed, everyone), made, by, at)
    _keep(made, chosen)
    holds.hold(
        [*(item_subject(one.code) for one in chosen), steps.subject_of(found)],
        holder=steps.subject_of(found),
        at=at,
    )
    body: dict[str, JSON] = {
        "n": n,
        "seed": seed,
        "log_size": top.size,
        "population": made.population,
        "population_digest": made.population_digest,
        "lettered": made.lettered,
        "weights": {risk.value: added for risk, added in weights.items()},
    }
    lines: list[dict[str, JSON]] = [{"code": one.code, "tickets": one.tickets} for one in chosen]
    steps.told(found, "sample_drawn", body, by=by, at=at, note=paper, lines=lines)
    finish(once, actor=str(by), answer={"n": n})
    return n


def _paper_of_letters(wanted: Wanted, at: datetime) -> str:
    if not wanted.lettered_paper.strip() and wanted.lettered_on is None:
        return ""
    if not wanted.lettered_paper.strip() or wanted.lettered_on is None:
        raise UnfitInspectionError(_("Number and date of the paper."))
    return steps.paper(wanted.lettered_paper, wanted.lettered_on, since=None, at=at)


def _first(order: Sequence[Candidate], made: Draw, by: Actor, at: datetime) -> list[Candidate]:
    """The first of the order that may be shown."""
    if made.lettered:
        chosen = list(order[: made.wanted])
        log_reading(by, at, PAGE, [one.unit_id for one in chosen])
        return chosen
    chosen, place = [], 0
    while len(chosen) < made.wanted and place < len(order):
        next_ones = order[place : place + made.wanted]
        place += len(next_ones)
        ids = [one.unit_id for one in next_ones]
        log_reading(by, at, PAGE, ids)
        passed_over = marked(ids)
        chosen += [one for one in next_ones if one.unit_id not in passed_over]
    return chosen[: made.wanted]


def _keep(made: Draw, chosen: Sequence[Candidate]) -> None:
    told = chain_digests([one.unit_id for one in chosen])
    Sampled.objects.bulk_create(
        [
            Sampled(
                draw=made,
                n=n,
                unit_id=one.unit_id,
                risks=",".join(sorted(one.risks)),
                tickets=one.tickets,
                chain_links=told[one.unit_id][0],
                chain_digest=told[one.unit_id][1],
            )
            for n, one in enumerate(chosen, 1)
        ]
    )


@transaction.atomic(durable=True)
def judge(
    *,
    inspection_id: int,
    n: int,
    verdicts: Mapping[int, Verdict],
    by: Actor,
    at: datetime,
    once: RequestKey,
) -> int:
    """Say of items of the n-th sample whether their chain and papers agree. Returns how many.

    Args:
        verdicts: by the item's place in the sample.

    Raises:
        Inspection.DoesNotExist, Draw.DoesNotExist, NotAllowedError
        UnfitInspectionError: no such place.
    """
    if (done := begin(once, actor=str(by), at=at)) is not None:
        return int(done["judged"])
    found = steps.locked(inspection_id, by)
    if reason := permissions.why_not_work(by, found):
        raise NotAllowedError(reason)
    rows = {one.n: one for one in found.draws.get(n=n).items.all()}
    if not verdicts.keys() <= rows.keys():
        raise UnfitInspectionError(_("This item is in no sample of the inspection."))
    changed = [rows[place] for place, said in verdicts.items() if rows[place].verdict != said]
    for one in changed:
        one.verdict = verdicts[one.n]
    Sampled.objects.bulk_update(changed, ["verdict"])
    if changed:
        lines: list[dict[str, JSON]] = [
            {"place": one.n, "verdict": str(one.verdict)} for one in changed
        ]
        body: dict[str, JSON] = {"n": n, "judged": len(changed)}
        steps.told(found, "sample_judged", body, by=by, at=at, lines=lines)
    finish(once, actor=str(by), answer={"judged": len(changed)})
    return len(changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Again:
    """A sample drawn again: does the list stand, the choice, and each chain?"""

    population_stands: bool
    same_items: bool
    chains_stand: bool


def drawn_again(made: Draw, *, by: Actor, at: datetime) -> Again:
    """Work the sample out anew from its seed. Inside the caller's transaction; the look is logged.

    Where the list of then has changed since (facts entered late), the same items need not come
    out; the digest says so and the frozen sample stands.
    """
    everyone = population(made.inspection, made.as_of, _weights_of(made))
    chosen = _first(ranked(made.seed, everyone), made, by, at)
    kept = list(made.items.order_by("n").values_list("unit_id", "chain_digest"))
    told = chain_digests([unit for unit, _digest in kept])
    return Again(
        population_stands=digest_of(everyone) == made.population_digest,
        same_items=[one.unit_id for one in chosen] == [unit for unit, _digest in kept],
        chains_stand=all(told[unit][1] == digest for unit, digest in kept),
    )


def _weights_of(made: Draw) -> dict[Risk, int]:
    """The tickets it was drawn with, as the ledger holds them, whatever the norms say since."""
    entries = entries_about(steps.subject_of(made.inspection))
    for body in map(body_of, entries.filter(kind="inspection.sample_drawn")):
        if body["n"] == made.n and "weights" in body:
            return {Risk(risk): added for risk, added in body["weights"].items()}
    return weights_on(made.as_of)
