"""The web application as an HTTP server calls it."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
application = get_wsgi_application()

# These need what the lines above load.
from kt1.config import checks, children, installation  # noqa: E402

if os.environ.get("KT1_WEB_PARENT") == str(os.getppid()):
    children.end_with_parent()
if faults := checks.faults():
    sys.exit("\n".join(faults))
installation.set_clock()
get_resolver().url_patterns  # noqa: B018 - loads every page now, not in somebody's first request

# All this stays for good, so the collector need not walk it again; and a page makes tens of
# thousands of objects that go by themselves, so it need not look after every seven hundred.
gc.collect()
gc.freeze()
gc.set_threshold(20_000, 20, 20)
