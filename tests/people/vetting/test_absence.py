"""Nothing in the tables, the pages or their words can say no."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from kt1.people.actor import Actor
from kt1.people.vetting.models import AskedAbout, Standing, TrainingEvent, VettingRequest
from kt1.people.vetting.rules import Authority, StandingKind
from tests.custody.factories import MORNING, at
from tests.people.vetting.acting import PAPER, asked, trained

pytestmark = pytest.mark.django_db
#: Every column of these tables. A new one is a decision (docs/decisions/0058), not an accident.
COLUMNS = {
    "people_vettingrequest": {
        "id", "province_id", "number", "dated_on", "asked_by_id", "asked_at",
        "answer_number", "answer_dated_on", "answered_by_id", "answered_at",
    },
    "people_askedabout": {"id", "request_id", "user_id"},
    "people_trainingevent": {
        "id", "province_id", "topic", "held_on", "authority", "reference",
    },
    "people_standing": {
        "id", "user_id", "kind", "valid_from", "valid_to", "reference", "dated_on",
        "authority", "request_id", "event_id",
    },
}  # fmt: skip
NO = re.compile(
    r"refus|reject|den(y|ied|ial)|unfit|fail|negativ|disqualif|không đạt|không đủ|từ chối|bác bỏ"
    r"|không được thẩm tra|trượt",
    re.IGNORECASE,
)


def test_no_table_has_a_column_for_a_refusal() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_name = ANY(%s)",
            [list(COLUMNS)],
        )
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    assert found == COLUMNS


def test_no_word_of_the_tables_or_pages_says_no() -> None:
    said = [
        str(word)
        for model in apps.get_app_config("people").get_models()
        if model._meta.db_table in COLUMNS
        for field in model._meta.local_fields
        for choice in field.flatchoices
        for word in choice
    ]
    root = Path(__file__).resolve().parents[3] / "kt1" / "web"
    pages = list((root / "templates" / "vetting").glob("*.html"))
    assert pages
    said += [re.sub(r"\{#.*?#\}", "", page.read_text(encoding="utf8")) for page in pages]
    said.append((root / "locale" / "vi" / "parts" / "vetting.po").read_text(encoding="utf8"))
    assert [match.group() for text in said if (match := NO.search(text))] == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "refused"},
        {"authority": "rumour"},
        {"valid_to": at("2025-01-01")},
        {"reference": ""},
        {"kind": StandingKind.TRAINING},
    ],
)
def test_the_database_keeps_only_what_can_be(courier: Actor, wrong: dict[str, Any]) -> None:
    row = {
        "user_id": courier.user_id,
        "kind": StandingKind.VETTING,
        "valid_from": MORNING,
        "reference": "1",
        "dated_on": PAPER.dated_on,
        "authority": Authority.POST,
    }
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.create(**{**row, **wrong})


def test_the_database_keeps_requests_and_events_whole(
    dispatcher: Actor, courier: Actor, pa03: Actor
) -> None:
    request = VettingRequest.objects.get(pk=asked(dispatcher, courier))
    halves = ({"answer_number": "1"}, {"number": ""}, {"answered_at": MORNING})
    for half in halves:
        with pytest.raises(IntegrityError), transaction.atomic():
            VettingRequest.objects.filter(pk=request.pk).update(**half)
    with pytest.raises(IntegrityError), transaction.atomic():
        AskedAbout.objects.create(request=request, user_id=courier.user_id)
    event = TrainingEvent.objects.get(pk=trained(dispatcher, courier))
    for wrong in ({"topic": "x"}, {"reference": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            TrainingEvent.objects.filter(pk=event.pk).update(**wrong)
    row = event.standings.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Standing.objects.filter(pk=row.pk).update(request=request)
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    assert "15/BĐT" in str(request)
    assert str(event) == PAPER.number
    assert str(AskedAbout.objects.get(request=request)).endswith(str(courier.user_id))
    assert str(courier.user_id) in str(event.standings.get())
