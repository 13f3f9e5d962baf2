"""The WSGI application, for gunicorn."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import reverse

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "orchestrator_site.settings")
try:
    application = get_wsgi_application()
except ImproperlyConfigured as error:
    print(error, file=sys.stderr)
    sys.exit(2)

# Every page and the API are loaded before gunicorn forks, not by the first request of each of its processes:
# that one would take half a second, and each process would keep a copy of its own.
reverse("login")
