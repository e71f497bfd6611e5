"""The web application as an HTTP server calls it."""

import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
application = get_wsgi_application()

# These need what the lines above load.
from kt1.config import checks, children, installation, pages  # noqa: E402

if os.environ.get("KT1_WEB_PARENT") == str(os.getppid()):
    children.end_with_parent()
if faults := checks.faults():
    sys.exit("\n".join(faults))
installation.set_clock()
pages.load()
