"""The web application as an HTTP server calls it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kt1.config.settings")
application = get_wsgi_application()

from kt1.config import installation  # noqa: E402 - needs the settings that the line above loads

installation.set_clock()
