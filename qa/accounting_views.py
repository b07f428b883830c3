"""Which page asks what became of a line of the advice, or which words answer a finding? Views decide nothing."""

from typing import Any

from django.urls import reverse

from core.views import ActionView, CreateView
from qa.desk_page import letters_of
from qa.findings import find
from qa.models import AccountedLine, Episode


class AccountView(CreateView):
    """A line, what the words suggest, and the wording beside it."""

    template_name = "qa/account.html"

    def initial(self) -> dict[str, Any]:
        found = super().initial()
        part = self.verb.form.part_of(self.within, found.get("line", ""))
        return (self.verb.form.suggested(part) if part else {}) | found

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=form, **around(self.within, form), **kwargs)


class ChangeAccountView(ActionView):
    """The same page, for a line that was accounted for."""

    model = AccountedLine
    template_name = "qa/account.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().for_list()

    def get_context_data(self, form: Any, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=form, **around(self.record.episode, form), **kwargs)


def around(episode: Episode, form: Any) -> dict[str, Any]:
    part = form.part
    return {
        "part_of_advice": part,
        "wording": [row for row in episode.sections.all() if row.approved.strip()],
        "back": desk(episode, f"#line-{part.key}" if part else ""),
    }


def desk(episode: Episode, place: str = "") -> str:
    return f"{reverse('qa:desk', args=[episode.pk])}{place}"


class FindingView(CreateView):
    """One finding: its words, why they were found, and what is asked about it."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        asked = self.request.POST or self.request.GET
        letter = asked.get("section", "")
        found = find(self.within, letter, asked.get("finding", ""))
        section = f"?section={letter}" if letter in letters_of(self.within) else ""
        return super().get_context_data(finding=found, back=desk(self.within, section), **kwargs)

    def initial(self) -> dict[str, Any]:
        found = super().initial()
        finding = find(self.within, found.get("section", ""), found.get("finding", ""))
        return found | ({"new_words": finding.replacement or finding.text} if finding else {})
