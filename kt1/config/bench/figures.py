"""The home page of the Department as it opens, over HTTP, beside a million items of its mail."""

import statistics

from kt1.config.bench.http import serving
from kt1.config.bench.web import openings
from kt1.network.units.models import AdminUnit
from kt1.people.accounts.models import Duty
from kt1.people.accounts.rules import Role

PAGES, PROVINCE = 60, "24"


def measure() -> dict[str, object]:
    """The 95th percentile of so many openings by one person who signed in; the first among them."""
    province = AdminUnit.objects.get(code=PROVINCE)
    duty = Duty.objects.select_related("user").filter(role=Role.REGULATOR, province=province)
    username = duty.order_by("pk")[0].user.username
    # Without the worker: on a fresh copy it would read a million entries from the first.
    with serving(("web",)) as port:
        times = openings(port, username, "/", PAGES)
    return {"regulator_home_p95_ms": round(statistics.quantiles(times, n=20)[-1] * 1000, 1)}
