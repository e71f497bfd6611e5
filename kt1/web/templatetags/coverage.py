"""Words of coverage in templates."""

from typing import Any

from django import template

from kt1.network.agencies.lines import Body
from kt1.people.reminders.models import Reminder
from kt1.people.rosters.rules import Span
from kt1.web.coverage import words
from kt1.web.network.labels import BODY_LABELS

register = template.Library()


@register.filter
def gap_length(gap: Span) -> str:
    """120 hours."""
    return words.hours_said(gap.ends - gap.begins)


@register.filter
def step_said(reminder: Reminder) -> str:
    return words.step_said(reminder)


@register.filter
def told_said(reminder: Reminder) -> str:
    return words.told_said(reminder)


@register.filter
def body_name(body: Body) -> Any:
    return BODY_LABELS[body]
