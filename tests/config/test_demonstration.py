"""The whole demonstration, as `make run` builds it, with little mail: nothing in it is empty."""

import pytest
from django.apps import apps
from django.db import connection, models

from kt1.config.cli import main
from kt1.config.simulation import demonstration
from kt1.config.story import scratch

SCENE = demonstration.Scene(items_a_day=3)
#: What a page of some role would stand empty without.
SHOWN = (
    "custody.Item", "custody.Handover", "custody.Attempt", "assurance.Account",
    "assurance.Complaint", "assurance.Incident", "assurance.Drill", "assurance.QualitySheet",
    "assurance.ForceMajeure", "oversight.Directive", "oversight.Assignment", "oversight.Inquiry",
    "oversight.Inspection", "oversight.Violation", "oversight.Budget",
    "oversight.Report", "oversight.Review",
)  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_it_is_built_to_its_end_and_verified(capfd: pytest.CaptureFixture[str]) -> None:
    with scratch.database("whole_demonstration", now_is=SCENE.until):
        said: list[str] = []
        played = demonstration.build(SCENE, progress=said.append)

        assert played.items > 0
        assert said[-1] == "what follows from the mail"
        empty = [name for name in SHOWN if not _rows(apps.get_model(name))]
        assert empty == []
        assert main(["verify", "--json"]) == 0
    assert '"ok": true' in capfd.readouterr().out


def _rows(model: type[models.Model]) -> int:
    """Counted past what a role may see."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {model._meta.db_table}")
        row = cursor.fetchone()
    return row[0] if row else 0
