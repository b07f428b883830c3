"""Row security for figures and reports: the ICB's own; what is published, also its partner organisations'."""

from django.db import migrations

from people import walls

REPORT = "reporting_highlightreport"
PUBLISHED = ["publishedrow", "publishedpdf"]

PARTNERS = f"""{REPORT}.status = 'published' AND EXISTS (
    SELECT 1 FROM accounts_relation AS r
    WHERE r.icb_id = {REPORT}.icb_id
      AND r.organisation_id = ANY ((SELECT app_ids('app.org_ids'))::bigint[])
      AND r.in_force_from <= (SELECT app_today())
      AND (r.in_force_until IS NULL OR r.in_force_until >= (SELECT app_today()))
)"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial"), ("people", "0003_walls")]
    operations = [
        walls.behind_organisation("reporting_metricstart", "icb_id"),
        walls.behind_organisation("reporting_historicalmetricstart", "icb_id"),
        walls.behind_organisation("reporting_importedfigure", "icb_id"),
        walls.wall(REPORT, f"{walls.of_organisation(REPORT, 'icb_id')} OR ({PARTNERS})"),
        walls.behind_organisation("reporting_historicalhighlightreport", "icb_id"),
        *[walls.behind_parent(f"reporting_{name}", column="report_id", parent=REPORT) for name in PUBLISHED],
        walls.behind_parent("reporting_publishedfigure", column="row_id", parent="reporting_publishedrow"),
        walls.append_only(
            "reporting_publishedrow",
            "reporting_publishedfigure",
            "reporting_publishedpdf",
            "reporting_historicalhighlightreport",
            "reporting_historicalmetricstart",
        ),
    ]
