"""Special geography in the legal clock: what a list adds, when, and how it is said."""

from dataclasses import replace
from datetime import date

import pytest

from kt1.custody.clock.rules import Derivation, derive
from kt1.law.geography.rules import areas
from kt1.law.parameters.keys import AREA_KINDS, Key
from kt1.law.parameters.rules import Norms, Parameter
from kt1.law.services.rules import Mark, Urgency, Zone
from kt1.network.units.rules import KINDS_OF, Level
from tests.custody.clockwork import AS_SHIPPED, OFFICIALS, ORDINARY, WITHIN, due, moment, norms

ISLAND, KIND = "07171", "đặc khu"
MONDAY = "2026-06-01T09:00"


def listed(value: str | None, *, scope: str = "", by: Norms = AS_SHIPPED) -> Norms:
    """The norms with one more list, of all provinces or of one."""
    said = Parameter(
        norm_set="TT15-2022",
        key=Key.SPECIAL_GEOGRAPHY,
        scope=scope,
        value=value,
        valid_from=date(2022, 10, 31),
        instrument="TT15-2022",
        article="Phụ lục I",
    )
    return replace(by, parameters={**by.parameters, (Key.SPECIAL_GEOGRAPHY, scope): said})


def to(code: str, kind: str, by: Norms, urgency: Urgency = ORDINARY) -> Derivation:
    timed = urgency is Urgency.TIMED
    return derive(
        accepted=moment(MONDAY),
        urgency=urgency,
        mark=Mark.NONE,
        scope=WITHIN,
        norms=by,
        calendar=OFFICIALS,
        agreed=moment("2026-06-02T15:00") if timed else None,
        zone=Zone.INNER if timed else None,
        special=areas(by).named(code, kind),
    )


def test_no_time_set_keeps_the_deadline_and_says_so() -> None:
    """As shipped: every đặc khu, "as it takes"."""
    elsewhere, island = due(MONDAY), to(ISLAND, KIND, AS_SHIPPED)
    assert island.deadline == elsewhere.deadline
    (step,) = [one for one in island.steps if one not in elsewhere.steps]
    assert step == (
        "Nơi nhận thuộc địa bàn đặc biệt (danh mục tạm, chưa có văn bản): thời gian toàn trình"
        " theo thực tế (điểm e khoản 4 Điều 4 Thông tư 16/2017/TT-BTTTT); hạn J+1,5 dưới đây để"
        " theo dõi, chất lượng tính riêng"
    )
    assert island.parameters == (
        *elsewhere.parameters,
        "CHUNG/special_geography@2017-01-01",
        "TT16-2017/special_geography_transit@2017-08-15",
    )
    assert island.row_id != elsewhere.row_id


@pytest.mark.parametrize(
    ("added", "deadline", "said"),
    [("0.5", "2026-06-04T00:00", "cộng thêm 0,5"), ("2", "2026-06-05T12:00", "cộng thêm 2 ngày")],
)
def test_added_days_are_working_days_of_the_same_count(
    added: str, deadline: str, said: str
) -> None:
    found = to(
        "11914", "xã", listed("11914", scope="24", by=norms(special_geography_transit=added))
    )
    assert found.deadline == moment(deadline)
    step = next(one for one in found.steps if "địa bàn đặc biệt" in one)
    assert said in step
    assert "danh mục theo Phụ lục I TT15-2022" in step


def test_only_what_a_list_of_the_day_names_is_special() -> None:
    plain = due(MONDAY)
    slow = norms(special_geography_transit="1")
    assert to("11914", "xã", slow) == plain
    assert to(ISLAND, KIND, slow) != plain
    assert to(ISLAND, KIND, listed(None, by=slow)) == plain  # the list was taken back
    assert to(ISLAND, KIND, listed("11914 xa", by=slow)) == plain  # another one stands now
    assert to("00001", "xã", listed("11914 xa", by=slow)) != plain
    assert to(ISLAND, "", listed("11914", scope="24", by=slow)) == plain


def test_an_unset_norm_and_an_agreed_time_change_nothing() -> None:
    unset = {
        name: one
        for name, one in AS_SHIPPED.parameters.items()
        if name[0] is not Key.SPECIAL_GEOGRAPHY_TRANSIT
    }
    assert to(ISLAND, KIND, replace(AS_SHIPPED, parameters=unset)) == due(MONDAY)
    slow = norms(special_geography_transit="5")
    assert to(ISLAND, KIND, slow, Urgency.TIMED) == to("11914", "xã", slow, Urgency.TIMED)


def test_kinds_of_a_list_are_kinds_of_the_law() -> None:
    assert set(AREA_KINDS.values()) == set(KINDS_OF[Level.COMMUNE])
