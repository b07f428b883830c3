"""Which figures has the report, and what does each of them count?"""

from django.db.models import TextChoices


class Metric(TextChoices):
    """In the order of the report."""

    DRAFTS = "drafts_quality_assured", "Draft plans quality-assured, health wording provided"
    REVIEWS = "annual_reviews_quality_assured", "Quality assurance of health sections for annual reviews"
    COPRODUCTION = (
        "coproduction_episodes",
        "Individual episodes of coproduction with children, young people and families",
    )
    COMPLEX_CASES = "complex_cases_referred", "Complex cases referred for DCO management (advice requested)"
    TRAINING = "training_sessions", "Education and training sessions"
    TRIBUNALS_LOGGED = "tribunals_logged", "New tribunal cases logged"
    TRIBUNALS_ACTIVE = "tribunals_active", "Active first-tier tribunal cases being managed in the month"


DEFINITIONS: dict[Metric, str] = {
    Metric.DRAFTS: "Draft plans whose feedback was returned in the month, each returned episode once.",
    Metric.REVIEWS: "Annual reviews whose feedback was returned in the month, each returned episode once.",
    Metric.COPRODUCTION: (
        "Quality assurances marked as coproduced, by the month their feedback was returned, and other coproduction "
        "episodes by their day. None is counted twice."
    ),
    Metric.COMPLEX_CASES: "Complex cases by the day that advice was asked for.",
    Metric.TRAINING: "Sessions held in the month. One for the whole ICB counts in the total and in no area.",
    Metric.TRIBUNALS_LOGGED: "Appeals by the day they were logged.",
    Metric.TRIBUNALS_ACTIVE: (
        "Appeals open on any day of the month. Year to date is the number of different appeals open on any day since "
        "April, not the sum of the months."
    ),
}

# One, many: for a sentence that begins with the number.
IN_WORDS: dict[Metric, tuple[str, str]] = {
    Metric.DRAFTS: ("draft plan was quality-assured", "draft plans were quality-assured"),
    Metric.REVIEWS: ("annual review was quality-assured", "annual reviews were quality-assured"),
    Metric.COPRODUCTION: ("episode of coproduction with families", "episodes of coproduction with families"),
    Metric.COMPLEX_CASES: ("complex case was referred for advice", "complex cases were referred for advice"),
    Metric.TRAINING: ("education or training session was held", "education and training sessions were held"),
    Metric.TRIBUNALS_LOGGED: ("new tribunal case was logged", "new tribunal cases were logged"),
    Metric.TRIBUNALS_ACTIVE: ("tribunal case was active", "tribunal cases were active"),
}
