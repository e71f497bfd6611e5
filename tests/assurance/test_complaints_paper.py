"""Complaints of bodies that work on paper, and what was signed for without a remark."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from kt1.assurance.complaints import actions, queries
from kt1.assurance.complaints.actions import OnPaper, UnfitComplaintError
from kt1.assurance.complaints.models import Complaint
from kt1.assurance.complaints.permissions import NotOnPaperError
from kt1.assurance.complaints.rules import Cause, Matter, Outcome, State
from kt1.assurance.complaints.terms import day_of, due_of
from kt1.custody.units.queries import UnknownUnitError
from kt1.ledger.entries.models import Entry
from kt1.ledger.entries.queries import notes_of
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import doing
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

LATER = make.at("2026-01-21")
PAPER = OnPaper(
    by_receiver=False, number="15/CV-UBND", dated=date(2026, 1, 15), came=date(2026, 1, 16)
)


@pytest.fixture
def world(db: None) -> World:
    made = build()
    type(made.sender).objects.filter(pk=made.sender.pk).update(works_on_paper=True)
    return made


def who(by: Actor) -> dict[str, Any]:
    return {"by": by, "at": LATER, "once": make.once()}


def test_the_post_enters_the_paper_of_a_body_and_its_clock_runs_from_the_day_it_came(
    world: World,
) -> None:
    (code,) = doing.accepted(world)
    said: dict[str, Any] = {"code": code, "matter": Matter.LOSS, "note": ""}
    for wrong in (
        replace(PAPER, came=date(2026, 1, 14)),
        replace(PAPER, came=date(2026, 1, 22)),
        replace(PAPER, dated=date(2026, 1, 13)),
    ):
        with pytest.raises(UnfitComplaintError):
            actions.file(**said, on_paper=wrong, **who(world.controller))
    with pytest.raises(NotOnPaperError):
        actions.file(**said, on_paper=replace(PAPER, by_receiver=True), **who(world.controller))
    for by, paper in ((world.counter, PAPER), (world.far_controller, PAPER),
                      (world.controller, None)):  # fmt: skip
        with pytest.raises((NotAllowedError, UnknownUnitError)):
            actions.file(**said, on_paper=paper, **who(by))
    one = Complaint.objects.get(pk=actions.file(**said, on_paper=PAPER, **who(world.controller)))
    assert (one.agency, day_of(one.filed_at)) == (world.sender, PAPER.came)
    assert one.due == due_of(PAPER.came).on
    actions.answer(
        complaint_id=one.pk, outcome=Outcome.REJECTED, cause=Cause.AGENCY, note="",
        **who(world.controller),
    )  # fmt: skip
    asked: dict[str, Any] = {"complaint_id": one.pk, "after": State.CLOSED, "note": ""}
    with pytest.raises(UnfitComplaintError):
        actions.decide(**asked, **who(world.controller))
    actions.decide(**asked, paper="17/CV-UBND 20/01/2026", **who(world.dispatcher))
    entries = [Entry.objects.get(kind=f"complaint.{kind}").pk for kind in ("filed", "closed")]
    notes = notes_of(entries)
    assert [notes[pk]["paper"] for pk in entries] == [
        "15/CV-UBND 15/01/2026", "17/CV-UBND 20/01/2026",
    ]  # fmt: skip


def test_what_was_signed_for_without_a_remark_is_told_to_whoever_answers(world: World) -> None:
    (code,) = doing.accepted(world)
    doing.delivered(world, [code])
    told = []
    for matter in (Matter.DAMAGE, Matter.DELAY):
        key = actions.file(
            code=code, matter=matter, note="", on_paper=PAPER, **who(world.controller)
        )
        told.append(queries.signed_without_remark(Complaint.objects.get(pk=key)))
    assert told[0] is not None
    assert told[1] is None
