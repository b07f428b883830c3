"""Is the portal well enough to serve? Answered before anything that may itself be unwell."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import DatabaseError, connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

ADDRESS = "/health/"
SECONDS = 3


class HealthMiddleware:
    """First of all middleware: asks for no name, no session, no https. Says what is unwell, never why."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path != ADDRESS:
            return self.get_response(request)
        parts = {name: part() for name, part in PARTS.items()}
        is_well = all(parts.values())
        said = {name: "ok" if well else "unwell" for name, well in parts.items()}
        said = {"status": "ok" if is_well else "unwell"} | said
        return JsonResponse(said, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})


def database() -> bool:
    return answers("default")


def owner() -> bool:
    """Only where this process was given the owner's address: serving needs none."""
    return answers("owner") if settings.OWNER_IS_NAMED else True


def answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        connections[alias].close()
        return False
    return True


def migrations() -> bool:
    try:
        executor = MigrationExecutor(connections["default"])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def broker() -> bool:
    try:
        with redis.Redis.from_url(
            settings.REDIS_URL, socket_timeout=SECONDS, socket_connect_timeout=SECONDS
        ) as server:
            return bool(server.ping())
    except redis.RedisError:
        return False


PARTS: dict[str, Callable[[], bool]] = {
    "database": database,
    "owner": owner,
    "migrations": migrations,
    "broker": broker,
}
