"""What the product asks of norms, and how a typed value becomes one."""

from datetime import date

import pytest

from kt1.law.book.files import book, rows
from kt1.law.parameters.keys import Key
from kt1.law.parameters.rules import MalformedValueError, Parameter, is_well_formed, typed
from kt1.law.parameters.wanted import BY_CIRCULAR, WANTED, Stop, asked_of, missing

ON = date(2026, 8, 1)


def test_every_key_is_asked_for_once_by_each_name() -> None:
    assert {one.key for one in WANTED} == set(Key)
    assert len({(one.key, one.scope) for one in WANTED}) == len(WANTED)
    assert {one.stop for one in WANTED} == set(Stop)


def test_what_is_shipped_leaves_out_only_what_nobody_had() -> None:
    assert missing(book().norms("CHUNG", ON)) == ()
    lacking = {one.key for one in missing(book().norms("TT16-2017", ON))}
    assert lacking == {Key.DELIVERIES_PER_DAY, Key.MARK_WITH_URGENCY}
    empty = missing(book().norms("TT26-2026", ON))
    assert {one.stop for one in empty} == BY_CIRCULAR
    assert missing(book().norms("ND217-2025", ON)) == asked_of("ND217-2025")


def test_every_shipped_figure_is_typed_as_it_is_written() -> None:
    for row in rows("parameters"):
        key = Key(row["key"])
        value = typed(key, row["value"])
        one = Parameter(norm_set="X", key=key, scope=row["scope"], value=value, valid_from=ON)
        assert is_well_formed(one), row


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        (Key.TRANSIT_DAYS, "1,5", "1.5"),
        (Key.TRANSIT_DAYS, " 2.0 ", "2"),
        (Key.HALF_DAY_AT, "9:30", "09:30"),
        (Key.WORKING_HOURS, "7:30–11:30; 13:30-17:00", [["07:30", "11:30"], ["13:30", "17:00"]]),
        (Key.ACCEPT_CUTOFF, "none", None),
        (Key.SERVICE_ALL_HOURS, "true", True),
        (Key.SPECIAL_GEOGRAPHY, "11914,\n00001; dac_khu 11914", "00001 11914 dac_khu"),
        (Key.SPECIAL_GEOGRAPHY, "none", None),
        (Key.SPECIAL_GEOGRAPHY_TRANSIT, "1.5", "1.5"),
    ],
)
def test_people_type_a_value_in_their_way(key: Key, text: str, value: object) -> None:
    assert typed(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (Key.DAY_END, "none"),  # this norm cannot say none
        (Key.LEAD_HOURS, "0"),
        (Key.SPECIAL_GEOGRAPHY, ""),
        (Key.SPECIAL_GEOGRAPHY, "Cô Tô"),
        (Key.SPECIAL_GEOGRAPHY_TRANSIT, "0"),
        (Key.LEAD_HOURS, "bốn"),
        (Key.WORKING_HOURS, ""),
        (Key.WORKING_HOURS, "13:00-12:00"),
        (Key.ATTEMPT_COUNTS, "sometimes"),
    ],
)
def test_a_value_that_its_norm_does_not_take_is_refused(key: Key, text: str) -> None:
    one = Parameter(norm_set="X", key=key, scope="", value=typed(key, text), valid_from=ON)
    assert not is_well_formed(one)


def test_yes_and_no_are_two_words() -> None:
    with pytest.raises(MalformedValueError):
        typed(Key.SERVICE_ALL_HOURS, "maybe")
