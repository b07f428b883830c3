"""What does the Health Advisers' advice say, as text and as a document?"""

from typing import Any

from core.pdf import render_pdf

SECTIONS = {
    "health_needs": "Health needs",
    "impact_on_education": "How the needs affect access to education",
    "support": "Health provision: type of support",
    "provided_by": "Health provision: who provides it",
    "outcomes": "Outcomes",
    "views": "The views of the child or young person and their family",
}


def written_sections(referral: Any) -> list[tuple[str, str]]:
    """Heading and text, without the sections that were left empty."""
    texts = ((heading, getattr(referral, name).strip()) for name, heading in SECTIONS.items())
    return [(heading, text) for heading, text in texts if text]


def onward_referrals_of(referral: Any) -> list[Any]:
    return [onward for onward in referral.onward_referrals.all() if not onward.withdrawn_on]


def advice_as_text(referral: Any) -> str:
    """For the reader who quality-assures the plan beside it."""
    parts = [f"{heading}\n{text}" for heading, text in written_sections(referral)]
    onward = [f"{row.service} ({row.made_by_in_words})" for row in onward_referrals_of(referral)]
    if onward:
        parts.append("Onward referrals\n" + "\n".join(onward))
    return "\n\n".join(parts)


def advice_pdf(referral: Any) -> bytes:
    """Advice under regulation 6(1)(c) of the SEND Regulations 2014."""
    context = {
        "referral": referral,
        "child": referral.child,
        "request": referral.advice_request,
        "sections": written_sections(referral),
        "onward_referrals": onward_referrals_of(referral),
    }
    return render_pdf("has_team/advice_pdf.html", context, title=f"Medical advice: {referral.child.name}")
