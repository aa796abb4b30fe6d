"""Secrets among the settings: filled in from the environment, and hidden wherever settings are shown."""

import re
from collections.abc import Mapping
from typing import Any

HELD_IN = frozenset({"archive", "alarms"})
"""Settings that hold secrets, and may name variables in their stead."""

_REFERENCE = re.compile(r"\$(?:\$|(?P<plain>[A-Za-z_]\w*)|\{(?P<braced>[A-Za-z_]\w*)\})", re.ASCII)
_PASSWORD = re.compile(r"(?<=://)([^:/@\s]*):.*@")  # a password may hold `/` and `@` itself
_ARGUMENT = re.compile(r"([?&][^=&]*(?:pass|token|secret|key)[^=&]*=)[^&#]*", re.IGNORECASE)
_MAIL = re.compile(r"(mailtos?)://(?:.*@)?([^/?#]*).*", re.IGNORECASE)
_ADDRESSEES = re.compile(r"\?[a-z]+=.*", re.IGNORECASE)  # of mail: who gets it is no host


def filled(written: Any, variables: Mapping[str, str]) -> Any:
    """Return a setting with `$NAME` and `${NAME}` replaced by those variables, in a list's texts, too.

    `$$` stands for one `$`. What a variable holds is put in as it is.

    Raises:
        KeyError: there is no such variable; its name is told.
    """
    if isinstance(written, list):
        return [filled(one, variables) for one in written]
    if not isinstance(written, str):
        return written

    def held(reference: re.Match[str]) -> str:
        name = reference["plain"] or reference["braced"]
        return variables[name] if name else "$"

    return _REFERENCE.sub(held, written)


def masked(setting: str, value: Any) -> Any:
    """Return a setting's value without its secrets.

    Of an alarm's address only the kind is left, and of mail the host: services differ in where the token stands.
    """
    if isinstance(value, list):
        return [masked(setting, one) for one in value]
    if isinstance(value, dict):
        return {name: masked(setting, one) for name, one in value.items()}
    if not isinstance(value, str):
        return value
    if setting == "alarms":
        return _masked_alarm(value)
    return _ARGUMENT.sub(r"\1***", _PASSWORD.sub(r"\1:***@", value))


def _masked_alarm(address: str) -> str:
    mail = _MAIL.fullmatch(_ADDRESSEES.sub("", address))
    if mail:
        return f"{mail[1]}://***@{mail[2]}"
    kind, found, _ = address.partition("://")
    return f"{kind}://***" if found else "***"
