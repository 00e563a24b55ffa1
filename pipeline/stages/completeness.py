"""What a text tells of itself: footers and credits, and the marks of a text that is not whole."""

from __future__ import annotations

import re
from itertools import pairwise

SENTENCE_END = tuple(".!?…”’\"')]")
_FOOTER = re.compile(r"^The post (?P<title>.+) (?:first appeared|appeared first) on (?P<publisher>.+?)\.?$")
_ORIGINALLY = re.compile(
    r"^(?:This|The) (?:article|story|report|post|piece) (?:was |is )?(?:originally|first) (?:published|appeared|ran)"
    r" (?:by|in|on|at) (?:the )?(?P<publisher>[A-ZÀ-Þ].{2,58}?)(?:[.,;] .*|\.)?$"
)
_DATELINE = re.compile(r"^[A-ZÀ-Þ][\w .,’'/-]{1,60} \((?P<agency>[A-Z][\w &.-]{1,40})\)(?: [—–-]+ |[.:] )")
_NAME = r"(?:[Tt]he )?(?P<agency>[A-Z][\w&.-]*(?: [\w&-]+){0,4})"
_CONTRIBUTED = re.compile(rf"^\(?{_NAME} contributed to this (?:report|story|article)\.?\)?$")
_CREDIT = re.compile(rf"^\W{{0,3}}(?:[Ww]ith (?:\w+ ){{0,2}}(?:from|by) )?{_NAME}\W{{0,3}}$")
_AGENCY = re.compile(
    r"^(?:[Tt]he )?(?:AP|AFP|PA|dpa|EFE|ANSA|TASS|UPI|CP|AAP|Reuters|Bloomberg|Xinhua|Kyodo(?: News)?|"
    r"Agence France-Presse|.*\b(?:Press|PRESS|Newswire|News Agency|Wire Service|News Service))$"
)
_WALL = re.compile(
    r"\b(?:subscribe|sign in|log in|register|create (?:a free|an) account)\b.{0,40}"
    r"\bto (?:continue|keep|read|finish|unlock)|"
    r"\bto (?:continue|keep) reading\b|\balready a (?:subscriber|member)\b|\bfor subscribers only\b|"
    r"\bthis (?:article|story|content) is (?:reserved )?for (?:our )?(?:subscribers|members)\b",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"(?:\[(?:…|\.\.\.)\]|\b(?:read|see|show|view) (?:more|the (?:full|whole) (?:story|article))|"
    r"\bcontinue reading)\W*$",
    re.IGNORECASE,
)
_SHORT_TEXT = 60  # words
_CREDIT_LINES = 2  # at the end, where a credit may stand
WALL_LINES = 4  # at the end, where a page says that the rest is not to be read


def without_footer(text: str) -> tuple[str, dict[str, str]]:
    """The text before a syndication footer, and the title and publisher that the footer names."""
    body, _, last = text.rpartition("\n")
    footer = _FOOTER.match(last) or _ORIGINALLY.match(last)
    return (body, footer.groupdict()) if footer else (text, {})


def wire_credit(text: str, authors: tuple[str, ...]) -> str | None:
    """The agency in the dateline, in one of the last lines or in the byline."""
    lines = text.split("\n")
    if found := _DATELINE.match(lines[0]):
        return found["agency"]
    for line in lines[: -_CREDIT_LINES - 1 : -1]:
        if found := _CONTRIBUTED.match(line):
            return found["agency"]
        if (found := _CREDIT.match(line)) and _AGENCY.match(found["agency"]):
            return found["agency"]
    return next((name for name in authors if _AGENCY.match(name)), None)


def is_walled(text: str) -> bool:
    """Whether the end of the text says that the rest is for subscribers."""
    return any(_WALL.search(line) for line in text.split("\n")[-WALL_LINES:])


def doubts(text: str) -> set[str]:
    """The flags of a text: whether it is cut off, behind a wall, short, or has lost a quotation mark."""
    lines = text.split("\n")
    flags = {
        "cut_off": not text.endswith(SENTENCE_END) or bool(_CUT.search(text)),
        "paywalled": is_walled(text),
        "short_text": len(text.split()) < _SHORT_TEXT,
        "unbalanced_quotes": _has_lost_quote(lines),
    }
    return {flag for flag, doubtful in flags.items() if doubtful}


def _has_lost_quote(paragraphs: list[str]) -> bool:
    """Whether a quotation opens and never closes; one that the next paragraph opens again goes on there."""
    for paragraph, following in pairwise([*paragraphs, ""]):
        # „German marks“ close with the mark that opens elsewhere
        opening, closing = ("„", "“") if "„" in paragraph else ("“", "”")
        opened = paragraph.count(opening) - paragraph.count(closing)
        straight = paragraph.count('"') % 2
        goes_on = following.startswith('"' if straight else opening)
        if (opened or straight) and not (opened + straight == 1 and goes_on):
            return True
    return False
