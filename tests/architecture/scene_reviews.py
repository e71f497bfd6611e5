"""Self-reviews, internal rules and reports for the access matrix."""

from datetime import date
from typing import Any
from uuid import uuid4

from kt1.network.models import Agency
from kt1.oversight.reviews.models import (
    OutsideReport,
    Questionnaire,
    Review,
    ReviewQuestion,
    ReviewRound,
)
from kt1.oversight.reviews.rules import Ask, Carrier, Part, RuleKind
from kt1.people.accounts.rules import Role
from tests.custody import factories as make

OWN, FAR = "own", "far"
ACTS = ("ky-duyet", "ban-giay", "tra-lai")
DAY = date(2026, 1, 14)


def _version(scene: Any, province: Any, *, issued: bool) -> Questionnaire:
    """A draft, or an issued version; one of each in a province."""
    wanted = Questionnaire.objects.filter(province=province, issued_at__isnull=not issued)
    if (found := wanted.first()) is not None:
        return found
    user = scene.world.clerk.user_id
    made = Questionnaire.objects.create(
        province=province, n=1 if issued else 2, name="Thử", made_at=make.MORNING, made_by_id=user
    )
    ReviewQuestion.objects.create(
        questionnaire=made, n=1, code="G1", part=Part.SENDING, ask=Ask.YES_NO, text="Thử"
    )
    if issued:
        made.issued_at, made.issued_by_id = make.MORNING, user
        made.save()
    return made


def _round(scene: Any, province: Any) -> ReviewRound:
    return ReviewRound.objects.create(
        province=province,
        questionnaire=_version(scene, province, issued=True),
        name="Đợt thử",
        asked_by_role=Role.REGULATOR,
        first=DAY,
        last=DAY,
        due=DAY,
        opened_at=make.MORNING,
        opened_by_id=scene.world.clerk.user_id,
    )


def _review(scene: Any, body: Agency, **more: str) -> dict[str, Any]:
    made = Review.objects.create(round=_round(scene, body.province), agency=body)
    return {"review_id": made.pk, **more}


def _act(kind: str) -> Any:
    return lambda scene, _: _review(scene, scene.world.sender, act=kind)


def _report(scene: Any, body: Agency) -> dict[str, Any]:
    made = OutsideReport.objects.create(
        agency=body,
        received_on=DAY,
        sender_name="Cơ quan khác",
        carrier=Carrier.EXPRESS,
        filed_at=make.MORNING,
        filed_by_id=scene.world.clerk.user_id,
    )
    return {"report_id": made.pk}


def _both(maker: Any, **more: str) -> dict[str, Any]:
    return {
        OWN: lambda scene, _: maker(scene, scene.world.sender, **more),
        FAR: lambda scene, _: maker(scene, scene.world.far, **more),
    }


def _of_round() -> dict[str, Any]:
    return {
        OWN: lambda scene, _: {"round_id": _round(scene, scene.world.sender.province).pk},
        FAR: lambda scene, _: {"round_id": _round(scene, scene.world.far.province).pk},
    }


def _draft(scene: Any, body: Agency, **more: str) -> dict[str, Any]:
    return {"questionnaire_id": _version(scene, body.province, issued=False).pk, **more}


def _body(_scene: Any, body: Agency, **more: str) -> dict[str, Any]:
    return {"code": body.code, **more}


#: `own`: of the small agency and its province. Acts by their names.
ARGUMENTS: dict[str, dict[str, Any]] = {
    "review": _both(_review),
    "review_fill": _both(_review),
    "review_paper": _both(_review, form="docx"),
    "review_act": {
        **{kind: _act(kind) for kind in ACTS},
        FAR: lambda scene, _: _review(scene, scene.world.far, act="ky-duyet"),
    },
    "review_round": _of_round(),
    "review_bodies": _of_round(),
    "review_close": _of_round(),
    "questionnaire": _both(_draft),
    "questionnaire_issue": _both(_draft),
    "question_drop": _both(_draft, code="G1"),
    "internal_rules_of": _both(_body),
    "internal_rule_state": _both(_body, kind=RuleKind.HOUSE_RULES.value),
    "internal_rule_clause": _both(_body, kind=RuleKind.HOUSE_RULES.value, form="docx"),
    "outside_report": _both(_report),
    "outside_report_withdraw": _both(_report),
}


def _once(_scene: Any, _person: Any) -> dict[str, Any]:
    return {"once": str(uuid4())}


#: Acts that are one button.
PAYLOADS: dict[str, Any] = dict.fromkeys(
    (
        "review_close",
        "questionnaire_issue",
        "question_drop",
        "outside_report_withdraw",
        "review_act",
    ),
    _once,
)
