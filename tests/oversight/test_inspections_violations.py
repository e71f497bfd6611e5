"""Violations: correction, re-check, the three outcomes, the limit and competence."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from kt1.network.agencies.models import Agency
from kt1.network.agencies.rules import Bloc, Family, Line
from kt1.oversight.violations import actions, deciding, queries
from kt1.oversight.violations.models import Decision, Violation, ViolationStep
from kt1.oversight.violations.rules import Addressee, Area, Origin, Outcome, State
from kt1.oversight.violations.steps import UnfitViolationError
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor, NotAllowedError
from tests.custody import factories as make
from tests.custody.world import World, build

pytestmark = pytest.mark.django_db

NOW = make.at("2026-07-15")
TODAY = NOW.date()
DUE = TODAY + timedelta(days=20)
TORN = "ND174-2026/12.1"


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def science(world: World) -> Actor:
    return make.actor(Role.REGULATOR, at_province=make.province("24"))


@pytest.fixture
def post(world: World) -> Agency:
    return make.agency(
        "24-BD", name="Bưu điện", family=Family.POST, bloc=Bloc.VERTICAL, line=Line.POST
    )


def who(by: Actor, at: Any = NOW) -> dict[str, Any]:
    return {"by": by, "at": at, "once": make.once()}


def recorded(science: Actor, agency: Agency, **more: Any) -> Violation:
    said: dict[str, Any] = {"origin": Origin.COMPLAINT, "area": Area.SERVICE, "done_on": TODAY}
    stated = actions.Stated(agency_id=agency.pk, **said | more)
    return Violation.objects.get(pk=actions.record(stated=stated, **who(science)))


def asked(one: Violation, science: Actor, due: date = DUE, at: Any = NOW) -> None:
    actions.ask(
        violation_id=one.pk, paper="20/SKHCN-BCVT", dated=at.date(), due=due, **who(science, at)
    )


def rechecked(one: Violation, science: Actor, *, met: bool, at: Any = NOW) -> str:
    return actions.recheck(
        violation_id=one.pk, met=met, dated=at.date(), note="", **who(science, at)
    )


def decided(one: Violation, science: Actor, kind: Outcome, **more: Any) -> int:
    facts: dict[str, Any] = {"kind": kind, "paper": "21/SKHCN", "dated": TODAY, **more}
    said = deciding.Decided(**facts)
    return deciding.decide(violation_id=one.pk, said=said, **who(science))


def ended(one: Violation, by: Actor, amount: int | None = None) -> str:
    said = deciding.Result(paper="22/QĐ-XPHC", dated=TODAY, amount_vnd=amount)
    return deciding.enter_result(violation_id=one.pk, said=said, **who(by))


def test_what_is_corrected_in_time_ends_with_being_set_right(world: World, science: Actor) -> None:
    one = recorded(science, world.sender, area=Area.RECEIVING)
    head = make.actor(Role.HEAD, body=world.sender)
    with pytest.raises(NotAllowedError):
        actions.report(violation_id=one.pk, paper="1/UB", dated=TODAY, note="", **who(head))
    with pytest.raises(UnfitViolationError):
        decided(one, science, Outcome.REMIND)
    with pytest.raises(UnfitViolationError):
        asked(one, science, due=TODAY - timedelta(days=1))
    asked(one, science)
    with pytest.raises(Violation.DoesNotExist):
        actions.report(
            violation_id=one.pk, paper="1/UB", dated=TODAY, note="", **who(world.receiving_clerk)
        )
    assert actions.report(violation_id=one.pk, paper="1/UB", dated=TODAY, note="", **who(head))
    assert rechecked(one, science, met=True) == State.REMEDIED
    decided(one, science, Outcome.REMIND)
    with pytest.raises(UnfitViolationError):
        ended(one, science, amount=1_000_000)
    assert ended(one, science) == State.CLOSED
    assert list(ViolationStep.objects.order_by("n").values_list("kind", flat=True)) == [
        "asked", "reported", "rechecked",
    ]  # fmt: skip
    with pytest.raises(DatabaseError), transaction.atomic():
        ViolationStep.objects.update(met=False)
    kinds = set(Entry.objects.filter(subject=f"violation:{one.pk}").values_list("kind", flat=True))
    assert kinds == {
        f"violation.{what}"
        for what in ("found", "asked", "reported", "rechecked", "decided", "closed")
    }


def test_what_is_not_corrected_is_late_asked_again_or_decided(
    world: World, science: Actor, post: Agency
) -> None:
    one = recorded(science, post)
    asked(one, science)
    after = DUE + timedelta(days=1)
    assert list(queries.late(queries.seen_by(science), after)) == [one]
    assert not queries.late(queries.seen_by(science), DUE).exists()
    assert rechecked(one, science, met=False) == State.FAILED
    decided(one, science, Outcome.REMIND)
    with pytest.raises(UnfitViolationError, match="yêu cầu lại"):
        ended(one, science)
    asked(one, science, due=DUE + timedelta(days=10))
    assert rechecked(one, science, met=True) == State.REMEDIED
    told = dict(queries.counted(province_id=post.province_id, span=(TODAY, TODAY)))
    assert (told["found"], told["remedied"], told["remind"], told["sanction"]) == (1, 1, 1, 0)


def test_the_post_is_sanctioned_within_frame_competence_and_a_year(
    world: World, science: Actor, post: Agency
) -> None:
    one = recorded(science, post, conduct=TORN)
    assert (one.limit_on, one.limit_norm) == (
        date(2027, 7, 15), "CHUNG/sanction_limit_months@2026-07-01",
    )  # fmt: skip
    assert list(queries.near_limit(queries.seen_by(science), date(2027, 6, 1), 60)) == [one]
    decided(one, science, Outcome.SANCTION)
    assert Decision.objects.get().competence == "ND174-2026/104.3"
    assert not queries.near_limit(queries.seen_by(science), date(2027, 6, 1), 60).exists()
    for wrong in (2_999_999, 5_000_001):
        with pytest.raises(UnfitViolationError):
            ended(one, science, amount=wrong)
    ended(one, science, amount=4_000_000)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.update(amount_vnd=3_000_000)
    told = dict(queries.counted(province_id=post.province_id, span=(TODAY, TODAY)))
    assert (told["sanction"], told["fined_vnd"]) == (1, 4_000_000)
    again = recorded(science, post, conduct=TORN)
    assert again.repeats == one


@pytest.mark.parametrize(
    ("more", "match"),
    [
        ({"conduct": ""}, "không có căn cứ"),
        ({"conduct": "ND174-2026/13"}, "khung"),
        ({"conduct": TORN, "done_on": date(2025, 7, 14)}, "đã hết"),
    ],
)
def test_where_there_is_no_sanction(
    world: World, science: Actor, post: Agency, more: dict[str, Any], match: str
) -> None:
    one = recorded(science, post, **more)
    with pytest.raises(UnfitViolationError, match=match):
        decided(one, science, Outcome.SANCTION)
    decided(one, science, Outcome.REFER, addressee=Addressee.PROVINCE)


def test_a_state_body_is_asked_about_its_duty_before_any_fine(world: World, science: Actor) -> None:
    one = recorded(science, world.sender, conduct="ND174-2026/12.5.b")
    for said in (None, False):
        with pytest.raises(UnfitViolationError, match=r"2\.2\.k"):
            decided(one, science, Outcome.SANCTION, outside_duty=said)
    decided(one, science, Outcome.SANCTION, outside_duty=True)
    assert Decision.objects.get().outside_duty is True


def test_secrecy_goes_to_the_police_and_nothing_of_it_is_written(
    world: World, science: Actor
) -> None:
    said: dict[str, Any] = {"area": Area.SECRECY, "conduct": "ND282-2025"}
    with pytest.raises(UnfitViolationError, match="bí mật nhà nước"):
        recorded(science, world.sender, note="gửi nhầm", **said)
    with pytest.raises(UnfitViolationError):
        recorded(science, world.sender, area=Area.SECRECY, conduct=TORN)
    with pytest.raises(RefusedTextError):
        recorded(science, world.sender, note="công văn số 12/UBND")
    one = recorded(science, world.sender, **said)
    assert one.limit_on is None
    police = make.actor(Role.POLICE_PA03, at_province=make.province("24"))
    assert not queries.seen_by(police).exists()
    with pytest.raises(UnfitViolationError):
        asked(one, science)
    with pytest.raises(UnfitViolationError):
        decided(one, science, Outcome.REFER, addressee=Addressee.PROVINCE)
    decided(one, science, Outcome.REFER, addressee=Addressee.POLICE)
    assert list(queries.seen_by(police)) == [one]
    assert ended(one, police) == State.CLOSED


def test_bodies_of_closed_lines_and_other_provinces_are_not_followed(
    world: World, science: Actor
) -> None:
    Agency.objects.filter(pk=world.sender.pk).update(line=Line.POLICE, bloc=Bloc.ARMED)
    with pytest.raises(UnfitViolationError, match="cấp trên"):
        recorded(science, world.sender)
    with pytest.raises(Agency.DoesNotExist):
        recorded(science, world.far)
    with pytest.raises(NotAllowedError):
        recorded(world.dispatcher, world.receiver)
    one = recorded(science, world.receiver)
    far = make.actor(Role.REGULATOR, at_province=make.province("75"))
    assert not queries.seen_by(far).exists()
    assert actions.drop(violation_id=one.pk, note="", **who(science)) == State.DROPPED
