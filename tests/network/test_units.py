"""Provinces and communes: codes stay, names and kinds have periods."""

from datetime import date

import pytest
from django.apps import apps

from kt1.network.models import AdminUnit, AdminUnitVersion, Succession
from kt1.network.units import queries
from kt1.network.units.rules import Evidence
from kt1.network.units.steps import Tables, load_shipped
from tests.network.build import unit

pytestmark = pytest.mark.django_db

TODAY = date(2026, 2, 16)


def tables() -> Tables:
    return Tables(
        units=apps.get_model("network", "AdminUnit"),
        versions=apps.get_model("network", "AdminUnitVersion"),
        successions=apps.get_model("network", "Succession"),
    )


def test_there_are_34_provinces_and_the_194_communes_of_two():
    assert len(queries.provinces(TODAY)) == 34
    assert len(queries.communes(unit("24").pk, TODAY)) == 99
    assert len(queries.communes(unit("75").pk, TODAY)) == 95


def test_there_were_63_provinces_until_30_june_2025():
    assert len(queries.provinces(date(2025, 6, 30))) == 63
    assert len(queries.provinces(date(2025, 7, 1))) == 34


def test_loading_again_adds_nothing_and_puts_no_name_back():
    changed = AdminUnitVersion.objects.get(unit__code="09187")
    AdminUnitVersion.objects.filter(pk=changed.pk).update(name="Kinh Bắc mới")

    assert load_shipped(tables()) == 0

    changed.refresh_from_db()
    assert changed.name == "Kinh Bắc mới"


def test_loc_thanh_and_loc_thanh_are_two_communes():
    found = queries.find("loc thanh", TODAY)
    assert [(one.name, one.code) for one in found] == [
        ("Lộc Thành", "25294"),
        ("Lộc Thạnh", "25280"),
    ]


def test_every_commune_has_its_official_postcode_and_no_two_share_one():
    codes = list(
        AdminUnitVersion.objects.filter(unit__level="commune").values_list("postcode", flat=True)
    )
    assert len(set(codes)) == len(codes) == 194
    assert {code[:2] for code in codes} == {"16", "26", "67", "76"}


@pytest.mark.parametrize("code", ["22", "24", "75"])
def test_three_provinces_became_cities_on_a_day_that_is_not_confirmed(code: str):
    before, after = AdminUnitVersion.objects.filter(
        unit__code=code, valid_from__gte=date(2025, 7, 1)
    ).order_by("valid_from")
    assert (before.kind, after.kind) == ("tỉnh", "thành phố")
    assert before.name == after.name
    assert after.evidence == Evidence.ASSUMPTION
    assert "chưa đối chiếu" in after.source


def test_a_code_goes_on_under_another_name():
    named = {row.code: row.title for row in queries.provinces(date(2025, 6, 30))}
    assert named["24"] == "tỉnh Bắc Giang"
    named = {row.code: row.title for row in queries.provinces(TODAY)}
    assert named["24"] == "tỉnh Bắc Ninh"


def test_the_abolished_province_leads_to_its_successor():
    assert [row.title for row in queries.find("binh phuoc", TODAY)] == [
        "phường Bình Phước",
        "tỉnh Đồng Nai",
    ]
    assert [(s.new.code, s.at) for s in queries.successors(unit("70"))] == [
        ("75", date(2025, 7, 1))
    ]


def test_every_abolished_province_has_a_successor_that_goes_on():
    today = {row.code for row in queries.provinces(TODAY)}
    gone = set(AdminUnit.objects.filter(level="province").values_list("code", flat=True)) - today
    assert len(gone) == 29
    assert set(Succession.objects.values_list("old__code", flat=True)) == gone
    assert set(Succession.objects.values_list("new__code", flat=True)) <= today


def test_communes_are_listed_in_vietnamese_order():
    names = [row.name for row in queries.communes(unit("75").pk, TODAY)]
    assert names.index("Dầu Giây") < names.index("Đa Kia") < names.index("Đak Lua")
    assert names.index("Đak Nhau") < names.index("Đăk Ơ") < names.index("Đồng Phú")


def test_a_postcode_or_code_finds_its_commune():
    assert [row.name for row in queries.find("67611", TODAY)] == ["Lộc Thạnh"]
    assert [row.name for row in queries.find("25294", TODAY)] == ["Lộc Thành"]
    assert queries.find(" - ", TODAY) == []


def test_units_are_found_by_id_under_the_name_of_the_day():
    bac_ninh = unit("24").pk
    assert queries.units([bac_ninh], date(2026, 10, 8))[bac_ninh].title == "thành phố Bắc Ninh"
    assert queries.units([bac_ninh], date(2026, 10, 7))[bac_ninh].title == "tỉnh Bắc Ninh"
