"""The desk as a WSGI application: `waitress-serve editorial.wsgi:application`."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "editorial.settings")
application = get_wsgi_application()

from articles.actions import background  # noqa: E402 - there are no apps before the application

# What was being imported when the desk was stopped goes on.
background.kick()
