"""The desk as the tests see it: production's rules, with a database of their own and no TLS in the way.

The suite runs on SQLite, or on what DATABASE_URL names: there it makes a database of its own and removes it again.
"""

import atexit
import os
import shutil
import tempfile

# Set even where they are set: a developer's shell or `.env` must not turn the tests into tests of something else.
os.environ |= {
    "DEBUG": "0",
    "EDITORIAL_DEMO": "0",
    "SECRET_KEY": "of the tests alone, and of no desk",
    "ALLOWED_HOSTS": "testserver,localhost,127.0.0.1",
    "SECURE_SSL_REDIRECT": "0",
}
if "EDITORIAL_TESTS" not in os.environ:  # Workers of one run share one folder.
    os.environ["EDITORIAL_TESTS"] = tempfile.mkdtemp(prefix="editorial-tests-")
    atexit.register(shutil.rmtree, os.environ["EDITORIAL_TESTS"], ignore_errors=True)
os.environ["DATA_DIR"] = os.environ["EDITORIAL_TESTS"]

from editorial.settings import *  # noqa: F403
from editorial.settings import DATA_DIR, DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: a server under test and threads then meet the locks that a real desk has.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = False
SECURE_HSTS_SECONDS = 0
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
#: Tests say themselves who works off imports.
IMPORT_IN_BACKGROUND = False
POST_IN_BACKGROUND = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
#: Attempts of one test are no concern of the next.
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
