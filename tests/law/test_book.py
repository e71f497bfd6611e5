"""The shipped law in the database, and the memory that a process keeps of it."""

from datetime import date
from uuid import uuid4

import pytest
from django.apps import apps
from django.db import transaction
from pytest_django import DjangoAssertNumQueries

from kt1.law.book import files, queries
from kt1.law.book.loading import ShippedRowChangedError, load
from kt1.law.book.rules import NoActiveNormsError, UnknownNormSetError
from kt1.law.calendars.models import CalendarDay
from kt1.law.calendars.queries import calendar
from kt1.law.calendars.rules import DayKind, NoCalendarError
from kt1.law.instruments.models import Instrument
from kt1.law.modes.queries import current_mode
from kt1.law.parameters.keys import Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.queries import active_norms, banner, norms
from kt1.law.services.rules import Mode

pytestmark = pytest.mark.django_db

ON = date(2026, 2, 16)


@pytest.fixture
def _a_process_that_remembers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "FRESH_SECONDS", 60.0)
    queries.ask_again()


remembers = pytest.mark.usefixtures("_a_process_that_remembers")


def models(name):
    return apps.get_model("law", name)


def test_the_database_says_what_the_files_say() -> None:
    shipped = files.book()
    stored = queries.book()
    assert set(stored.norm_sets) == set(shipped.norm_sets)
    assert {p.id: p for ps in stored.parameters.values() for p in ps} == {
        p.id: p for ps in shipped.parameters.values() for p in ps
    }
    for code, days in shipped.calendars.items():
        assert stored.calendar(code).years == days.years
        assert stored.calendar(code).declared == days.declared


def test_loading_twice_adds_nothing() -> None:
    assert set(load(models).added.values()) == {0}


def test_loading_adds_what_is_missing_again() -> None:
    Instrument.objects.filter(code="CV3383-2026").delete()
    assert load(models).added["instruments"] == 1


def test_loading_names_a_figure_that_the_file_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = list(files.rows("parameters"))
    next(row for row in rows if row["key"] == "small_cell_min")["value"] = "3"
    shipped = files.rows
    monkeypatch.setattr(files, "rows", lambda name: rows if name == "parameters" else shipped(name))
    with pytest.raises(ShippedRowChangedError, match="small_cell_min"):
        load(models)


def test_loading_leaves_a_withdrawn_day_withdrawn() -> None:
    CalendarDay.objects.filter(date="2026-11-24").update(
        withdrawn_at="2026-11-20T00:00+07:00", withdrawn_reason="không phải ngày nghỉ"
    )
    assert load(models).added["calendar_days"] == 0
    assert calendar().is_working(date(2026, 11, 24))


def test_links_between_instruments_are_loaded() -> None:
    circular = Instrument.objects.get(code="TT26-2026")
    assert circular.replaces is not None
    assert circular.replaces.code == "TT15-2022"
    assert circular.implements == Instrument.objects.get(code="QD32-2025")
    assert Instrument.objects.get(code="CV-BACNINH-2026").number == ""


def test_a_new_installation_runs_with_the_flag() -> None:
    assert current_mode() is Mode.FLAG


def test_no_set_is_active_until_someone_says_so() -> None:
    with pytest.raises(NoActiveNormsError):
        active_norms(ON)


def test_the_active_set_brings_its_banner() -> None:
    NormSet.objects.filter(code="TT16-2017").update(active_from="2025-07-01")
    assert active_norms(ON).code == "TT16-2017"
    assert banner(ON) == "theo TT 16/2017/TT-BTTTT, chưa đối chiếu TT 26/2026/TT-BKHCN"


def test_norms_of_a_set_include_those_of_its_base() -> None:
    held = norms("TT16-2017", ON)
    assert held.count(Key.OFFER_LAPSE_MINUTES, "counter") == 30
    assert held.one(Key.OFFER_LAPSE_MINUTES, "counter").norm_set == "CHUNG"


def test_an_unknown_set_and_an_unknown_calendar_are_refused() -> None:
    with pytest.raises(UnknownNormSetError) as unset:
        norms("TT99-2099", ON)
    assert unset.value.missing == ["TT99-2099"]
    with pytest.raises(NoCalendarError):
        calendar("NGHI-RIENG")


@remembers
def test_within_its_seconds_the_law_costs_no_query(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    before = norms("TT16-2017", ON), calendar(), current_mode()
    with django_assert_num_queries(0):
        assert norms("TT16-2017", ON) is before[0]
        assert calendar() is before[1]
        assert current_mode() is before[2]


def test_after_its_seconds_one_query_asks_for_the_revision(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    before = calendar()
    with django_assert_num_queries(1):
        assert calendar() is before


def _declare(on: str) -> None:
    CalendarDay.objects.create(
        calendar="CBCC", date=on, kind=DayKind.HOLIDAY, name="thử", evidence="assumption"
    )


def test_a_change_made_past_the_actions_is_seen_too() -> None:
    assert calendar().is_working(date(2026, 6, 1))
    _declare("2026-06-01")
    assert not calendar().is_working(date(2026, 6, 1))


@remembers
def test_the_one_who_changes_the_law_sees_it_at_once() -> None:
    assert calendar().is_working(date(2026, 6, 1))
    _declare("2026-06-01")
    queries.forget()
    assert not calendar().is_working(date(2026, 6, 1))


@pytest.mark.django_db(transaction=True)
@remembers
def test_a_change_rolled_back_is_forgotten() -> None:
    assert calendar().is_working(date(2026, 6, 1))
    with transaction.atomic():
        _declare("2026-06-01")
        queries.forget()
        assert not calendar().is_working(date(2026, 6, 1))
        transaction.set_rollback(True)
    assert calendar().is_working(date(2026, 6, 1))


@pytest.mark.django_db(transaction=True)
@remembers
def test_after_commit_the_new_law_is_kept(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    calendar()
    with transaction.atomic():
        _declare("2026-06-01")
        queries.forget()
    assert not calendar().is_working(date(2026, 6, 1))
    with django_assert_num_queries(0):
        assert not calendar().is_working(date(2026, 6, 1))


def test_parameters_of_the_database_are_never_edited() -> None:
    one = LegalParameter.objects.get(norm_set__code="TT16-2017", key="half_day_at")
    with pytest.raises(Exception, match="never edited"), transaction.atomic():
        LegalParameter.objects.filter(pk=one.pk).update(value="13:00")


def test_revisions_have_tokens_of_their_own() -> None:
    before = queries.revision()
    _declare("2026-06-01")
    assert queries.revision() not in {before, uuid4()}
