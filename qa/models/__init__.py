"""Is the health wording right, and was it used?"""

from qa.models.agreement import SectionGAgreement
from qa.models.comparison import Comparison
from qa.models.dismissal import Dismissal
from qa.models.episode import Episode
from qa.models.section import EpisodeSection
from qa.models.wording import FormWording
from qa.standard import Theme

__all__ = ["Comparison", "Dismissal", "Episode", "EpisodeSection", "FormWording", "SectionGAgreement", "Theme"]
