"""Which rows does the database itself show? The SQL of row security, for the migrations of every app.

A row that belongs to a child is shown to a transaction whose scope (core/scope.py) holds an organisation or a team
that is involved with the child. A provider that was only asked for advice sees its own requests, not the file; who
reviews or signs a Regulation 6 response sees that response, not the file.
"""

from collections.abc import Iterable

from django.db import migrations

# Involvements that open one thing, not the child's file: a request for advice, a section 23 notification, a
# Regulation 6 response.
ASKED = ("advice_request", "section_23")
NOT_THE_FILE = (*ASKED, "regulation_6")

# Involved, today, through one of the transaction's organisations or teams.
_INVOLVED = """EXISTS (
    SELECT 1 FROM people_involvement AS i
    WHERE i.child_id = {table}.{column}
      {but}
      AND (i.organisation_id = ANY ((SELECT app_ids('app.child_org_ids'))::bigint[])
           OR i.team_id = ANY ((SELECT app_ids('app.team_ids'))::bigint[]))
      AND i.starts_on <= (SELECT app_today())
      AND (i.ends_on IS NULL OR i.ends_on >= (SELECT app_today()))
)"""

FUNCTIONS = """
CREATE FUNCTION app_ids(setting text) RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT string_to_array(nullif(current_setting(setting, true), ''), ',')::bigint[] $$;
CREATE FUNCTION app_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('app.today', true), '')::date, current_date) $$;
"""
DROP_FUNCTIONS = "DROP FUNCTION app_ids(text); DROP FUNCTION app_today();"


def wall(table: str, condition: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; "
        f"CREATE POLICY wall ON {table} USING ({condition}) WITH CHECK ({condition});",
        f"DROP POLICY wall ON {table}; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;",
    )


def of_organisation(table: str, column: str, setting: str = "app.org_ids") -> str:
    return f"{table}.{column} = ANY ((SELECT app_ids('{setting}'))::bigint[])"


def involved(table: str, *, column: str = "child_id", but: Iterable[str] = ASKED) -> str:
    """Involved for any reason `but` these."""
    reasons = ", ".join(f"'{why}'" for why in but)
    return _INVOLVED.format(table=table, column=column, but=f"AND i.why NOT IN ({reasons})" if reasons else "")


def behind_child(
    table: str, *, column: str = "child_id", whole: bool = True, or_owner: str = ""
) -> migrations.RunSQL:
    """Shown to those involved with the child. `whole=False`: a request for advice is enough. `or_owner`: also to
    the organisation in that column (the provider that a request was sent to)."""
    condition = involved(table, column=column, but=NOT_THE_FILE if whole else ())
    if or_owner:
        condition += " OR " + of_organisation(table, or_owner, "app.child_org_ids")
    return wall(table, condition)


def behind_organisation(table: str, *columns: str) -> migrations.RunSQL:
    """Shown to the organisations in these columns."""
    return wall(table, " OR ".join(of_organisation(table, column) for column in columns))


def behind_parent(table: str, *, column: str, parent: str) -> migrations.RunSQL:
    """Shown to whom the parent row is shown: for lines that belong to a walled record."""
    shown = f"EXISTS (SELECT 1 FROM {parent} AS p WHERE p.id = {table}.{column})"  # noqa: S608 names from migrations
    return wall(table, shown)


def append_only(*tables: str) -> migrations.RunSQL:
    """The serving role may add and read here, and never change."""
    names = ", ".join(tables)
    return migrations.RunSQL(f"REVOKE UPDATE ON {names} FROM portal_app;", f"GRANT UPDATE ON {names} TO portal_app;")
