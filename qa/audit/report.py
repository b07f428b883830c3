"""How does an audit become a report to read, and figures to take elsewhere?"""

import csv
from collections.abc import Callable
from io import StringIO
from typing import Any

from django.template.loader import render_to_string

from core.pdf import render_pdf
from core.today import today
from qa.audit.results import Results
from qa.models import Audit

CSV = "text/csv; charset=utf-8"


def chart_of(results: Results) -> str:
    """The bars, drawn by the same template for the page and for the PDF."""
    return render_to_string("qa/audit/chart_svg.html", {"results": results, "standing_alone": True}).strip()


def report_pdf(audit: Audit) -> bytes:
    results = None if audit.is_outside else Results(audit)
    context = {
        "audit": audit,
        "results": results,
        "findings": audit.findings.select_related("audit").for_page(),
        "today": today(),
        "draft": audit.status != Audit.Status.PUBLISHED,
    }
    charts = {"outcomes": chart_of(results)} if results else {}
    return render_pdf("qa/audit/report_pdf.html", context, title=f"Audit of health wording: {audit}", charts=charts)


def report_csv(audit: Audit) -> bytes:
    """One plan a line by its audit id, as it was marked; the shares after it. No name, no characteristic."""
    written = StringIO()
    rows = csv.writer(written)
    rows.writerow(["audit_id", "outcome", "reason", "marked_by_two"])
    results = Results(audit)
    for case in results.cases:
        final = case.final
        rows.writerow([case, final.get_outcome_display(), final.get_reason_display(), "yes" if case.twice else "no"])
    rows.writerow([])
    rows.writerow(["outcome", "plans", "per_cent"])
    rows.writerows([line.label, line.count, line.per_cent] for line in results.lines)
    return written.getvalue().encode("utf-8-sig")


FORMATS: dict[str, tuple[Callable[[Audit], bytes], Any]] = {
    "pdf": (report_pdf, "application/pdf"),
    "csv": (report_csv, CSV),
}
