"""Writing an act down: what goes in, what it commits to, what is refused."""

import hashlib
from datetime import UTC, datetime, timedelta, timezone
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.ledger.entries.actions import append, append_many
from kt1.ledger.entries.canonical import canonical, parse
from kt1.ledger.entries.models import Entry, Note, Pending
from kt1.ledger.entries.queries import body_of, entries_about, lines_of, notes_of
from kt1.ledger.entries.rules import BadEntryError, entry_id_at, line_salt, rows_of, stamp
from kt1.ledger.tree.rules import includes, inclusion_proof, leaf_hash, root_of
from tests.ledger.acts import LINES, NOON, NOTES, act

FACTS: dict[str, Any] = {
    "kind": "handover.settled",
    "subject": "handover:7",
    "actor": "user:3",
    "at": NOON,
    "body": {"outcome": "taken"},
}


@pytest.mark.django_db
def test_an_act_is_kept_with_its_leaf_waiting() -> None:
    entry_id = append(**FACTS)

    entry = Entry.objects.get()
    assert (entry.id, entry.kind, entry.subject) == (entry_id, "handover.settled", "handover:7")
    assert (entry.actor, entry.at, body_of(entry)) == ("user:3", NOON, {"outcome": "taken"})
    assert (lines_of(entry), notes_of([entry_id])) == ([], {})
    data = hashlib.sha256(bytes(entry.salt) + bytes(entry.canonical)).digest()
    assert bytes(Pending.objects.get(entry=entry).leaf_hash) == leaf_hash(data)


@pytest.mark.django_db
def test_the_canonical_bytes_say_it_all() -> None:
    append(**FACTS, lines=LINES, notes=NOTES)

    entry = Entry.objects.get()
    whole = parse(bytes(entry.canonical))
    assert canonical(whole) == bytes(entry.canonical)
    assert sorted(whole) == [
        *("actor", "at", "body", "id", "kind", "lines_count", "lines_root", "notes", "subject")
    ]
    assert whole["id"] == str(entry.id)
    assert whole["at"] == "2026-02-16T05:00:00.000000Z"
    assert whole["lines_count"] == len(LINES)


@pytest.mark.django_db
def test_one_line_is_proved_without_the_others() -> None:
    append(**FACTS, lines=LINES)
    entry = Entry.objects.get()
    assert lines_of(entry) == LINES
    seed = bytes(entry.lines_seed or b"")
    leaves = [
        leaf_hash(hashlib.sha256(line_salt(seed, n) + canonical(line)).digest())
        for n, line in enumerate(LINES)
    ]

    proof = inclusion_proof(
        4, 7, lambda height, n: root_of(leaves[n << height : (n + 1) << height])
    )

    assert includes(
        index=4,
        size=7,
        leaf=leaves[4],
        proof=proof,
        root=bytes.fromhex(parse(bytes(entry.canonical))["lines_root"]),
    )


@pytest.mark.django_db
def test_a_note_is_pointed_to_by_its_salted_hash() -> None:
    entry_id = append(**FACTS, notes=NOTES)

    named = parse(bytes(Entry.objects.get().canonical))["notes"]
    for note in Note.objects.all():
        digest = hashlib.sha256(bytes(note.salt or b"") + bytes(note.content or b"")).hexdigest()
        assert named[note.field] == digest
        assert note.id.hex == digest[:32]
    assert notes_of([entry_id]) == {entry_id: NOTES}
    assert "Trực ban" not in bytes(Entry.objects.get().canonical).decode()


@pytest.mark.django_db
def test_several_entries_are_one_statement_and_keep_their_order() -> None:
    rows = [act(n) for n in (5, 3, 14, 1)]

    with CaptureQueriesContext(connection) as queries:
        append_many(rows)

    assert len(queries) == 2  # the notes have one of their own
    waiting = Pending.objects.order_by("seq").values_list("entry__subject", flat=True)
    assert list(waiting) == ["handover:5", "handover:3", "handover:14", "handover:1"]


@pytest.mark.django_db
def test_append_and_append_many_write_the_same_rows() -> None:
    append_many([rows_of(**FACTS, lines=LINES, notes=NOTES)])
    append(**FACTS, lines=LINES, notes=NOTES)

    def said(entry: Entry) -> object:
        whole = parse(bytes(entry.canonical))
        by_chance = {"id", "lines_root", "notes"}
        kept = {name: value for name, value in whole.items() if name not in by_chance}
        return kept, bytes(entry.lines or b""), notes_of([entry.id])[entry.id]

    first, second = Entry.objects.all()
    assert said(first) == said(second)


@pytest.mark.django_db
def test_no_query_count_grows_with_the_lines() -> None:
    with CaptureQueriesContext(connection) as queries:
        append(**FACTS, lines=[{"unit": n} for n in range(500)])

    assert len(queries) == 1


@pytest.mark.django_db
def test_nothing_to_write_is_no_statement() -> None:
    with CaptureQueriesContext(connection) as queries:
        append_many([])

    assert len(queries) == 0


@pytest.mark.django_db
def test_the_entries_about_a_thing_are_found_oldest_first() -> None:
    append_many([act(n, subject=f"bag:{n % 2}") for n in (4, 2, 3)])

    assert [body_of(entry)["handover"] for entry in entries_about("bag:0")] == [2, 4]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "settled"},
        {"kind": "Handover.settled"},
        {"kind": f"a.{'b' * 64}"},
        {"subject": ""},
        {"subject": "Nguyễn Văn"},
        {"subject": "two words"},
        {"actor": "u" * 129},
        {"at": datetime(2026, 2, 16, 5, 0)},  # noqa: DTZ001 - without zone on purpose
        {"notes": {"receiver": "ạ" * 1_000}},
        {"notes": {"Người nhận": "x"}},
        {"lines": [{}] * 10_001},
        {"body": {"finding": "x" * 70_000}},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_the_format_cannot_hold_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(BadEntryError):
        rows_of(**FACTS | wrong)


def test_a_moment_is_stamped_in_utc() -> None:
    here = timezone(timedelta(hours=7))

    assert stamp(datetime(2026, 2, 16, 12, 0, 0, 5, tzinfo=here)) == "2026-02-16T05:00:00.000005Z"


def test_ids_are_uuids_of_version_7_that_follow_time() -> None:
    early, late = entry_id_at(NOON), entry_id_at(NOON + timedelta(milliseconds=1))

    assert (early.version, early.variant) == (7, "specified in RFC 4122")
    assert early < late
    assert early != entry_id_at(NOON)
    known = entry_id_at(datetime.fromtimestamp(0x017F22E279B0 / 1000, UTC), lambda n: b"\xff" * n)
    assert known == UUID("017f22e2-79b0-7fff-bfff-ffffffffffff")


def test_chance_can_be_given_for_known_answers() -> None:
    one, two = (rows_of(**FACTS, lines=LINES, notes=NOTES, entropy=bytes) for _ in range(2))

    assert one == two
