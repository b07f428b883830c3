"""Who is the child or young person, who is around them, and which organisation is involved?"""

from people.models.access import AccessLog, ListLog
from people.models.child import Child, Contact
from people.models.consent import Consent
from people.models.document import Document
from people.models.involvement import ChildScoped, Involvement
from people.models.sending import DocumentSent
from people.models.sharing import SharingWithoutConsent

__all__ = [
    "AccessLog",
    "Child",
    "ChildScoped",
    "Consent",
    "Contact",
    "Document",
    "DocumentSent",
    "Involvement",
    "ListLog",
    "SharingWithoutConsent",
]
