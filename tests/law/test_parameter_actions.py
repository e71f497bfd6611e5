"""The acts that change the norms, and what the database holds of them by itself."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import DatabaseError

from kt1.law.acting import NotAllowedError
from kt1.law.instruments.models import Instrument
from kt1.law.parameters import actions
from kt1.law.parameters.keys import Evidence, Key
from kt1.law.parameters.models import LegalParameter, NormSet
from kt1.law.parameters.queries import active_norms, norms
from kt1.law.parameters.rules import MalformedValueError, Parameter, UnsetNormError
from kt1.law.screening.rules import RefusedTextError
from kt1.ledger.entries.models import Entry
from tests.law.people import AT, CLERK, KEEPER, REGULATOR, once

pytestmark = pytest.mark.django_db

HALF_DAY = Parameter(
    norm_set="TT16-2017",
    key=Key.HALF_DAY_AT,
    scope="",
    value="13:30",
    valid_from=date(2026, 7, 1),
    note="theo hướng dẫn của Cục",
)


def test_a_new_figure_closes_the_one_before_it() -> None:
    made = actions.add_parameter(parameter=HALF_DAY, by=KEEPER, at=AT, once=once())

    old = LegalParameter.objects.get(norm_set__code="TT16-2017", key="half_day_at", value="12:00")
    assert old.valid_to == date(2026, 6, 30)
    assert norms("TT16-2017", date(2026, 6, 30)).one(Key.HALF_DAY_AT).value == "12:00"
    assert norms("TT16-2017", date(2026, 7, 1)).one(Key.HALF_DAY_AT).value == "13:30"
    entry = Entry.objects.get()
    assert entry.kind == "law.parameter_added"
    assert entry.subject == "parameter:TT16-2017/half_day_at@2026-07-01"
    assert made.unit == ""


def test_the_same_request_adds_once() -> None:
    key = uuid4()
    first = actions.add_parameter(parameter=HALF_DAY, by=KEEPER, at=AT, once=once(key))
    again = actions.add_parameter(parameter=HALF_DAY, by=KEEPER, at=AT, once=once(key))
    assert first == again
    assert Entry.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "error"),
    [
        ({"value": "noon"}, MalformedValueError),
        ({"evidence": Evidence.OFFICIAL}, actions.NoPaperError),
        ({"valid_from": date(2017, 8, 15)}, actions.LaterFigureError),
        ({"valid_from": date(2010, 1, 1)}, actions.LaterFigureError),
        ({"note": "văn bản mật"}, RefusedTextError),
        ({"norm_set": "TT99"}, NormSet.DoesNotExist),
        ({"instrument": "TT99"}, Instrument.DoesNotExist),
    ],
)
def test_a_figure_that_cannot_be_entered_is_refused(changed, error) -> None:
    with pytest.raises(error):
        actions.add_parameter(parameter=replace(HALF_DAY, **changed), by=KEEPER, at=AT, once=once())
    assert not Entry.objects.exists()


def test_only_a_keeper_enters_figures() -> None:
    with pytest.raises(NotAllowedError):
        actions.add_parameter(parameter=HALF_DAY, by=REGULATOR, at=AT, once=once())


def test_a_figure_fills_an_empty_set() -> None:
    first = replace(HALF_DAY, norm_set="TT26-2026", valid_from=date(2026, 6, 1))
    actions.add_parameter(parameter=first, by=KEEPER, at=AT, once=once())
    assert norms("TT26-2026", date(2026, 6, 1)).one(Key.HALF_DAY_AT).value == "13:30"


def test_a_figure_is_confirmed_once_by_one_who_may() -> None:
    row = LegalParameter.objects.get(norm_set__code="TT16-2017", key="day_end")
    with pytest.raises(NotAllowedError):
        actions.confirm_parameter(parameter_id=row.pk, by=CLERK, at=AT, once=once())
    key = uuid4()
    actions.confirm_parameter(parameter_id=row.pk, by=REGULATOR, at=AT, once=once(key))
    actions.confirm_parameter(parameter_id=row.pk, by=REGULATOR, at=AT, once=once(key))
    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_at) == ("user:4", AT)
    with pytest.raises(NotAllowedError):
        actions.confirm_parameter(parameter_id=row.pk, by=KEEPER, at=AT, once=once())
    assert Entry.objects.count() == 1


def test_going_by_another_set_ends_the_one_before() -> None:
    key = uuid4()
    for _ in range(2):
        actions.activate(code="TT16-2017", since=date(2025, 7, 1), by=KEEPER, at=AT, once=once(key))
    actions.activate(code="TT26-2026", since=date(2026, 7, 1), by=KEEPER, at=AT, once=once())
    assert active_norms(date(2025, 7, 1)).code == "TT16-2017"
    assert active_norms(date(2026, 6, 30)).code == "TT16-2017"
    assert active_norms(date(2026, 7, 1)).code == "TT26-2026"
    with pytest.raises(UnsetNormError):
        active_norms(date(2025, 6, 30))
    assert Entry.objects.count() == 2


def test_a_first_day_is_put_right_without_losing_past_days() -> None:
    def go_by(code: str, year: int, month: int = 7) -> None:
        actions.activate(code=code, since=date(year, month, 1), by=KEEPER, at=AT, once=once())

    go_by("TT16-2017", 2025)
    go_by("TT26-2026", 2062)  # a slip of the pen, not begun yet
    go_by("TT26-2026", 2027, 1)
    assert active_norms(date(2026, 12, 31)).code == "TT16-2017"
    assert active_norms(date(2027, 1, 1)).code == "TT26-2026"
    go_by("TT26-2026", 2027, 3)
    assert active_norms(date(2027, 2, 28)).code == "TT16-2017"
    go_by("TT16-2017", 2025, 1)  # it began, and may begin earlier
    assert active_norms(date(2025, 1, 1)).code == "TT16-2017"
    assert active_norms(date(2027, 3, 1)).code == "TT26-2026"
    with pytest.raises(actions.GoneByBeforeError):
        go_by("TT16-2017", 2025, 8)


def test_a_set_does_not_begin_before_the_one_it_follows() -> None:
    actions.activate(code="TT16-2017", since=date(2025, 7, 1), by=KEEPER, at=AT, once=once())
    with pytest.raises(actions.ActivationTooEarlyError):
        actions.activate(code="TT15-2022", since=date(2025, 7, 1), by=KEEPER, at=AT, once=once())
    with pytest.raises(actions.GoneByBeforeError):
        actions.activate(code="TT16-2017", since=date(2026, 7, 1), by=KEEPER, at=AT, once=once())
    with pytest.raises(NormSet.DoesNotExist):
        actions.activate(code="TT99", since=date(2026, 7, 1), by=KEEPER, at=AT, once=once())
    with pytest.raises(NotAllowedError):
        actions.activate(code="TT26-2026", since=date(2026, 7, 1), by=CLERK, at=AT, once=once())


# --- what the database holds by itself


def _row(**changed) -> LegalParameter:
    facts = {
        "norm_set": NormSet.objects.get(code="TT26-2026"),
        "key": "half_day_at",
        "value": "12:00",
        "valid_from": date(2026, 6, 1),
        "evidence": "assumption",
    }
    return LegalParameter(**{**facts, **changed})


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"key": "made_up"}, "parameter_key_is_known"),
        ({"evidence": "hearsay"}, "parameter_evidence_is_known"),
        ({"evidence": "press"}, "parameter_names_its_paper_or_is_an_assumption"),
        ({"valid_to": date(2026, 5, 31)}, "parameter_ends_after_it_begins|range lower bound"),
        ({"confirmed_by": "user:1"}, "parameter_says_who_confirmed_and_when_together"),
        ({"confirmed_at": AT}, "parameter_says_who_confirmed_and_when_together"),
    ],
)
def test_the_database_refuses_a_row_that_makes_no_sense(changed, constraint: str) -> None:
    with pytest.raises(DatabaseError, match=constraint):
        _row(**changed).save()


def test_the_database_refuses_two_figures_for_one_day() -> None:
    _row(valid_to=date(2026, 6, 30)).save()
    with pytest.raises(IntegrityError, match="parameter_spans_of_one_name_never_overlap"):
        _row(valid_from=date(2026, 6, 30)).save()


@pytest.mark.parametrize(
    "change",
    [
        {"value": "13:00"},
        {"valid_from": date(2020, 1, 1)},
        {"evidence": "official_text"},
        {"article": "Đ.5"},
        {"note": "khác"},
        {"instrument": None, "evidence": "assumption"},
        {"scope": "x"},
    ],
)
def test_the_database_refuses_every_edit(change) -> None:
    row = LegalParameter.objects.filter(norm_set__code="TT16-2017", key="half_day_at")
    with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
        row.update(**change)


def test_a_closed_figure_is_not_opened_or_closed_again() -> None:
    row = LegalParameter.objects.filter(norm_set__code="TT16-2017", key="half_day_at")
    row.update(valid_to=date(2026, 6, 30))
    for moved in (None, date(2026, 7, 31)):
        with pytest.raises(DatabaseError, match="never edited"), transaction.atomic():
            row.update(valid_to=moved)


@pytest.mark.parametrize("model", [LegalParameter, NormSet])
def test_nothing_of_the_norms_is_deleted(model) -> None:
    with pytest.raises(DatabaseError, match="keeps its history"), transaction.atomic():
        model.objects.filter(pk=0)._raw_delete("default")


def test_the_database_keeps_one_set_active_on_a_day() -> None:
    NormSet.objects.filter(code="TT16-2017").update(active_from=date(2025, 7, 1))
    with pytest.raises(IntegrityError, match="normset_one_is_active_on_a_day"):
        NormSet.objects.filter(code="TT15-2022").update(active_from=date(2026, 7, 1))


@pytest.mark.parametrize(
    ("changed", "constraint"),
    [
        ({"status": "secret"}, "normset_status_is_known"),
        ({"active_to": date(2026, 1, 1)}, "normset_ends_after_it_begins"),
    ],
)
def test_the_database_refuses_a_set_that_makes_no_sense(changed, constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint):
        NormSet.objects.filter(code="TT16-2017").update(**changed)
