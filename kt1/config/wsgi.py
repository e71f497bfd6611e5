"""The web application as an HTTP server calls it."""

import os
import signal
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
application = get_wsgi_application()

# These need what the lines above load.
from kt1.config import checks, children, installation, pages  # noqa: E402

if parent := int(os.environ.get("KT1_WEB_PARENT", "0")):
    # Until it serves, a stop ends it at once: what it inherited only notes the wish.
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    children.end_with_parent(parent)
if faults := checks.faults():
    sys.exit("\n".join(faults))
installation.set_clock()
pages.load()
