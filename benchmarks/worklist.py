"""How long does the first page of the worklist take with 100,000 open clocks, beside its bare SQL?

    PORTAL_MODE=test python benchmarks/worklist.py [--clocks 100000] [--explain] [--keep]

Fills a scratch database of the test servers (`bin/services --test up`) with made-up children, and removes it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "send_portal.settings")

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, connections, transaction  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from core.scope import opened  # noqa: E402
from send_portal.demo.cast import Cast, make_cast  # noqa: E402
from tests.conftest import SignedInClient, create_database, server_connection, use_database  # noqa: E402

NAME = "portal_benchmark"
ROUNDS = 9
PAGES = {
    "dco": ["/", "/?tab=waiting", "/?tab=done", "/?tab=waiting&due=7", "/?tab=waiting&service={slt}"],
    "coordinator": [
        "/",
        "/?tab=later",
        "/?tab=waiting",
        "/?name=Surname99",
        "/?who=me",
        "/?who=nobody",
        "/?due=overdue",
    ],
    "spa": ["/", "/?tab=later", "/?tab=later&service={paediatrics}"],
}

# Per child: a needs assessment with its three clocks; every third child also a request for advice.
FILL = """
INSERT INTO people_child (id, revision, icb_id, local_authority_id, reference, given_name, family_name, date_of_birth,
    nhs_number, pronouns, school, looked_after, child_protection, interpreter, accessible_format, registered_on)
SELECT n, 0, {icb}, ({las})[1 + n % 3], 'C' || lpad(n::text, 6, '0'), 'Given' || n % 997, 'Surname' || n % 9973,
    date '2012-01-01' + n % 3000, '', 'they', '', false, false, '', '', {today}
FROM generate_series(1, {children}) AS n;

INSERT INTO people_involvement (child_id, organisation_id, why, starts_on)
SELECT id, local_authority_id, 'residence', registered_on FROM people_child
UNION ALL SELECT id, icb_id, 'responsibility', registered_on FROM people_child
UNION ALL SELECT id, {provider}, 'advice_request', registered_on FROM people_child WHERE id % 3 = 0;

INSERT INTO clocks_clock (id, child_id, local_authority_id, icb_id, owing_id, first_owing_id, team_id, rule, action,
    revision, person_id, service_id, started_on, due_on, citation, lapsed_why, met_on)
SELECT c.id * 4 + k, c.id, c.local_authority_id, c.icb_id, owes, owes, team, rule, action,
    0, CASE WHEN k < 3 AND c.id % 30 = 2 THEN {coordinator} END, CASE WHEN k = 3 THEN ({services})[1 + c.id % 2] END,
    {today} - back, {today} - back + len, 'SEND Regs 2014', '',
    CASE WHEN c.id > {running} THEN {today} - (c.id % 400)::int END
FROM people_child AS c
CROSS JOIN LATERAL (
    SELECT CASE WHEN c.id > {running} THEN (c.id % 400)::int + 30 ELSE (c.id % 140)::int END AS back
) AS age
CROSS JOIN LATERAL (VALUES
    (0, c.local_authority_id, ({teams})[1 + c.id % 3], 'decide_to_assess', 'Decide whether to assess', 42),
    (1, c.local_authority_id, ({teams})[1 + c.id % 3], 'refuse_to_issue', 'Notify a decision not to issue', 112),
    (2, c.local_authority_id, ({teams})[1 + c.id % 3], 'issue_final_plan', 'Send the final plan', 140),
    (3, {provider}, {spa}, 'health_advice', 'Send health advice: community paediatrics', 42)
) AS kind (k, owes, team, rule, action, len)
WHERE k < 3 OR c.id % 3 = 0;

INSERT INTO ehcp_assessmentrequest (revision, child_id, local_authority_id, team_id, coordinator_id, status, source,
    received_on, reason, decide_clock_id, refuse_clock_id, issue_clock_id)
SELECT 0, id, local_authority_id, ({teams})[1 + id % 3], {coordinator}, 'received', '1', {today}, '',
    id * 4, id * 4 + 1, id * 4 + 2
FROM people_child;
ANALYZE;
"""


@contextmanager
def scratch_database() -> Iterator[None]:
    create_database(NAME, "template1")
    use_database(NAME)
    settings.ACCESS_LOG_ALIAS = "default"
    call_command("migrate", verbosity=0, interactive=False)
    yield


def fill(cast: Cast, clocks: int) -> None:
    """As the owner of the tables, whom row security does not hold up."""
    children = round(clocks / (3 + 1 / 3) * 1.5)  # a third of them are finished
    las = [cast.org[key].pk for key in ("banes", "swindon", "wiltshire")]
    teams = [cast.team[f"send_{key}"].pk for key in ("banes", "swindon", "wiltshire")]
    values = {
        "children": children,
        "running": round(children / 1.5),
        "icb": cast.org["icb"].pk,
        "las": f"ARRAY{las}",
        "teams": f"ARRAY{teams}",
        "provider": cast.org["provider"].pk,
        "spa": cast.team["spa"].pk,
        "services": f"ARRAY{[cast.team[key].pk for key in ('slt', 'paediatrics')]}",
        "coordinator": cast["coordinator"].pk,
        "today": "current_date",
    }
    with connections["owner"].cursor() as cursor:
        cursor.execute(FILL.format(**values))


def timed(act: Callable[[], Any]) -> float:
    """Milliseconds, the median of several rounds after one that warms up."""
    act()
    spans = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        spans.append((time.perf_counter() - began) * 1000)
    return median(spans)


def measure(cast: Cast, person: str, address: str, explain: bool) -> str:
    client = SignedInClient()
    client.force_login(cast[person])

    def page() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} as {person}: {answer.status_code}")

    with CaptureQueriesContext(connection) as captured:
        page()
    statements = [q["sql"] for q in captured if q["sql"].startswith("SELECT") and "set_config" not in q["sql"]]

    def bare() -> None:
        with transaction.atomic(), opened(cast[person].scope), connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)
                cursor.fetchall()

    whole, sql = timed(page), timed(bare)
    if explain:
        explain_slowest(cast, person, statements)
    times, queries = f"{whole / sql:4.1f} times", f"{len(statements)} queries"
    return f"{person:12} {address:28} page {whole:7.1f} ms   bare SQL {sql:7.1f} ms   {times}   {queries}"


def explain_slowest(cast: Cast, person: str, statements: list[str]) -> None:
    with transaction.atomic(), opened(cast[person].scope), connection.cursor() as cursor:
        for statement in statements:
            began = time.perf_counter()
            cursor.execute(statement)
            took = (time.perf_counter() - began) * 1000
            if took > 5:
                cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS) {statement}")
                print(f"--- {took:.1f} ms: {statement[:160]}")
                print("\n".join(line for (line,) in cursor.fetchall()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--clocks", type=int, default=100_000, help="how many are running")
    parser.add_argument("--explain", action="store_true", help="print the plans of slow queries")
    parser.add_argument("--keep", action="store_true", help="leave the scratch database")
    asked = parser.parse_args()
    with scratch_database():
        cast = make_cast()
        fill(cast, asked.clocks)
        with connections["owner"].cursor() as cursor:
            cursor.execute("SELECT count(*) FILTER (WHERE met_on IS NULL), count(*) FROM clocks_clock")
            print("{:,} clocks running, {:,} in all".format(*cursor.fetchone()))
        for person, addresses in PAGES.items():
            for address in addresses:
                teams = {key: team.pk for key, team in cast.team.items()}
                print(measure(cast, person, address.format(**teams), asked.explain))
    use_database("postgres")
    if not asked.keep:
        with server_connection() as server:
            server.execute(f'DROP DATABASE IF EXISTS "{NAME}" WITH (FORCE)')


if __name__ == "__main__":
    main()
