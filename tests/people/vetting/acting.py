"""Acts on what workers hold, in the shortest form."""

from datetime import date
from typing import Any

from kt1.law.book.queries import forget, revision
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.people.actor import Actor
from kt1.people.vetting import actions, requests
from kt1.people.vetting.requests import Vetted
from kt1.people.vetting.rules import Authority, StandingKind, Topic
from kt1.people.vetting.steps import Paper
from tests.custody import factories as make
from tests.custody.factories import MORNING, at, once

PAPER = Paper(number="12/QĐ-BĐT", dated_on=date(2026, 1, 12), authority=Authority.POST)
LATER = at("2027-01-01", "00:00")


def recorded(by: Actor, of: Actor, **more: Any) -> int:
    said: dict[str, Any] = {
        "user_id": of.user_id,
        "kind": StandingKind.VETTING,
        "paper": PAPER,
        "valid_from": MORNING,
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return actions.record(**{**said, **more})


def asked(by: Actor, *about: Actor, number: str = "15/BĐT", **more: Any) -> int:
    said: dict[str, Any] = {
        "number": number,
        "dated_on": date(2026, 1, 12),
        "user_ids": [one.user_id for one in about],
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return requests.ask(**{**said, **more})


def answered(by: Actor, request: int, *vetted: Vetted, **more: Any) -> int:
    said: dict[str, Any] = {
        "request_id": request,
        "number": "7/CAT-PA03",
        "dated_on": date(2026, 1, 13),
        "vetted": vetted,
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return requests.answer(**{**said, **more})


def set_norm(key: Key, scope: str, value: Any) -> None:
    """What the installation's own set says goes before what all sets share."""
    revision()
    LegalParameter.objects.create(
        norm_set=NormSet.objects.get(code="TT16-2017"),
        key=key,
        scope=scope,
        value=value,
        valid_from=make.SINCE,
        evidence=Evidence.ASSUMPTION,
    )
    forget()


def trained(by: Actor, *who: Actor, **more: Any) -> int:
    said: dict[str, Any] = {
        "topic": Topic.KT1,
        "held_on": date(2026, 1, 13),
        "paper": PAPER,
        "user_ids": [one.user_id for one in who],
        "by": by,
        "at": MORNING,
        "once": once(),
    }
    return actions.train(**{**said, **more})
