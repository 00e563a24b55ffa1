"""Addresses in one form, so that an article has one address however it was reached.

courlan's cleaning comes first (default ports, escapes, the trackers it knows); the rules below are ours. An address
is an identity, so a change of any rule raises ``VERSION``, which is part of a fetch's ``run_id``.
"""

from __future__ import annotations

import re
from posixpath import normpath
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

VERSION = 2

_TRACKER = re.compile(
    r"(?:utm|at|pk|mtm|ns|guce)_.*|cmp|ito|outputtype|smid|smtyp|partner|ncid|icid|ocid|xtor|wt_mc|wt\.mc_id|taid|"
    r"ref(?:_src|_url|errer)?|utm|sharetype|tpcc|cmp_?id|spref|igshid|s_cid|dicbo|(?:fb|g|d|ms|y)clid|"
    r"mc_[ce]id|traffic_source|guccounter|__twitter_impression",
    re.IGNORECASE,
)
_DEEP = re.compile(r"(?:ac|co|com|edu|gov|net|org)\.[a-z]{2}")  # of country domains: paper.co.uk is one site


def canonical(url: str) -> str:
    """The address without fragment, trackers and dot segments, its host in lower case ASCII.

    What is no web address is given back as it is: the fragment of a file's URI tells its line.
    """
    from courlan import clean_url

    if not url.startswith(("http://", "https://")):
        return url
    try:
        parts = urlsplit(clean_url(urlunsplit(urlsplit(url)._replace(fragment=""))) or url)
        host = (parts.hostname or "").encode("idna").decode()
        port = f":{parts.port}" if parts.port else ""
    except (ValueError, UnicodeError):
        return url  # no address at all; the request will say so
    path = normpath(parts.path or "/").replace("//", "/")
    path += "/" if parts.path.endswith("/") and path != "/" else ""
    kept = [
        (name, value) for name, value in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKER.fullmatch(name)
    ]
    user = parts.netloc.rpartition("@")[0]
    netloc = f"{user}@{host}{port}" if user else f"{host}{port}"
    return urlunsplit((parts.scheme, netloc, path, urlencode(kept), ""))


def same_site(one: str, other: str) -> bool:
    """Whether two addresses are of one outlet: the same registered domain, whatever the host before it.

    A machine that has a number and no name belongs to every site: it serves copies.
    """
    try:
        return site_of(one) == site_of(other) or any(site_of(url).isdigit() for url in (one, other))
    except ValueError:
        return False


def site_of(url: str) -> str:
    """The registered domain of an address; a numeric host's digits.

    Raises:
        ValueError: it is no address.
    """
    labels = (urlsplit(url).hostname or "").split(".")
    if labels[-1].isdigit():
        return "".join(labels)
    return ".".join(labels[-3:] if _DEEP.fullmatch(".".join(labels[-2:])) else labels[-2:])


def outlet_of(url: str) -> str:
    """The publisher id of an address whose outlet nobody named: its site, as an id is spelled.

    Raises:
        ValueError: it is no address.
    """
    letters = "".join(letter if letter.isalnum() and letter.isascii() else "-" for letter in site_of(url).lower())
    return letters if letters[:1].isalpha() else f"site-{letters}"
