"""Which addresses are of the open internet: what a portal or a stranger names may lead into a private network."""

from ipaddress import IPv4Address, IPv6Network, ip_address

_GLOBAL_UNICAST = IPv6Network("2000::/3")  # RFC 4291, 2.4
_EXAMPLES = IPv6Network("3fff::/20")  # RFC 9637; Python 3.11 takes it for global
_TRANSLATED = IPv6Network("64:ff9b::/96")  # RFC 6052, 2.1: where networks without IPv4 reach it


def is_public(address: str) -> bool:
    """Return whether an IP address is a host's on the open internet, also where it is an IPv4 address in disguise.

    >>> is_public("203.162.0.181"), is_public("::ffff:127.0.0.1"), is_public("64:ff9b::7f00:1")
    (True, False, False)
    """
    parsed = ip_address(address)
    if isinstance(parsed, IPv4Address):
        return parsed.is_global and not parsed.is_multicast
    if parsed.ipv4_mapped:
        return is_public(str(parsed.ipv4_mapped))
    if parsed in _TRANSLATED:
        return is_public(str(IPv4Address(int(parsed) & 0xFFFF_FFFF)))
    # Relays of 6to4 lead to IPv4 addresses of the asker's choice (RFC 3964, 4.1).
    return parsed.is_global and parsed in _GLOBAL_UNICAST and parsed not in _EXAMPLES and parsed.sixtofour is None
