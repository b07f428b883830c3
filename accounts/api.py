"""What does the API say about organisations and teams?"""

from accounts.models import Organisation, Team
from core.api import Reading


class OrganisationReading(Reading):
    class Meta:
        model = Organisation
        fields = ["code", "short_name"]


class TeamReading(Reading):
    class Meta:
        model = Team
        fields = ["id", "name"]
