"""Every parameter of the law has words on the page of norms."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kt1.law.book.files import rows
from kt1.law.parameters.keys import FORMS, LISTS, Key
from kt1.people.accounts.rules import Role
from kt1.people.actor import Actor
from kt1.web.service.labels import norm_said, scope_said, value_said
from tests.custody import factories as make
from tests.custody.world import World
from tests.web.conftest import text

Browsing = Callable[[Actor], Client]


def test_every_key_is_named_and_no_two_alike() -> None:
    with override("en"):
        english = {key: str(norm_said(key)) for key in Key}
    with override("vi"):
        names = {key: str(norm_said(key)) for key in Key}
    assert len(set(names.values())) == len(Key)
    assert [key for key in Key if names[key] == english[key]] == []


def test_every_scope_and_unit_is_said_in_words() -> None:
    scopes = {row["scope"] for row in rows("parameters")} - {""}
    units = {form.unit for key, form in FORMS.items() if key not in LISTS} - {""}
    with override("vi"):
        assert [scope for scope in sorted(scopes) if str(scope_said(scope)) == scope] == []
        assert [unit for unit in sorted(units) if value_said(1, unit) == "1"] == []
        assert str(scope_said("month.late")) == "đối soát sản lượng: nhắc khi quá hạn"
        assert value_said(30, "minutes") == "30 phút"


@pytest.mark.django_db
def test_bounds_that_could_be_kept_under_are_for_those_who_set_them(
    world: World, browsing: Browsing
) -> None:
    address = f"{reverse('service_norms')}?bo=CHUNG"
    bound, common = "Đưa vào danh sách theo dõi từ", "Đề nghị bàn giao hết hiệu lực sau"
    clerk = text(browsing(world.clerk).get(address))
    assert common in clerk
    assert bound not in clerk
    regulator = make.actor(Role.REGULATOR, at_province=make.province("24"))
    assert bound in text(browsing(regulator).get(address))
