"""The demonstration's reminders: a letter with its number, and one still without."""

import pytest

from kt1.config.simulation import reminders
from kt1.oversight.reminders.models import Urging
from tests.custody import factories as make
from tests.web.reminders.conftest import people

pytestmark = pytest.mark.django_db


def test_a_letter_was_issued_and_another_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reminders, "NAMED", 4)
    people()
    reminders.remind(("24",), make.at("2026-11-20", "17:00"))
    assert sorted(Urging.objects.values_list("state", "number")) == [
        ("draft", ""),
        ("issued", "01/SKHCN-BCVT"),
    ]
