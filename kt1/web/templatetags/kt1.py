"""The tags every page uses: moments, chips, fields, the form's own key."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from itertools import zip_longest
from typing import Any
from uuid import uuid4

from django import template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from kt1.network.sheets import long
from kt1.web import moments
from kt1.web.numbers import number as number_text
from kt1.web.parts import code_text
from kt1.web.parts.chips import Chip, Tone

register = template.Library()


def _time(value: date, text: str) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), text)


@register.filter
def moment(value: datetime | None) -> str:
    """22:40 · Thứ Hai 16/02/2026."""
    return _time(value, moments.moment(value)) if value else ""


@register.filter
def moment_lunar(value: datetime | None) -> str:
    """The same with the lunar day, where it matters."""
    if not value:
        return ""
    return _time(value, f"{moments.moment(value)} ({moments.lunar(value)})")


@register.filter
def deadline(value: datetime | None) -> str:
    """24:00 · Thứ Ba 28/04/2026 for the midnight that follows."""
    return _time(value, moments.deadline(value)) if value else ""


@register.filter
def deadline_short(value: datetime | None) -> str:
    return _time(value, moments.deadline_short(value)) if value else ""


@register.filter
def clock(value: datetime | None) -> str:
    return _time(value, moments.clock(value)) if value else ""


@register.filter
def clock_and_day(value: datetime | None) -> str:
    """The same as `moment`, the time large and the day under it (css: b is a block)."""
    return _two(value, moments.moment(value)) if value else ""


@register.filter
def deadline_and_day(value: datetime | None) -> str:
    return _two(value, moments.deadline(value)) if value else ""


def _two(value: datetime, text: str) -> SafeString:
    time, day_said = text.split(" · ")
    return format_html('<time datetime="{}"><b>{}</b> {}</time>', value.isoformat(), time, day_said)


@register.filter
def day(value: date | None) -> str:
    return _time(value, moments.day(value)) if value else ""


@register.filter
def day_with_name(value: date | None) -> str:
    return _time(value, moments.day_with_name(value)) if value else ""


@register.filter
def lunar(value: date | None) -> str:
    return moments.lunar(value) if value else ""


@register.simple_tag
def relative(value: datetime, now: datetime) -> str:
    return moments.relative(value, now)


@register.simple_tag
def left(due: datetime, now: datetime) -> str:
    return moments.left(due, now)


@register.filter
def number(value: Any) -> str:
    """1.234 with Vietnamese separators; empty for nothing."""
    return "" if value is None else number_text(value)


@register.filter
def beside(headings: Sequence[str], row: Sequence[str]) -> list[tuple[str, str]]:
    """Each cell of a row with the heading of its column; a row may be shorter or longer."""
    return list(zip_longest(headings, row, fillvalue=""))


@register.filter
def percent(done: int, of: int) -> int:
    """Whole per cent of long work; 100 only when all of it is done."""
    return long.percent(done, of)


@register.filter
def code(value: str) -> str:
    """A unit's code as the eye groups it: ABCDE-FGHJK-MNPQRST. Other numbers stay as they are."""
    shown = code_text.grouped(value)
    return format_html('<span class="code" translate="no">{}</span>', shown) if shown else ""


@register.simple_tag
def chip(state: Chip | None) -> SafeString:
    return _chip(str(state.word), state.tone) if state else SafeString()


@register.simple_tag
def chip_of(word: str, tone: str) -> SafeString:
    """A chip from its two words, for templates that hold no Chip: {% chip_of "…" "held" %}."""
    return _chip(str(word), Tone(tone))


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The shape of a state alone, where its word stands elsewhere."""
    return _shape(tone)


# A page shows the same few chips on every line, and each drawing went through two templates.
# Typed: a word that is marked safe is not the same key as the same letters typed by somebody.
@lru_cache(maxsize=2048, typed=True)
def _chip(word: str, tone: Tone) -> SafeString:
    return SafeString(render_to_string("parts/chip.html", {"chip": Chip(word, tone)}).strip())


@lru_cache(maxsize=16)
def _shape(tone: str) -> SafeString:
    return SafeString(render_to_string("parts/shape.html", {"tone": tone}).strip())


@register.simple_tag
def once() -> SafeString:
    """The form's own key: sent twice, it is one act."""
    return format_html('<input type="hidden" name="once" value="{}">', uuid4())


@register.inclusion_tag("parts/field.html")
def field(bound: BoundField, unit: str = "", width: str = "") -> dict[str, Any]:
    """Label above, hint, control with its unit, fault. `width`: short, medium or empty."""
    return {
        "field": bound,
        "unit": unit,
        "width": width,
        "kind": getattr(bound.field.widget, "input_type", "other"),
        "optional": not bound.field.required,
    }


@register.inclusion_tag("parts/error_summary.html")
def error_summary(form: BaseForm) -> dict[str, Any]:
    """What is wrong, on top, each line linked to its field."""
    return {"form": form}


@register.filter
def key_of(mapping: Any, key: Any) -> Any:
    """mapping[key], for tables whose columns are data."""
    return mapping.get(key, "")
