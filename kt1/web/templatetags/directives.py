"""Words of directives in templates."""

from datetime import date

from django import template
from django.utils.safestring import SafeString

from kt1.oversight.directives.models import Assignment
from kt1.oversight.directives.queries import near_days
from kt1.web.directives.labels import standing_chip
from kt1.web.templatetags.kt1 import chip

register = template.Library()


@register.simple_tag
def task_chip(row: Assignment, on: date) -> SafeString:
    """How a task of a body stands on a day."""
    return chip(standing_chip(row, on, near_days(on)))
