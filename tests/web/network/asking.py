"""Asking the pages of the network, and reading what they answer."""

import re
from collections.abc import Callable, Sequence
from typing import Any
from uuid import uuid4

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from kt1.network.sheets import files
from kt1.network.sheets.files import Form
from kt1.people.accounts.rules import Role

AsRole = Callable[[Role], Client]


def post(client: Client, url: str, **said: object) -> Any:
    return client.post(url, {"once": str(uuid4()), **said})


def upload(client: Client, name: str, rows: Sequence[Sequence[str]], **more: str) -> Any:
    content = files.write(Form.CSV, "x", rows)
    return post(client, f"/tep/{name}", file=SimpleUploadedFile("tep.csv", content), **more)


def hidden(answer: Any, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())
    assert found, f"no {name} on the page"
    return found[1]


def shows(answer: Any, *texts: str) -> None:
    page = answer.content.decode()
    for text in texts:
        assert text in page, text
