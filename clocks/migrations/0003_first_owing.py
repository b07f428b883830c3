"""A clock that is passed on stays in sight of the organisation that owed it first, in the database's eyes too."""

import django.db.models.deletion
from django.db import migrations, models

from people import walls

_ORGANISATIONS = ("local_authority_id", "icb_id", "owing_id")
LAPSED = [
    ("not_assessing", "It was decided not to assess"),
    ("issuing", "It was decided to issue a plan"),
    ("not_issuing", "It was decided not to issue a plan"),
    ("plan_issued", "The plan was issued without it"),
    ("withdrawn", "The request was withdrawn"),
    ("moved", "The child moved to another local authority"),
    ("died", "The child died"),
    ("direction", "A direction replaced it"),
    ("ended_otherwise", "The request ended without advice, with a written reason"),
]
HELP = "Passed on, it stays in sight of who owed it first."


def condition(table, organisations):
    reach = " OR ".join(walls.of_organisation(table, c, "app.child_org_ids") for c in organisations)
    return f"{reach} OR {walls.of_organisation(table, 'team_id', 'app.team_ids')} OR {walls.involved(table)}"


def wall_with_first_owing(table):
    wide, narrow = condition(table, [*_ORGANISATIONS, "first_owing_id"]), condition(table, _ORGANISATIONS)
    return migrations.RunSQL(
        f"ALTER POLICY wall ON {table} USING ({wide}) WITH CHECK ({wide});",
        f"ALTER POLICY wall ON {table} USING ({narrow}) WITH CHECK ({narrow});",
    )


def foreign_key(**options):
    on_delete = options.pop("on_delete", django.db.models.deletion.PROTECT)
    return models.ForeignKey(help_text=HELP, on_delete=on_delete, related_name="+", to="accounts.organisation", **options)


class Migration(migrations.Migration):
    dependencies = [("clocks", "0002_walls"), ("accounts", "0001_initial")]
    operations = [
        migrations.AddField("clock", "first_owing", foreign_key(null=True)),
        migrations.AddField(
            "historicalclock",
            "first_owing",
            foreign_key(
                on_delete=django.db.models.deletion.DO_NOTHING, blank=True, db_constraint=False, null=True
            ),
        ),
        migrations.RunSQL(
            "UPDATE clocks_clock SET first_owing_id = owing_id; "
            "UPDATE clocks_historicalclock SET first_owing_id = owing_id; SET CONSTRAINTS ALL IMMEDIATE;",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField("clock", "first_owing", foreign_key()),
        *[
            migrations.AlterField(name, "lapsed_why", models.CharField(blank=True, choices=LAPSED, max_length=20))
            for name in ("clock", "historicalclock")
        ],
        wall_with_first_owing("clocks_clock"),
        wall_with_first_owing("clocks_historicalclock"),
    ]
