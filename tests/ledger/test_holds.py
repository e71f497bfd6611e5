"""What an open matter holds is not destroyed; what may be a state secret is, all the same."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.entries.models import Note
from kt1.ledger.holds.models import Hold
from kt1.ledger.holds.rules import named_by
from kt1.ledger.holds.steps import hold, release
from kt1.ledger.redaction.actions import redact
from kt1.ledger.redaction.rules import Reason
from kt1.ledger.redaction.steps import HeldError
from kt1.ledger.requests.rules import RequestKey
from tests.ledger.acts import NOON, do

pytestmark = pytest.mark.django_db
CODE = "KT124000001"


@pytest.fixture
def note(db: None) -> Note:
    do([0], lines=[{"unit": 1, "code": CODE}, {"unit": 2, "code": "KT124000002"}])
    sequence()
    return Note.objects.get(field="receiver")


def redacted(note: Note, reason: Reason) -> UUID:
    return redact(
        note_id=note.pk, first="user:1", second="user:2", minutes_number="12/BB-BĐT",
        reason=reason, at=NOON, once=RequestKey.of(uuid4(), {}),
    )  # fmt: skip


@pytest.mark.parametrize("held", ["handover:0", f"item:{CODE}", "item:KT124000002"])
def test_a_note_of_what_is_held_stays_until_the_matter_is_over(note: Note, held: str) -> None:
    hold([held], holder="complaint:7", at=NOON)
    with pytest.raises(HeldError) as refused:
        redacted(note, Reason.PERSONAL)
    assert refused.value.holders == ["complaint:7"]
    note.refresh_from_db()
    assert note.content is not None

    assert release("complaint:7", at=NOON + timedelta(hours=1)) == 1
    redacted(note, Reason.PERSONAL)
    note.refresh_from_db()
    assert note.content is None


def test_every_matter_has_to_let_go(note: Note) -> None:
    hold([f"item:{CODE}"], holder="complaint:7", at=NOON)
    hold([f"item:{CODE}"], holder="disclosure:1", at=NOON)
    release("complaint:7", at=NOON)
    with pytest.raises(HeldError):
        redacted(note, Reason.ORDERED)


def test_a_state_secret_leaves_at_once(note: Note) -> None:
    hold([f"item:{CODE}"], holder="complaint:7", at=NOON)
    redacted(note, Reason.STATE_SECRET)
    note.refresh_from_db()
    assert note.content is None


def test_what_another_item_is_held_for_does_not_matter(note: Note) -> None:
    hold(["item:KT124000003"], holder="complaint:7", at=NOON)
    redacted(note, Reason.PERSONAL)


def test_holding_twice_is_one_hold(db: None) -> None:
    hold(["item:A", "item:A"], holder="complaint:7", at=NOON)
    hold(["item:A", "item:B"], holder="complaint:7", at=NOON)
    assert Hold.objects.count() == 2
    assert release("complaint:7", at=NOON) == 2
    assert release("complaint:7", at=NOON) == 0
    hold(["item:A"], holder="complaint:7", at=NOON)
    assert Hold.objects.filter(ended_at=None).count() == 1


def test_only_lines_with_a_code_name_an_item() -> None:
    assert named_by([{"code": CODE}, {"unit": 3}, {"code": None}]) == {f"item:{CODE}"}
