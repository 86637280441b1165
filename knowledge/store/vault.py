"""Personal data at rest: sealed with AES-GCM, compared by keyed hash. The key lies apart from the database.

    open_vault(data_dir: Path) -> Vault        makes var/keys/personal.key (mode 600) at the first start
    key_file(data_dir: Path) -> Path           where that key lies
    keep_key(data_dir: Path, key: bytes)       put one there, from a backup
    Vault(key: bytes)                           32 bytes
      .seal(text) -> "aesgcm1:…"   .open(sealed) -> text   .digest(*parts) -> hex     equal parts, equal digest
      .fingerprint -> hex          tells keys apart and says nothing about them

The algorithm stands in front of the sealed text, so that another one (SM4) can follow without a flag day
(standards: GB/T 35273, PIPL).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PREFIX = "aesgcm1:"
KEY_BYTES = 32
_NONCE = 12


class Vault:
    def __init__(self, key: bytes) -> None:
        if len(key) != KEY_BYTES:
            raise ValueError("the key of personal data has 32 bytes")
        self._cipher = AESGCM(_derive(key, b"seal"))
        self._compare = _derive(key, b"compare")

    def seal(self, text: str) -> str:
        nonce = secrets.token_bytes(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, text.encode(), PREFIX.encode())
        return PREFIX + base64.urlsafe_b64encode(sealed).decode()

    def open(self, sealed: str) -> str:
        """Raises ValueError for an unknown algorithm, cryptography's InvalidTag when the text was tampered with."""
        if not sealed.startswith(PREFIX):
            raise ValueError("sealed with an algorithm this version does not know")
        raw = base64.urlsafe_b64decode(sealed.removeprefix(PREFIX))
        return self._cipher.decrypt(raw[:_NONCE], raw[_NONCE:], PREFIX.encode()).decode()

    def digest(self, *parts: str) -> str:
        return hmac.new(self._compare, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()

    @property
    def fingerprint(self) -> str:
        return self.digest("fingerprint")[:16]


def key_file(data_dir: Path) -> Path:
    return data_dir / "keys" / "personal.key"


def open_vault(data_dir: Path) -> Vault:
    """The vault of this deployment. Two processes starting at once agree on one key."""
    path = key_file(data_dir)
    if not path.exists():
        keep_key(data_dir, new_key())
    return Vault(path.read_bytes())


def new_key() -> bytes:
    return secrets.token_bytes(KEY_BYTES)


def keep_key(data_dir: Path, key: bytes) -> None:
    """Never written over: one that is there stays."""
    path = key_file(data_dir)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _write_once(path, key)


def _write_once(path: Path, key: bytes) -> None:
    """Complete or absent, and never written over: a link to a full file either succeeds or finds another's."""
    draft = path.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
    draft.touch(mode=0o600)
    draft.write_bytes(key)
    try:
        os.link(draft, path)
    except FileExistsError:
        return  # the other process was first; its key counts
    finally:
        draft.unlink()


def _derive(key: bytes, purpose: bytes) -> bytes:
    return hmac.new(key, purpose, hashlib.sha256).digest()
