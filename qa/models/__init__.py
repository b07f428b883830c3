"""Is the health wording right, and was it used?"""

from qa.models.accounted import AccountedLine
from qa.models.advice_text import AdviceText
from qa.models.agreement import SectionGAgreement
from qa.models.answer import FindingAnswer
from qa.models.audit import Audit
from qa.models.audit_case import AuditCase, AuditPaper, Member, Stratum
from qa.models.audit_questions import Question, QuestionSet
from qa.models.comparison import Comparison
from qa.models.dismissal import Dismissal
from qa.models.episode import Episode
from qa.models.finding import AuditAction, Finding
from qa.models.glossary import GlossaryTerm
from qa.models.level_one import LevelOneCheck, LevelOneItem
from qa.models.library import LibraryEntry, LibraryVersion
from qa.models.library_use import LibraryUse
from qa.models.mark import Answer, Mark
from qa.models.section import EpisodeSection
from qa.models.wording import FormWording
from qa.standard import Theme

__all__ = [
    "AccountedLine",
    "AdviceText",
    "Answer",
    "Audit",
    "AuditAction",
    "AuditCase",
    "AuditPaper",
    "Comparison",
    "Dismissal",
    "Episode",
    "EpisodeSection",
    "Finding",
    "FindingAnswer",
    "FormWording",
    "GlossaryTerm",
    "LevelOneCheck",
    "LevelOneItem",
    "LibraryEntry",
    "LibraryUse",
    "LibraryVersion",
    "Mark",
    "Member",
    "Question",
    "QuestionSet",
    "SectionGAgreement",
    "Stratum",
    "Theme",
]
