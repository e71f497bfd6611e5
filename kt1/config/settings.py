"""Settings, one file. What differs between machines comes from the environment."""

from pathlib import Path

from kt1.config import connections, embedded, environment, secret_key

BASE_DIR = Path(__file__).resolve().parent.parent.parent

#: Where this installation keeps what is its own: database, secret key, code keys.
KT1_HOME: Path = embedded.here().base
#: Where custody finds the keys that codes are made with; it does not know of files.
KT1_KEYRING = "kt1.config.keyring.load_keyring"
SECRET_KEY = environment.secret("SECRET_KEY") or secret_key.kept()
DEBUG = False
#: Names under which browsers reach this installation; loopback is always allowed.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver", *environment.words("KT1_HOSTS")]
#: Behind a proxy that speaks HTTPS: cookies travel only there, and the browser is told so.
HTTPS = environment.flag("KT1_HTTPS")
CSRF_TRUSTED_ORIGINS = [f"https://{name}" for name in environment.words("KT1_HOSTS")]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "procrastinate.contrib.django",
    "kt1.ledger",
    "kt1.law",
    "kt1.network",
    "kt1.people",
    "kt1.custody",
    "kt1.assurance",
    "kt1.oversight",
    "kt1.web",
    "kt1.api",
    "kt1.config",
]
MIDDLEWARE = [
    "kt1.config.middleware.security_headers",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "kt1.config.middleware.moment",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "kt1.web.middleware.acting_person",
    "kt1.web.middleware.language",
    "kt1.web.middleware.answer_refusals",
]
CSRF_FAILURE_VIEW = "kt1.web.errors.views.csrf_failure"
ROOT_URLCONF = "kt1.config.urls"
WSGI_APPLICATION = "kt1.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "kt1.web.frame.context.frame",
            ],
        },
    }
]

DATABASES = {"default": connections.django_settings(connections.app_conninfo())}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
#: Moves the zone of sessions to UTC as well, so that a stray query shows no local time.
USE_TZ = True
TIME_ZONE = "UTC"
#: The zone of everything shown and typed.
SHOWN_TIME_ZONE = "Asia/Ho_Chi_Minh"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
#: Joined and compiled from kt1/web/locale/vi/parts by `make setup`.
LOCALE_PATHS = [BASE_DIR / "build" / "locale"]
USE_I18N = True

AUTH_USER_MODEL = "people.User"
PASSWORD_HASHERS = ["kt1.people.accounts.hashers.CappedArgon2Hasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("username", "title")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},  # a password alone; NIST SP 800-63-4
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

SESSION_ENGINE = "kt1.people.sign_ins.store"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
# Files people hand in are read in memory and never written to the disk (a file that looks like
# a secret register must leave no trace); so much holds 100,000 rows of a book or of events.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 24 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
#: Put there by `make setup` from the package registry; nothing of it is committed.
STATICFILES_DIRS = (
    [BASE_DIR / "build" / "assets"] if (BASE_DIR / "build" / "assets").is_dir() else []
)
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "kt1.config.statics.HashedFiles"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

#: Background jobs stand in the capability they belong to.
PROCRASTINATE_IMPORT_PATHS = [
    ".".join(path.relative_to(BASE_DIR).with_suffix("").parts)
    for path in sorted(BASE_DIR.glob("kt1/*/*/tasks.py"))
]

#: Requests and failures are logged without what people typed.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": environment.text("KT1_LOG_LEVEL", "WARNING")},
}
