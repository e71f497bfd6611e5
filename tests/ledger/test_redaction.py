"""Two persons may destroy a note. The entry, its leaf and every proof stay whole."""

from uuid import UUID, uuid4

import pytest

from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.checkpoints.queries import head
from kt1.ledger.entries.models import Entry, Note
from kt1.ledger.entries.queries import body_of, notes_of
from kt1.ledger.redaction.actions import redact
from kt1.ledger.redaction.models import Redaction
from kt1.ledger.redaction.queries import redactions
from kt1.ledger.redaction.rules import Reason, is_minutes_number
from kt1.ledger.redaction.steps import (
    AlreadyRedactedError,
    BadMinutesNumberError,
    NeedsTwoPersonsError,
)
from kt1.ledger.requests.rules import RequestKey
from kt1.ledger.verify.queries import verify
from kt1.ledger.verify.rules import Against
from tests.ledger.acts import NOON, do

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(db: None) -> Note:
    do(range(8))
    sequence()
    return Note.objects.filter(field="receiver").first() or pytest.fail("no note")


def by_two(note_id: UUID, *, once: RequestKey | None = None, **more: str) -> UUID:
    words = {"first": "user:1", "second": "user:2", "minutes_number": "12/BB-BĐT"} | more
    return redact(
        note_id=note_id,
        reason=Reason.STATE_SECRET,
        at=NOON,
        once=once or RequestKey.of(uuid4(), {}),
        **words,
    )


def test_the_text_and_its_salt_are_gone(note: Note) -> None:
    by_two(note.id)

    note.refresh_from_db()
    assert (note.content, note.salt) == (None, None)
    assert notes_of([note.entry_id])[note.entry_id] == {"phone": "024 3333 4444", "receiver": None}


def test_the_redaction_is_an_entry_of_its_own(note: Note) -> None:
    entry_id = by_two(note.id)

    entry = Entry.objects.get(id=entry_id)
    assert (entry.kind, entry.subject) == ("note.redacted", f"note:{note.id}")
    assert body_of(entry) == {
        "first": "user:1",
        "minutes_number": "12/BB-BĐT",
        "reason_code": "state_secret",
        "second": "user:2",
    }
    assert [each.entry_id for each in redactions()] == [entry_id]


def test_the_check_says_redacted_and_no_fault_before_and_after_it_has_an_index(note: Note) -> None:
    before = head()
    by_two(note.id)

    report = verify(against=Against(before.size, before.root))
    assert (report.ok, report.redacted, report.pending) == (True, 1, 1)
    sequence()
    report = verify(against=Against(before.size, before.root))
    assert (report.ok, report.redacted, report.entries) == (True, 1, 9)


def test_one_person_is_not_two(note: Note) -> None:
    with pytest.raises(NeedsTwoPersonsError):
        by_two(note.id, second="user:1")
    assert notes_of([note.entry_id])[note.entry_id]["receiver"] == "Trực ban"


@pytest.mark.parametrize("number", ["", "Nguyễn Văn A", "x" * 41, " 12/BB", "12/BB\n"])
def test_minutes_without_a_number_are_refused(note: Note, number: str) -> None:
    with pytest.raises(BadMinutesNumberError):
        by_two(note.id, minutes_number=number)


def test_numbers_of_minutes_look_like_this() -> None:
    assert all(is_minutes_number(text) for text in ("5", "12/BB-BĐT", "07/2026/BB-UBND"))


def test_twice_is_told(note: Note) -> None:
    by_two(note.id)

    with pytest.raises(AlreadyRedactedError):
        by_two(note.id)


def test_the_same_request_again_is_answered(note: Note) -> None:
    once = RequestKey.of(uuid4(), {"note": str(note.id)})

    assert by_two(note.id, once=once) == by_two(note.id, once=once)

    assert Redaction.objects.count() == 1


def test_a_note_nobody_knows_is_told() -> None:
    with pytest.raises(Note.DoesNotExist):
        by_two(uuid4())
