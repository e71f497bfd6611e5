"""Every page in memory before somebody asks for the first."""

import gc

import django
from django.urls import get_resolver


def load() -> None:
    """Load what any request may need, for good. Looks at no database; safe to repeat."""
    django.setup()
    get_resolver().url_patterns  # noqa: B018 - imports every page
    # All this stays for good, so the collector need not walk it again (nor, after a fork, copy it
    # by walking it); and a page makes tens of thousands of objects that go by themselves, so it
    # need not look after every seven hundred.
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)
