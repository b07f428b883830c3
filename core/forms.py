"""What does a person fill in to carry out a verb? One form per verb, used by the pages and by the API."""

import re
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError

from core.workflow import Actor, Record, Stale, Verb

CONTROL = re.compile("[\x01-\x1f\x7f]")  # of the null character Django says the same
CONTROL_IN_A_TEXT = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f]")  # lines and tabs are text


def refuse_control_characters(value: Any) -> None:
    refuse(CONTROL, value)


def refuse_control_characters_in_a_text(value: Any) -> None:
    refuse(CONTROL_IN_A_TEXT, value)


def refuse(characters: re.Pattern[str], value: Any) -> None:
    """They come along when one copies from another program; no spreadsheet and no PDF takes them."""
    found = characters.search(value) if isinstance(value, str) else None
    if found:
        before = CONTROL.sub(" ", value[: found.start()])[-20:].strip()
        where = f"after “{before}”" if before else "at its start"
        message = f"This has a character that cannot be seen, {where}. Delete it, or type these words again"
        raise ValidationError("%(message)s", code="control_character", params={"message": message})


class VerbForm(forms.Form):
    """A form for one verb. Its fields are the verb's facts, by name.

    Creating verbs take `within`, the record that the new one is made in; others take `record` and remember the
    revision that the person was looking at.
    """

    verb: ClassVar[Verb]
    button: ClassVar[str] = ""
    guidance: ClassVar[str] = ""
    keeps_draft: ClassVar[bool] = False  # long to write: what is typed can be saved for later
    from_address: ClassVar[tuple[str, ...]] = ()  # hidden fields that a link may fill in

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if "verb" in cls.__dict__:
            cls.verb.form = cls

    def __init__(self, *args: Any, by: Actor, record: Any = None, within: Any = None, **kwargs: Any) -> None:
        self.by, self.record, self.within = by, record, within
        self.changes: list[Any] = []
        self.done_instead = ""  # what to say where something else was done than the verb
        super().__init__(*args, **kwargs)
        if record is not None:
            self.fields["revision"].initial = record.revision
        self.prepare()
        for field in self.fields.values():
            if isinstance(field, forms.CharField):
                is_long = isinstance(field.widget, forms.Textarea)
                field.validators.append(refuse_control_characters_in_a_text if is_long else refuse_control_characters)

    def prepare(self) -> None:
        """Narrow the choices to what this person may see. Overridden where a form has any."""

    def facts(self) -> dict[str, Any]:
        """The verb's arguments. Overridden where a field does not map one to one."""
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}

    def act(self) -> Any:
        """Carry out the verb. A refusal becomes an error on this form and gives None."""
        try:
            if self.verb.creates:
                around = {self.verb.within: self.within} if self.verb.within else {}
                return self.verb(by=self.by, **around, **self.facts())
            revision = self.cleaned_data.get("revision")
            done = self.verb.act_on(self.record, by=self.by, revision=revision, **self.facts())
            return done if isinstance(done, Record) else self.record
        except Stale as stale:
            self.changes = stale.changes
            self.add_error(None, stale)
            self.data = self.data.copy()
            self.data[self.add_prefix("revision")] = str(self.record.revision)
        except ValidationError as refused:
            self.add_refusal(refused)
        return None

    def add_refusal(self, refused: ValidationError) -> None:
        """Beside the field when it is one of ours, at the top otherwise."""
        if not hasattr(refused, "error_dict"):
            self.add_error(None, refused)
            return
        for name, errors in refused.error_dict.items():
            self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, errors)

    @property
    def button_text(self) -> str:
        return self.button or self.verb.label
