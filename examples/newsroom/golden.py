"""Gold claims as JSON: one file for every annotated story, for other tools and for reading by eye."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from examples.newsroom.outlets import load_outlets
from examples.newsroom.story import Story
from pipeline.measure.annotation import Claim
from pipeline.spans import Span

GOLD = Path(__file__).parent / "gold"
NOTE = (
    "Offsets are Unicode code points into the story's text, half-open; made from the marks in the story file by "
    "`python -m examples.newsroom gold`. core=true: every competent reader marks it; core=false: nested, nominal or "
    "implicit claims that a strong system also finds."
)

_PAIR = re.compile(r"\[\s+([0-9]+),\s+([0-9]+)\s+\]")
_DOUBLE = re.compile(r"“[^”\n]*(?:”|$)", re.MULTILINE)
# The closing single mark is also the apostrophe: it closes only where no letter follows.
_SINGLE = re.compile(r"(?<!\w)‘[^\n]*?’(?!\w)")
_DIRECT, _INDIRECT = 0.9, 0.1


def quotations(text: str) -> list[Span]:
    """The parts of ``text`` in curly quotation marks, marks included; a quotation in a quotation is a part of its own.

    A double mark that its line does not close reaches to the line's end, as in a quotation of several paragraphs.
    """
    return [Span(*match.span()) for marks in (_DOUBLE, _SINGLE) for match in marks.finditer(text)]


def quote_type(text: str, cue: Sequence[Span], content: Sequence[Span]) -> str:
    """``direct``, ``indirect`` or ``mixed``, by the share of the content's code points that stand in quotation marks.

    A quotation that holds the cue as well is somebody else's, who tells in it what the speaker said: in “She told us
    to leave,” he said, her words are indirect.
    """
    own = [quote for quote in quotations(text) if not any(quote.holds(piece) for piece in cue)]
    quoted = {place for quote in own for place in range(*quote)}
    places = [place for piece in content for place in range(*piece)]
    inside = sum(place in quoted for place in places)
    if not places or inside < _INDIRECT * len(places):
        return "indirect"
    return "direct" if inside >= _DIRECT * len(places) else "mixed"


def gold(story: Story) -> dict[str, Any]:
    """The gold file of one annotated story, as the JSON object it holds."""
    return {
        "article": story.file,
        "title": story.title,
        "publisher": load_outlets()[story.outlet].name,
        "footer": story.footer,
        "text_sha256": hashlib.sha256(story.text.encode()).hexdigest(),
        "attributions": [_attribution(claim, story.text) for claim in story.claims],
        "note": NOTE,
    }


def gold_files(stories: Iterable[Story]) -> Mapping[str, str]:
    """File name and contents of the gold file of every annotated story."""
    return {f"{story.night}-{story.stem}.json": _json(gold(story)) for story in stories if story.claims}


def write_gold(stories: Iterable[Story], folder: Path = GOLD) -> int:
    """Make ``folder`` hold the gold files of ``stories`` and no other JSON file; returns how many there are."""
    files = gold_files(stories)
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json"):
        if path.name not in files:
            path.unlink()
    for name, contents in files.items():
        (folder / name).write_text(contents, encoding="utf-8")
    return len(files)


def _json(value: dict[str, Any]) -> str:
    """Indented JSON with each pair of offsets on one line, so that a reader sees the words and not the brackets."""
    return _PAIR.sub(r"[\1, \2]", json.dumps(value, ensure_ascii=False, indent=1)) + "\n"


def _attribution(claim: Claim, text: str) -> dict[str, Any]:
    roles = {"source": claim.marks.source, "cue": claim.marks.cue, "content": claim.marks.content}
    return {
        "id": f"A{claim.number}",
        **{role: [list(span) for span in spans] for role, spans in roles.items()},
        **{f"{role}_text": [span.text(text) for span in spans] for role, spans in roles.items()},
        "quote_type": quote_type(text, claim.marks.cue, claim.marks.content),
        **claim.row.model_dump(mode="json", by_alias=True),
        "parent": None if claim.row.parent is None else f"A{claim.row.parent}",
    }
