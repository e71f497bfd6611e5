"""`kt1 verify`: one snapshot, one pass, one answer."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db import connections

from kt1.config.cli import main
from kt1.ledger.checkpoints.actions import sequence
from kt1.ledger.checkpoints.queries import head
from kt1.ledger.entries.models import Entry
from kt1.ledger.tree.rules import EMPTY_ROOT
from kt1.ledger.verify import queries
from kt1.ledger.verify.queries import verify
from kt1.ledger.verify.rules import Against, Faults, Replayed, Streamed
from tests.ledger.acts import do


@pytest.fixture(params=["one process", "processes beside"])
def processes(
    request: pytest.FixtureRequest, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        queries, "WORKERS_FROM", 0 if request.param == "processes beside" else 10**9
    )


@pytest.mark.django_db
def test_the_empty_ledger_has_no_fault() -> None:
    report = verify()

    assert report.ok
    assert (report.entries, report.pending, report.units) == (0, 0, 0)
    assert report.root == EMPTY_ROOT


@pytest.mark.usefixtures("processes")
def test_a_replay_is_given_every_entry_once_in_order_those_waiting_last() -> None:
    do([3, 1])
    do([2])
    sequence()
    do([9, 7])
    given: list[Streamed] = []

    def replay(entries: Iterator[Streamed]) -> Replayed:
        given.extend(entries)
        faults = Faults()
        faults.add("custody_unit", 5, "holder differs")
        return Replayed(units=4, faults=faults)

    report = verify(replay=replay)

    by_id = dict(Entry.objects.values_list("id", "subject"))
    assert [by_id[UUID(each[1])] for each in given] == [f"handover:{n}" for n in (3, 1, 2, 9, 7)]
    assert [each[0] for each in given] == list(range(5))
    assert given[0][2] == "handover.settled"
    assert json.loads(given[0][4])["body"]["handover"] == 3
    assert [each[5] is not None for each in given] == [False] * 5
    assert (report.entries, report.pending, report.units) == (3, 2, 4)
    assert [fault.reason for fault in report.faults] == ["holder differs"]
    assert not report.ok


@pytest.mark.usefixtures("processes")
def test_a_change_is_named_with_one_process_or_more(superuser: psycopg.Connection) -> None:
    do(range(300))
    sequence()
    with superuser.transaction():
        superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        superuser.execute("UPDATE ledger_entry SET actor = 'x' WHERE subject = 'handover:40'")
        superuser.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_append_only")

    report = verify(against=Against(300, head().root))

    (fault,) = report.faults
    assert (fault.table, fault.reason) == ("ledger_entry", "actor differs from canonical")
    assert verify(against=Against(300, bytes(32))).faults_total == 2


@pytest.mark.usefixtures("processes")
def test_what_is_written_meanwhile_is_not_seen() -> None:
    do(range(5))
    sequence()
    before = head()

    def meanwhile() -> None:
        try:
            do(range(5, 9))
            sequence()
        finally:
            connections.close_all()

    def replay(entries: Iterator[Streamed]) -> Replayed:
        with ThreadPoolExecutor(1) as pool:
            pool.submit(meanwhile).result()
        return Replayed(units=len(list(entries)), faults=Faults())

    report = verify(replay=replay)

    assert (report.entries, report.root, report.units) == (before.size, before.root, 5)
    assert report.ok
    assert verify().entries == 9


@pytest.mark.django_db(transaction=True)
def test_the_command_prints_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    do(range(30), lines=())  # of no units
    sequence()
    do([30], lines=())

    assert main(["verify", "--json", "--against", f"30:{head().root.hex()}"]) == 0

    assert json.loads(capsys.readouterr().out) == {
        "entries": 30,
        "units": 0,
        "root": head().root.hex(),
        "ok": True,
        "fault": None,
        "faults": [],
        "faults_total": 0,
        "pending": 1,
        "redacted": 0,
        "redactions": [],
    }


@pytest.mark.django_db(transaction=True)
def test_the_command_exits_1_on_a_fault(capsys: pytest.CaptureFixture[str]) -> None:
    do(range(3), lines=())
    sequence()

    assert main(["verify", "--json", "--against", f"2:{'0' * 64}"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["ok"] is False
    assert said["fault"]["table"] == "ledger_checkpoint"
    assert said["fault"]["row"] == "1/2"
    assert main(["verify", "--against", f"2:{'0' * 64}"]) == 1
    assert "SAI LỆCH" in capsys.readouterr().out


@pytest.mark.django_db(transaction=True)
def test_the_command_reads_on_past_an_entry_that_says_nothing(
    superuser: psycopg.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    (row,) = do([1], lines=())
    with superuser.transaction():
        superuser.execute("ALTER TABLE ledger_entry DISABLE TRIGGER USER")
        superuser.execute("UPDATE ledger_entry SET canonical = '{'")
        superuser.execute("ALTER TABLE ledger_entry ENABLE ALWAYS TRIGGER ledger_entry_append_only")

    assert main(["verify", "--json"]) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["fault"]["row"] == str(row.entry.id)
    assert said["fault"]["reason"] == "canonical is not an entry: JSONDecodeError"


@pytest.mark.parametrize("text", ["", "5", "x:00", f"0:{'0' * 64}", "5:00", f"-1:{'0' * 64}"])
def test_an_unreadable_checkpoint_is_refused(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refused:
        main(["verify", "--against", text])

    assert refused.value.code == 2
    assert "--against" in capsys.readouterr().err
