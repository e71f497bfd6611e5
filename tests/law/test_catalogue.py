"""What is said of the service: versions, their papers, and the telephone on every page."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError
from hypothesis import given
from hypothesis import strategies as st

from kt1.law.acting import NotAllowedError
from kt1.law.book import files
from kt1.law.catalogue import actions, queries
from kt1.law.catalogue.loading import load_information, statements
from kt1.law.catalogue.models import ServiceInformation
from kt1.law.catalogue.rules import (
    Standing,
    Statement,
    Topic,
    Unfit,
    digits,
    holding,
    shown_amounts,
    shown_phone,
    standing,
    unfit,
)
from kt1.law.parameters.keys import Evidence
from kt1.law.screening.levels import names_a_level
from kt1.law.screening.rules import RefusedTextError
from kt1.law.screening.words import read
from kt1.law.services.rules import PRODUCTS
from kt1.ledger.entries.models import Entry, Note
from kt1.ledger.entries.queries import body_of
from tests.law.people import AT, CLERK, KEEPER, MANAGER, REGULATOR, once

DAY = date(2026, 6, 1)
HOTLINE = Statement(
    topic=Topic.HOTLINE,
    key="truc-kt1",
    province="24",
    title="Trực KT1 Bưu điện tỉnh",
    phone="02223800000",
    valid_from=DAY,
    paper="15/TB-BĐ ngày 20/5/2026",
    evidence=Evidence.OFFICIAL,
)
PRICE = Statement(
    topic=Topic.TARIFF,
    key="noi_tinh.dau",
    title="Nội tỉnh",
    amount_min=1,
    amount_max=2,
    grams_from=1,
    grams_to=250,
    with_tax=False,
    valid_from=DAY,
)


def publish(said: Statement = HOTLINE, **more: Any) -> ServiceInformation:
    by = more.pop("by", MANAGER)
    within = more.pop("within", "24")
    key = more.pop("once", None) or once()
    return actions.publish(statement=said, within=within, by=by, at=AT, once=key)


# What fits


@pytest.mark.parametrize("said", [HOTLINE, PRICE, replace(HOTLINE, phone="1900545481")])
def test_what_can_be_said(said: Statement) -> None:
    assert unfit(said) is None


@pytest.mark.parametrize(
    ("said", "why"),
    [
        (replace(HOTLINE, province=""), Unfit.PROVINCE),
        (replace(HOTLINE, province="2"), Unfit.PROVINCE),
        (replace(PRICE, province="24"), Unfit.PROVINCE),
        (replace(HOTLINE, key="có dấu"), Unfit.KEY),
        (replace(HOTLINE, title="  "), Unfit.TITLE),
        (replace(HOTLINE, phone="một hai ba"), Unfit.PHONE),
        (replace(HOTLINE, phone=""), Unfit.NO_PHONE),
        (replace(HOTLINE, amount_min=1), Unfit.AMOUNTS),
        (replace(PRICE, with_tax=None), Unfit.AMOUNTS),
        (replace(PRICE, amount_max=0), Unfit.AMOUNTS),
        (replace(PRICE, grams_to=None), Unfit.GRAMS),
        (replace(PRICE, grams_to=0), Unfit.GRAMS),
        (replace(HOTLINE, grams_from=1, grams_to=2), Unfit.GRAMS),
        (replace(HOTLINE, valid_to=DAY - timedelta(days=1)), Unfit.SPAN),
        (replace(HOTLINE, paper=" "), Unfit.NO_PAPER),
    ],
)
def test_what_does_not_fit_says_why(said: Statement, why: Unfit) -> None:
    assert unfit(said) is why


def test_numbers_are_read_with_noise_and_shown_in_groups() -> None:
    assert digits(" (0222) 3.800-000 ") == "02223800000"
    assert shown_phone("02223800000") == "0222 3800 000"
    assert shown_phone("0901234567") == "0901 234 567"
    assert shown_phone("1900545481") == "1900545481"
    assert shown_amounts(11_364, 15_000) == "11.364–15.000"
    assert shown_amounts(40_000, 40_000) == "40.000"


@pytest.mark.parametrize(
    ("on", "last", "evidence", "confirmed", "expected"),
    [
        (DAY - timedelta(days=1), None, "press", True, Standing.COMING),
        (DAY, DAY, "press", True, Standing.CONFIRMED),
        (DAY + timedelta(days=1), DAY, "press", True, Standing.ENDED),
        (DAY, None, "press", False, Standing.UNCONFIRMED),
        (DAY, None, "historic", True, Standing.HISTORIC),
    ],
)
def test_a_version_says_how_far_it_can_be_relied_on(
    on: date, last: date | None, evidence: str, *, confirmed: bool, expected: Standing
) -> None:
    found = standing(on=on, valid_from=DAY, valid_to=last, evidence=evidence, confirmed=confirmed)
    assert found is expected


@given(
    lengths=st.lists(st.integers(1, 30), min_size=1, max_size=6),
    offset=st.integers(-5, 200),
    open_end=st.booleans(),
)
def test_of_versions_that_follow_each_other_exactly_one_holds(
    lengths: list[int], offset: int, *, open_end: bool
) -> None:
    spans: list[tuple[date, date | None]] = []
    first = DAY
    for length in lengths:
        last = first + timedelta(days=length - 1)
        spans.append((first, last))
        first = last + timedelta(days=1)
    if open_end:
        spans[-1] = (spans[-1][0], None)
    on = DAY + timedelta(days=offset)
    holds = [n for n, (begins, ends) in enumerate(spans) if begins <= on <= (ends or date.max)]
    found = holding(spans, on)
    assert [found] == holds or (found is None and not holds)


# What is shipped


def test_every_shipped_statement_fits_and_names_its_paper() -> None:
    papers = {row["code"] for row in files.rows("instruments")}
    for _version, said in statements():
        assert unfit(said) is None, said
        assert said.instrument in papers or said.evidence is Evidence.ASSUMPTION, said
        texts = (said.title, said.text, said.note)
        assert not any(names_a_level(read(text)) for text in texts), said
        assert max(map(len, (said.text, said.note))) <= 200


def test_every_product_is_there_and_no_other() -> None:
    keys = {said.key for _version, said in statements() if said.topic is Topic.PRODUCT}
    assert keys == set(PRODUCTS)


def test_the_prices_of_2017_are_historic_and_without_tax() -> None:
    prices = [said for _version, said in statements() if said.topic is Topic.TARIFF]
    assert len(prices) == 11
    assert {said.evidence for said in prices} == {Evidence.HISTORIC}
    assert {said.instrument for said in prices} == {"TT23-2017"}
    assert {said.with_tax for said in prices} == {False}
    assert {said.key: said.amount_max for said in prices}["phu.HT"] == 40_000


@pytest.mark.django_db
def test_loading_again_adds_nothing_and_what_was_loaded_has_a_history() -> None:
    def named(name: str) -> Any:
        return apps.get_model("law", name)

    assert load_information(named) == 0
    rows = list(queries.versions(Topic.PRODUCT, "KT1", ""))
    assert [row.version for row in rows] == [2, 1]
    assert rows[1].valid_to == rows[0].valid_from - timedelta(days=1)


# Acts


@pytest.mark.django_db
def test_the_next_version_closes_the_one_before_and_the_number_follows_the_day() -> None:
    first = publish()
    later = replace(HOTLINE, phone="02223800001", valid_from=date(2026, 9, 1))
    second = publish(later)

    first.refresh_from_db()
    assert (first.version, first.valid_to, second.version) == (1, date(2026, 8, 31), 2)
    assert queries.hotline("24", DAY - timedelta(days=1)) is None
    numbers = [queries.hotline("24", on) for on in (DAY, date(2026, 8, 31), date(2026, 9, 1))]
    assert [one.number if one else "" for one in numbers] == [
        "02223800000",
        "02223800000",
        "02223800001",
    ]
    assert queries.hotline("75", DAY) is None
    entries = Entry.objects.filter(subject="information:hotline/24/truc-kt1")
    (entry,) = (one for one in entries if body_of(one)["version"] == 2)
    assert body_of(entry)["closed"] == first.pk
    texts = {note.field for note in Note.objects.filter(entry=entry)}
    assert texts == {"title", "phone", "paper"}
    assert "02223800001" not in str(body_of(entry))


@pytest.mark.django_db
def test_the_same_request_publishes_once() -> None:
    key = uuid4()
    assert publish(once=once(key)) == publish(once=once(key))
    assert ServiceInformation.objects.filter(topic="hotline").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("said", "who", "error"),
    [
        (HOTLINE, {"by": CLERK}, NotAllowedError),
        (HOTLINE, {"within": "75"}, NotAllowedError),
        (PRICE, {}, NotAllowedError),
        (replace(HOTLINE, phone=""), {}, actions.UnfitStatementError),
        (replace(HOTLINE, title="Người ký: chánh văn phòng"), {}, RefusedTextError),
        (replace(HOTLINE, paper="về việc gửi tối mật"), {}, RefusedTextError),
        (replace(PRICE, title="Giá tài liệu tối mật"), {"by": KEEPER, "within": None},
         RefusedTextError),
        (replace(PRICE, text="a" * 201), {"by": KEEPER, "within": None}, RefusedTextError),
    ],
)  # fmt: skip
def test_what_may_not_be_published(
    said: Statement, who: dict[str, Any], error: type[Exception]
) -> None:
    before = ServiceInformation.objects.count()
    with pytest.raises(error):
        publish(said, **who)
    assert ServiceInformation.objects.count() == before


@pytest.mark.django_db
def test_nothing_is_published_before_what_is_there() -> None:
    publish()
    with pytest.raises(actions.LaterVersionError):
        publish(replace(HOTLINE, valid_from=DAY))


@pytest.mark.django_db
def test_a_version_ends_once_with_nothing_in_its_place() -> None:
    row = publish()
    act: dict[str, Any] = {"information_id": row.pk, "within": "24", "by": MANAGER, "at": AT}
    with pytest.raises(actions.AlreadyEndedError):
        actions.end(last_day=DAY - timedelta(days=1), once=once(), **act)
    actions.end(last_day=DAY, once=once(), **act)
    assert queries.hotline("24", DAY) is not None
    assert queries.hotline("24", DAY + timedelta(days=1)) is None
    with pytest.raises(actions.AlreadyEndedError):
        actions.end(last_day=DAY, once=once(), **act)


@pytest.mark.django_db
def test_another_confirms_than_who_entered_it() -> None:
    row = publish(by=REGULATOR)
    act: dict[str, Any] = {"information_id": row.pk, "within": "24", "at": AT}
    for by in (REGULATOR, MANAGER):
        with pytest.raises(NotAllowedError):
            actions.confirm(by=by, once=once(), **act)
    with pytest.raises(NotAllowedError):
        actions.confirm(**{**act, "within": "75"}, by=KEEPER, once=once())
    actions.confirm(by=KEEPER, once=once(), **act)
    found = queries.hotline("24", DAY)
    assert found is not None
    assert found.confirmed
    with pytest.raises(NotAllowedError):
        actions.confirm(by=KEEPER, once=once(), **act)


# What the database holds by itself


@pytest.mark.django_db
@pytest.mark.parametrize(
    "wrong",
    [
        {"topic": "other"},
        {"province": ""},
        {"phone": ""},
        {"phone": "abc"},
        {"amount_min": 1, "amount_max": 2, "with_tax": False},
        {"grams_from": 1, "grams_to": 2},
        {"evidence": "rumour"},
        {"evidence": "press", "paper": ""},
        {"valid_to": DAY - timedelta(days=1)},
        {"confirmed_by": "user:1"},
    ],
)
def test_the_database_refuses_what_cannot_be(wrong: dict[str, Any]) -> None:
    right: dict[str, Any] = {
        "topic": "hotline", "key": "x", "province": "24", "version": 1, "title": "Trực KT1",
        "phone": "02223800000", "valid_from": DAY, "evidence": "official_text", "paper": "1/TB",
        "entered_by": "user:1",
    }  # fmt: skip
    ServiceInformation.objects.create(**{**right, "key": "right"})
    with pytest.raises(IntegrityError), transaction.atomic():
        ServiceInformation.objects.create(**{**right, **wrong})


@pytest.mark.django_db
def test_two_versions_never_hold_on_one_day_nor_bear_one_number() -> None:
    row = publish()
    for change in ({"version": 2}, {"version": 1, "valid_from": date(2027, 1, 1)}):
        values = {**ServiceInformation.objects.filter(pk=row.pk).values()[0], **change}
        del values["id"]
        with pytest.raises(IntegrityError), transaction.atomic():
            ServiceInformation.objects.create(**values)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "change",
    [
        lambda rows: rows.update(phone="02223800009"),
        lambda rows: rows.update(title="Khác"),
        lambda rows: rows.delete(),
    ],
)
def test_nobody_edits_or_deletes_a_version(change: Callable[[Any], Any]) -> None:
    row = publish()
    with pytest.raises(DatabaseError), transaction.atomic():
        change(ServiceInformation.objects.filter(pk=row.pk))
