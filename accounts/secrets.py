"""How are one-time-code secrets kept, so that a copy of the database alone opens nothing?"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def encrypt(text: str) -> str:
    return _keys().encrypt(text.encode()).decode()


def decrypt(encrypted: str) -> str:
    return _keys().decrypt(encrypted.encode()).decode()


def _keys() -> MultiFernet:
    """MFA_KEYS, newest first: a new key is put in front and older ones still read. Without any (demo and
    tests), one is derived from SECRET_KEY."""
    return MultiFernet([Fernet(key) for key in settings.MFA_KEYS or [_derived()]])


def _derived() -> bytes:
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"one-time-code secrets")
    return base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode()))
