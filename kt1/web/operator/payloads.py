"""Between looking and taking, the file waits in the person's own page, signed.

The server keeps nothing of it: a file that nobody takes has never been here (W6).
"""

import base64
import binascii

from django.core import signing

from kt1.people.actor import Actor

#: With the rest of the form it must stay under what a request may hold.
LONGEST = 3_500_000
SECONDS = 60 * 60


class StaleError(Exception):
    """The page is an hour old, of another person, or was changed on the way."""


def packed(content: bytes, *, actor: Actor) -> str:
    """The bytes of a file as text for a hidden field."""
    text = base64.b64encode(content).decode("ascii")
    return signing.dumps(text, salt=_salt(actor), compress=True)


def unpacked(text: str, *, actor: Actor) -> bytes:
    """The bytes that were shown.

    Raises:
        StaleError: too old, or not what this person was shown.
    """
    try:
        content: str = signing.loads(text, salt=_salt(actor), max_age=SECONDS)
        return base64.b64decode(content)
    except (signing.BadSignature, binascii.Error) as error:
        raise StaleError from error


def _salt(actor: Actor) -> str:
    return f"custody.operator.{actor}"
