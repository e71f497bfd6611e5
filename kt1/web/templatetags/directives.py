"""Words of directives in templates."""

from datetime import date
from typing import Any

from django import template

from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.queries import near_days
from kt1.web.directives.labels import standing_chip

register = template.Library()


@register.inclusion_tag("parts/chip.html")
def task_chip(row: Assignment, on: date) -> dict[str, Any]:
    """How a task of a body stands on a day."""
    return {"chip": standing_chip(row, on, near_days(on))}
