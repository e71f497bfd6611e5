"""Asking tables for a name."""

from django.db.models import Q

from kt1.network.names.rules import ways_of_writing


def called(text: str) -> Q:
    """Rows whose `folded` name holds every word of `text` in one of the ways to write it.

    Text without a single word finds nothing.
    """
    found = Q(pk__in=[])
    for words in ways_of_writing(text):
        every = Q()
        for word in words:
            every &= Q(folded__contains=word)
        found |= every
    return found
