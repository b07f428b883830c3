"""What does an administrator fill in about people, roles, teams and organisations?"""

from typing import Any, ClassVar

from django import forms

from accounts.models import Area, Membership, Organisation, Relation, Team, User
from accounts.models.team import TEAMS_OF
from accounts.roles import HELD_IN, Role
from core.fields import DateField
from core.forms import VerbForm
from core.today import today

ENDS = "The last day. Ending it does not undo anything, and its history stays."


def roles_in(organisation: Organisation) -> list[tuple[str, str]]:
    return [(role.value, role.label) for role in Role if HELD_IN[role] == organisation.kind]


class RoleForm(VerbForm):
    """A role in the organisation that the form stands in."""

    role = forms.ChoiceField(widget=forms.RadioSelect)
    team = forms.ModelChoiceField(
        Team.objects.none(),
        required=False,
        empty_label="No team",
    )
    starts_on = DateField(label="First day", initial=today)

    def prepare(self) -> None:
        self.fields["role"].choices = roles_in(self.within)
        self.fields["team"].queryset = self.within.teams.in_force(today())
        if self.within.is_board:
            self.fields["team"].help_text = "Advisers, reviewers and the executive lead reach children through it"
        self.initial = {"starts_on": today()} | self.initial


class InviteForm(RoleForm):
    verb = User.invite
    button = "Send the invitation"
    done = "The invitation is on its way."
    field_order = ["email", "name", "job_title", "role", "team", "starts_on"]
    looks: ClassVar[dict[str, Any]] = {"email": {"width": 20}}

    email = forms.EmailField(
        max_length=254,
        label="Email address",
        help_text="Their own, at work. It cannot be changed later, and is never shared",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    name = forms.CharField(max_length=120, label="Full name")
    job_title = forms.CharField(max_length=120, required=False)


class AddRoleForm(RoleForm):
    verb = Membership.add
    button = "Add this role"
    done = "The role is added."

    from_address = ("user",)

    user = forms.ModelChoiceField(User.objects.none(), widget=forms.HiddenInput, label="The person")

    def prepare(self) -> None:
        super().prepare()
        self.fields["user"].queryset = User.objects.visible_to(self.by)


class EndRoleForm(VerbForm):
    verb = Membership.end
    button = "End this role"
    done = "The role ends."
    guidance = (
        "The role holds to the end of its last day. To end it at once, say yesterday, or switch off the account. "
        "The day before the first day takes back a role that was given by mistake."
    )

    ends_on = DateField(label="Last day")


class InviteAgainForm(VerbForm):
    verb = User.invite_again
    button = "Send a new link"
    done = "A new link is on its way."


class ChangePersonForm(VerbForm):
    verb = User.change_details
    button = "Save changes"
    done = "The details are changed."
    guidance = "An email address cannot be changed: somebody with a new address gets a new account."

    name = forms.CharField(max_length=120, label="Full name")
    job_title = forms.CharField(max_length=120, required=False)

    def prepare(self) -> None:
        self.initial = {"name": self.record.name, "job_title": self.record.job_title} | self.initial


class DeactivateForm(VerbForm):
    verb = User.deactivate
    button = "Switch off the account"
    done = "The account is switched off. Open sessions have ended."
    guidance = "They are signed out at once, wherever they are. Their roles and all that they did stay recorded."


class ReactivateForm(VerbForm):
    verb = User.reactivate
    button = "Switch on the account"
    done = "The account is switched on, and a link to set a password is on its way."
    guidance = "They get a letter with a link to set a password. Their roles count again: look through them first."


class ResetDeviceForm(VerbForm):
    verb = User.reset_device
    button = "Take away the device"
    done = "The device is taken away. The person has been written to."
    guidance = (
        "For a lost or new phone. They are signed out at once and get a letter with a link to set a new password; "
        "then they set up a device. Speak to them first, by a number that you knew before: somebody may be "
        "pretending to be them."
    )


class AddTeamForm(VerbForm):
    verb = Team.add
    button = "Add this team"
    done = "The team is added."

    name = forms.CharField(max_length=120)
    kind = forms.ChoiceField(widget=forms.RadioSelect, label="What kind of team?")
    in_force_from = DateField(label="First day")

    def prepare(self) -> None:
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in TEAMS_OF[self.within.kind]]
        self.initial = {"in_force_from": today()} | self.initial


class RenameTeamForm(VerbForm):
    verb = Team.rename
    button = "Save the name"
    done = "The team has its new name."
    guidance = "Its people and cases stay with it."

    name = forms.CharField(max_length=120)

    def prepare(self) -> None:
        self.initial = {"name": self.record.name} | self.initial


class CloseForm(VerbForm):
    """Anything that is in force until a last day."""

    guidance = ENDS

    in_force_until = DateField(label="Last day")


class CloseTeamForm(CloseForm):
    verb = Team.close
    button = "Close this team"
    done = "The team closes."


class AddAreaForm(VerbForm):
    verb = Area.add
    button = "Add this area"
    done = "The area is added, as the last column of the report."

    name = forms.CharField(max_length=60, help_text="As the report’s column is headed")
    local_authority = forms.ModelChoiceField(
        Organisation.objects.none(),
        required=False,
        empty_label="None",
        help_text="Whose children are counted in it",
    )
    in_force_from = DateField(label="First day")

    def prepare(self) -> None:
        here = Organisation.objects.around([self.within.pk])
        self.fields["local_authority"].queryset = here.filter(kind=Organisation.Kind.LOCAL_AUTHORITY)
        self.initial = {"in_force_from": today()} | self.initial


class CloseAreaForm(CloseForm):
    verb = Area.close
    button = "Close this area"
    done = "The area closes."


class DetailsForm(VerbForm):
    name = forms.CharField(max_length=200)
    short_name = forms.CharField(max_length=60, help_text="As lists show it")
    mailbox = forms.EmailField(
        required=False,
        help_text="Printed on letters and forms, and told when something waits for nobody in particular",
    )


class AddOrganisationForm(DetailsForm):
    verb = Organisation.add
    button = "Add this organisation"
    done = "The organisation is added. Next: its teams and people."
    field_order = ["kind", "name", "short_name", "code", "mailbox", "in_force_from"]

    kind = forms.ChoiceField(
        choices=[(k.value, k.label) for k in Organisation.Kind if k != Organisation.Kind.ICB],
        widget=forms.RadioSelect,
        label="What is it?",
    )
    code = forms.CharField(
        max_length=12, help_text="A provider’s ODS code, or the local authority’s three-digit number"
    )
    in_force_from = DateField(label="You work with it from")

    def prepare(self) -> None:
        self.initial = {"in_force_from": today()} | self.initial


class ChangeOrganisationForm(DetailsForm):
    verb = Organisation.change_details
    button = "Save changes"
    done = "The details are changed."

    def prepare(self) -> None:
        kept = {name: getattr(self.record, name) for name in ("name", "short_name", "mailbox")}
        self.initial = kept | self.initial


class EndRelationForm(CloseForm):
    verb = Relation.end
    button = "Stop working with them"
    done = "It ends with that day."
    guidance = "From the next day you no longer see its people and teams here. What is recorded about children stays."


class FindPersonForm(forms.Form):
    """The list of people, narrowed."""

    looks: ClassVar[dict[str, Any]] = {
        "find": {"optional": False, "width": 20},
        "organisation": {"optional": False},
        "role": {"optional": False},
    }

    find = forms.CharField(required=False, max_length=120, label="Name, email or job title")
    organisation = forms.ModelChoiceField(Organisation.objects.none(), required=False, empty_label="Any")
    role = forms.ChoiceField(required=False, choices=[("", "Any"), *Role.choices])

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        self.fields["organisation"].queryset = Organisation.objects.visible_to(by)

    def narrowed(self, people: Any) -> Any:
        """Role and organisation of the same membership, in force today."""
        if not (self.is_bound and self.is_valid()):
            return people
        said = self.cleaned_data
        wanted = {name: said[name] for name in ("organisation", "role") if said[name]}
        if wanted:
            here = Membership.objects.visible_to(self.by).in_force(today()).filter(**wanted)
            people = people.filter(pk__in=here.values("user"))
        return people.matching(said["find"])
