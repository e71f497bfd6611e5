"""Planted disagreements are all found, each in its class, and none is invented."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kt1.assurance.books.models import Account, Line
from kt1.assurance.books.rules import Side
from kt1.assurance.reconciliation import matching
from kt1.assurance.reconciliation.queries import balance
from kt1.assurance.reconciliation.rules import Class, differing
from tests.assurance import ground

pytestmark = pytest.mark.django_db


def found_in(account: Account) -> dict[str, tuple[str, tuple[str, ...]]]:
    lines = {line.pk: line for line in Line.objects.all()}
    return {
        lines[one.post_line or one.agency_line or 0].code: (one.kind, tuple(one.fields))
        for one in ground.compared(account)
    }


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_planted_disagreement_is_found_and_none_is_invented(seed: int) -> None:
    planted = ground.plant(ground.draws(seed), 800)
    account = ground.account()
    ground.put(account, Side.POST_SENT, planted.post)
    ground.put(account, Side.SENDER, planted.sender)
    assert {kind for kind, _ in planted.kinds.values()} == {
        "only_post",
        "only_sender",
        "differs",
        "repeated",
    }
    assert found_in(account) == planted.kinds
    assert balance(account).holds


def test_receiving_has_classes_of_its_own() -> None:
    draw = ground.draws(5)
    rows = [ground.changed(ground.row(draw), weight_g=None, amount=None) for _ in range(60)]
    account = ground.account()
    ground.put(account, Side.POST_DELIVERED, rows[:50])
    ground.put(account, Side.RECEIVER, rows[10:])
    kinds = [one.kind for one in ground.compared(account)]
    assert sorted(set(kinds)) == [Class.NOT_RECEIVED, Class.RECEIVED_NOT_SENT]
    assert (kinds.count("not_received"), kinds.count("received_not_sent")) == (10, 10)


def test_a_body_without_a_book_disagrees_with_nothing() -> None:
    account = ground.account()
    ground.put(account, Side.POST_SENT, [ground.row(ground.draws(1)) for _ in range(20)])
    assert ground.compared(account) == []
    assert balance(account).agency is None


def test_typing_errors_are_matched_by_rule() -> None:
    """Recall at least 0.99 and precision at least 0.999 over single and double errors."""
    draw = ground.draws(7)
    truth: dict[str, str] = {}
    post, sender = [], []
    for _ in range(3_000):
        one = ground.row(draw)
        post.append(one)
        wrong = ground.mistyped(one[0], draw)
        if draw.random() < 0.2:
            wrong = ground.mistyped(wrong, draw)
        truth[wrong] = one[0]
        sender.append(ground.changed(one, code=wrong, amount=None))
    # Strangers on both sides, to be left alone.
    post += [ground.row(draw) for _ in range(300)]
    sender += [ground.row(draw) for _ in range(300)]
    account = ground.account()
    ground.put(account, Side.POST_SENT, post)
    ground.put(account, Side.SENDER, sender)
    found = [one for one in ground.compared(account) if one.post_line and one.agency_line]
    lines = {line.pk: line.code for line in Line.objects.all()}
    right = [
        one for one in found if truth.get(lines[one.agency_line or 0]) == lines[one.post_line or 0]
    ]
    assert len(right) / len(truth) >= 0.99
    assert len(right) / len(found) >= 0.999
    assert balance(account).holds


def test_a_line_without_a_number_is_matched_only_where_it_stands_alone() -> None:
    draw = ground.draws(3)
    alone, twin = ground.row(draw, other=50), ground.row(draw, other=60)
    other_twin = ground.changed(twin, code=ground.row(draw)[0])
    account = ground.account()
    ground.put(account, Side.POST_SENT, [alone, twin, other_twin])
    sender = [ground.changed(one, code="") for one in (alone, twin, other_twin)]
    ground.put(account, Side.SENDER, sender)
    found = ground.compared(account)
    assert sorted(one.kind for one in found) == [
        "number",
        "only_post",
        "only_post",
        "only_sender",
        "only_sender",
    ]


def test_sql_and_rule_say_the_same_of_two_lines() -> None:
    """The comparison is said twice; on every mix of stated and unstated fields they agree."""
    draw = ground.draws(11)
    account = ground.account()
    post, sender = [], []
    for _ in range(1_500):
        one = ground.row(draw)
        others = (("urgency", "HT"), ("scope", ""), ("pieces", None), ("weight_g", 5))
        said: dict[str, Any] = {name: other for name, other in others if draw.random() < 0.5}
        post.append(one)
        sender.append(ground.changed(one, **said))
    ground.put(account, Side.POST_SENT, post)
    ground.put(account, Side.SENDER, sender)
    ids = {one.post_line: set(one.fields) for one in ground.compared(account)}
    with connection.cursor() as cursor:
        told = matching.told(cursor, Line.objects.values_list("pk", flat=True))
    by_code = {
        (line.side, line.code): told[line.pk] for line in Line.objects.filter(account=account.pk)
    }
    for one in post:
        mine, theirs = by_code["P", one[0]], by_code["S", one[0]]
        assert ids.get(mine.id, set()) == {field.value for field in differing(mine, theirs)}


def test_the_number_of_statements_does_not_grow_with_accounts() -> None:
    def queries(number: int) -> int:
        accounts = []
        for seed in range(number):
            planted = ground.plant(ground.draws(seed), 40)
            account = ground.account()
            ground.put(account, Side.POST_SENT, planted.post)
            ground.put(account, Side.SENDER, planted.sender)
            accounts.append(account)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            ground.compared(*accounts)
        return len(caught)

    assert queries(6) <= queries(1) + 1


def test_comparing_again_gives_the_same_figures() -> None:
    planted = ground.plant(ground.draws(9), 400)
    account = ground.account()
    ground.put(account, Side.POST_SENT, planted.post)
    ground.put(account, Side.SENDER, planted.sender)
    said = [
        (found_in(account), balance(account).post, balance(account).agency, balance(account).gaps)
        for _ in range(2)
    ]
    assert said[0] == said[1]
