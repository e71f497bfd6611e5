"""The data folder: made once, recognised afterwards, refused when it is somebody else's."""

import shutil
import subprocess

from kt1.config.embedded.accounts import Account, invoking_name
from kt1.config.embedded.failure import EmbeddedError, sentence
from kt1.config.embedded.places import Place, programs

ADMIN = "kt1_admin"
#: Left in the data folder by us; without it the folder is not ours to start.
MARK = "kt1-cluster"
LOGINS = (ADMIN, "kt1_migrate", "kt1_app")

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "80",
    "shared_buffers": "256MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # A failed statement carries what people typed; the log must not keep it.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_line_prefix": "%m [%p] ",
}


def make(place: Place, account: Account) -> None:
    """Make the data folder if it is missing. Half-made ones are never taken for whole."""
    if place.data.exists() and any(place.data.iterdir()):
        _refuse_foreign(place, account)
        return
    half = place.base / "data.new"
    if half.exists():
        shutil.rmtree(half)
    half.mkdir(mode=0o700)
    shutil.chown(half, account.uid, account.gid)
    command = [str(programs(place, account) / "initdb"), "-D", str(half), "-U", ADMIN, "-k"]
    command += ["--auth-local=peer", "--auth-host=reject", "--encoding=UTF8", "--locale=C"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"]
    made = subprocess.run(  # noqa: S603 - our own programs, fixed words
        command, capture_output=True, text=True, check=False, cwd=half, **account.popen()
    )
    if made.returncode != 0:
        shutil.rmtree(half, ignore_errors=True)
        raise EmbeddedError(sentence(made.stderr, place.data))
    (half / MARK).write_text("made by kt1\n")
    shutil.chown(half / MARK, account.uid, account.gid)
    if place.data.exists():
        place.data.rmdir()
    half.rename(place.data)


def write_rules(place: Place, account: Account) -> None:
    """Who may connect: by the socket only, and only as the account that started us or runs it."""
    people = sorted({account.name, invoking_name()})
    lines = [f'kt1 "{person}" {login}\n' for person in people for login in LOGINS]
    for name, text in {
        "hba.conf": "local all all peer map=kt1\n",
        "ident.conf": "".join(lines),
    }.items():
        path = place.log.parent / name
        path.write_text(text)
        shutil.chown(path, account.uid, account.gid)


def command(place: Place, account: Account) -> list[str]:
    """The command line of the server."""
    settings = SETTINGS | {
        "unix_socket_directories": str(place.socket),
        "hba_file": str(place.log.parent / "hba.conf"),
        "ident_file": str(place.log.parent / "ident.conf"),
        "cluster_name": place.mark,
    }
    line = [str(programs(place, account) / "postgres"), "-D", str(place.data)]
    for name, value in settings.items():
        line += ["-c", f"{name}={value}"]
    return line


def _refuse_foreign(place: Place, account: Account) -> None:
    version = place.data / "PG_VERSION"
    if not version.exists() or not (place.data / MARK).exists():
        raise EmbeddedError(
            f"{place.data} holds something that KT1 did not make; move it away or set KT1_HOME."
        )
    owner = place.data.stat().st_uid
    if owner != account.uid:
        raise EmbeddedError(
            f"{place.data} belongs to user id {owner}, but the database runs as {account.name};"
            " start it as the user who made it."
        )
    shown = subprocess.run(  # noqa: S603 - our own programs, fixed words
        [str(programs(place, account) / "postgres"), "--version"],
        capture_output=True,
        text=True,
        check=False,
        **account.popen(),
    ).stdout
    major = shown.split()[-1].split(".")[0] if shown.split() else ""
    made_by = version.read_text().strip()
    if major != made_by:
        raise EmbeddedError(
            f"{place.data} was made by PostgreSQL {made_by} and this is {major or 'unknown'};"
            " dump it with the old release and load it with this one."
        )
