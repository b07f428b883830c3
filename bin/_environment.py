"""Which servers does a command use: those that the environment names, or our own?"""

from __future__ import annotations

import os

from _bare import Trouble
from _servers import SQL, Servers

NAMED = ["DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"]


def own_servers(name: str) -> Servers | None:
    """Our pair of servers, or nothing where the environment names real ones."""
    ours = [Servers("demo"), Servers("test")]
    given = [key for key in NAMED if os.environ.get(key) and not any(one.gave(os.environ[key]) for one in ours)]
    if len(given) == len(NAMED):
        return None
    if given:
        raise Trouble(explanation([key for key in NAMED if key not in given]))
    return Servers(name)


def portal_environment(name: str) -> dict[str, str]:
    """Starts our servers if they are needed; gives what differs from the present environment."""
    servers = own_servers(name)
    if servers is None:
        if name != "test" and not os.environ.get("SECRET_KEY"):
            raise Trouble("Your own servers are named, so name SECRET_KEY too: a long random text.")
        return {key: os.environ[key] for key in [*NAMED, "SECRET_KEY"] if key in os.environ} | {
            "PORTAL_MODE": os.environ.get("PORTAL_MODE", name)
        }
    servers.up()
    return servers.environment()


def explanation(missing: list[str]) -> str:
    """What a person must do who brings their own database."""
    return f"""Some of your own servers are named, but not {" and ".join(missing)}. Name all three, or none.
DATABASE_URL is for the role portal_app, which serves; DATABASE_OWNER_URL is for portal_owner, which owns
the tables; REDIS_URL is for the broker. A superuser of PostgreSQL (15 or newer) makes the roles and the
database once:

  PORTAL_OWNER_PASSWORD=… PORTAL_APP_PASSWORD=… psql -h HOST -U postgres -d postgres -f bin/database.sql

That file says:

{SQL.read_text()}"""
