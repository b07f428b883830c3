"""Who coordinates this assessment and its plan from now on?"""

from django import forms

from accounts.models import Membership, User
from accounts.roles import Role
from core.forms import VerbForm
from core.today import today
from ehcp.models import AssessmentRequest


class ChangeCoordinatorForm(VerbForm):
    verb = AssessmentRequest.change_coordinator
    button = "Save the coordinator"
    done = "The coordinator has changed."

    coordinator = forms.ModelChoiceField(
        User.objects.none(), required=False, label="Who coordinates it?", empty_label="Nobody for now"
    )

    def prepare(self) -> None:
        here = Membership.objects.in_force(today()).filter(organisation=self.record.local_authority_id)
        coordinators = here.with_role([Role.COORDINATOR, Role.LA_MANAGER]).values("user")
        self.fields["coordinator"].queryset = User.objects.filter(is_active=True, pk__in=coordinators)
        self.fields["coordinator"].initial = self.record.coordinator_id
