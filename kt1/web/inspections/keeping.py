"""What the forms of a visit keep in the browser until the server has accepted it.

A browser's store holds nothing that can be read (OWASP ASVS 14.3.3): what is typed lies there
encrypted under a key that comes with the page, to this person alone, and stays in memory. Who
takes the tablet finds noise; who signs in again as the same person sends what was not sent.
"""

import base64

from django.utils.crypto import salted_hmac

from kt1.people.actor import Actor

_SALT = "kt1.web.inspections.keeping"


def key_for(actor: Actor) -> str:
    """This person's key, 32 bytes in base64. It changes with the secret of the installation."""
    digest = salted_hmac(_SALT, str(actor.user_id), algorithm="sha256").digest()
    return base64.b64encode(digest).decode()
