"""What does the letter to the family and the local authority say?"""

from typing import Any

from core.pdf import render_pdf


def letter_pdf(response: Any) -> bytes:
    """The response under regulation 6 of SI 2017/1306, as it is sent; before it is signed it says that it
    is a draft."""
    return render_pdf(
        "tribunals/letter_pdf.html", letter_context(response), title=f"Regulation 6 response: {response.child.name}"
    )


def letter_context(response: Any) -> dict[str, Any]:
    child = response.child
    return {
        "response": response,
        "appeal": response.appeal,
        "child": child,
        "icb": child.icb,
        "answers": list(response.answers_in_order()),
        "is_signed": response.signed_on is not None,
        "due_on": response.response_clock.due_on,
        "citation": "regulation 6 of the Special Educational Needs and Disability (First-tier Tribunal "
        "Recommendations Power) Regulations 2017 (SI 2017/1306)",
    }
