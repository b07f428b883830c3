"""Which figures were imported or published, and what does each month's report say?"""

from reporting.models.figures import ImportedFigure, MetricStart
from reporting.models.published import PublishedFigure, PublishedPDF, PublishedRow
from reporting.models.report import HighlightReport

__all__ = [
    "HighlightReport",
    "ImportedFigure",
    "MetricStart",
    "PublishedFigure",
    "PublishedPDF",
    "PublishedRow",
]
