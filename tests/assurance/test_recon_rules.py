"""Truths of comparing two books that hold for any two books."""

from datetime import date, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given

from kt1.assurance.books.rules import (
    NotAPeriodError,
    key_of,
    period_after,
    period_before,
    period_of,
    period_with,
)
from kt1.assurance.reconciliation.rules import (
    WRONG_SIGNS_MAX,
    Reason,
    Told,
    differing,
    effect,
    gap,
    near,
    of_line,
    stated,
    summed,
    wrong_signs,
)

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 31))
AMOUNTS = st.none() | st.integers(0, 10**12)
CODES = st.text("ABC123", min_size=1, max_size=4)


def books() -> st.SearchStrategy[list[Told]]:
    """Lines with numbers that often meet, each once in a book."""
    line = st.builds(
        Told,
        id=st.integers(1, 10**6),
        code=CODES,
        day=DAYS,
        other=st.none() | st.integers(1, 3),
        urgency=st.sampled_from(["", "none", "HT"]),
        weight_g=st.none() | st.integers(1, 50_000),
        amount=AMOUNTS,
    )
    return st.lists(line, max_size=30, unique_by=lambda one: one.code)


@given(books(), books())
def test_two_books_and_their_differences_always_balance(
    post: list[Told], agency: list[Told]
) -> None:
    mine = {one.code: one for one in post}
    theirs = {one.code: one for one in agency}
    both = mine.keys() | theirs.keys()
    between = summed(gap(mine.get(code), theirs.get(code)) for code in both)
    agency_total = summed(
        stated(one, mine[one.code]) if one.code in mine else of_line(one) for one in agency
    )
    assert summed(map(of_line, post)) + between == agency_total
    assert all(isinstance(part, int) for part in (between.weight_g, between.amount))


@given(books(), books(), st.data())
def test_resolutions_lead_from_the_post_s_figures_to_one_agreed_sum(
    post: list[Told], agency: list[Told], data: st.DataObject
) -> None:
    """All for the agency gives its book, all for the post the post's, whatever stands between."""
    mine = {one.code: one for one in post}
    theirs = {one.code: one for one in agency}
    pairs = [(mine.get(code), theirs.get(code)) for code in mine.keys() | theirs.keys()]
    total = summed(map(of_line, post))
    assert total + summed(effect(Reason.POST_RIGHT, *pair) for pair in pairs) == total
    agreed = total + summed(effect(Reason.AGENCY_RIGHT, *pair) for pair in pairs)
    assert agreed == total + summed(gap(*pair) for pair in pairs)
    order = data.draw(st.permutations(pairs))
    reasons = data.draw(
        st.lists(st.sampled_from(list(Reason)), min_size=len(pairs), max_size=len(pairs))
    )
    once = summed(effect(r, *p) for r, p in zip(reasons, order, strict=True))
    again = summed(effect(r, *p) for r, p in reversed(list(zip(reasons, order, strict=True))))
    assert once == again


@given(books())
def test_candidates_in_any_order_give_the_same_pairs(
    lines: list[Told],
) -> None:
    candidates = [(one, other) for one in lines for other in lines]
    assert near(candidates) == near(reversed(candidates))


def test_a_line_differs_from_itself_in_nothing() -> None:
    one = Told(id=1, code="A", day=date(2026, 1, 2), weight_g=5, amount=7, urgency="HT")
    assert differing(one, one) == ()


@pytest.mark.parametrize(
    ("one", "other", "wrong"),
    [
        ("KT123456789", "KT123456789", 0),
        ("KT123456789", "KT123456780", 1),
        ("KT123456789", "KT12345678", 1),
        ("KT123456789", "KT1123456789", 1),
        ("KT123456789", "KT132456789", 1),
        ("KT123456789", "KT132456780", 2),
        ("KT123456789", "AB987654321", WRONG_SIGNS_MAX + 1),
    ],
)
def test_wrong_signs(one: str, other: str, wrong: int) -> None:
    assert wrong_signs(one, other) == wrong_signs(other, one) == wrong


def test_a_second_candidate_as_near_leaves_both_to_people() -> None:
    day = date(2026, 1, 2)
    wrong = Told(id=9, code="ABCDEFGH1", day=day, other=1)
    one = Told(id=1, code="ABCDEFGH2", day=day, other=1)
    twin = Told(id=2, code="ABCDEFGH3", day=day, other=1)
    assert [pair.post for pair in near([(one, wrong)])] == [1]
    assert near([(one, wrong), (twin, wrong)]) == []


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.sampled_from([1, 2, 3, 6, 12]))
def test_periods_follow_one_another_without_a_gap(day: date, months: int) -> None:
    found = period_with(day, months=months)
    assert day in found
    assert period_after(found, months=months).starts == found.ends + timedelta(days=1)
    assert period_after(period_before(found, months=months), months=months) == found


@pytest.mark.parametrize("text", ["2026", "2026-13", "1/2026", "", "2026-01-05"])
def test_what_is_no_month_is_refused(text: str) -> None:
    with pytest.raises(NotAPeriodError):
        period_of(text)


def test_a_quarter_begins_in_january() -> None:
    assert period_of("2026-04", months=3).name == "2026-04..2026-06"
    with pytest.raises(NotAPeriodError):
        period_of("2026-02", months=3)


def test_a_number_is_written_in_one_manner() -> None:
    assert key_of("kt 100-000.123") == "KT100000123"
    assert key_of("abcde-fghjk-mnpqrst") == key_of("ABCDEFGHJKMNPQRST")
