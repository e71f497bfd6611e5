"""Every file that a page names is there, in the checkout or from the registries."""

import re

from django.contrib.staticfiles import finders

from tests.architecture.test_shape import short, tracked

NAMED = re.compile(r"{%\s*static\s+['\"]([^'\"]+)['\"]")


def test_every_static_file_that_a_template_names_is_found() -> None:
    missing = [
        f"{short(path)}: {name}"
        for path in tracked(".html")
        for name in NAMED.findall(path.read_text())
        if finders.find(name) is None
    ]
    assert missing == []
