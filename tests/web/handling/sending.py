"""Sending the forms of a page as a browser does: each with a key of its own."""

from typing import Any
from uuid import uuid4

from django.test import Client


def send(client: Client, address: str, **form: Any) -> Any:
    return client.post(address, {"once": str(uuid4()), **form})


def scan(client: Client, address: str, code: str, **form: Any) -> Any:
    return send(client, address, code=code, how="scanned", **form)
