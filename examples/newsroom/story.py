"""The story files: a YAML head, then blocks with marks. README.md describes the format."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Literal, NotRequired

from pydantic import AwareDatetime, TypeAdapter, with_config
from typing_extensions import TypedDict

from pipeline.measure import markup
from pipeline.measure.annotation import ROWS, AnnotationError, Claim, join_claims, split_head, validated
from pipeline.measure.markup import Marks

STORIES = Path(__file__).parent / "stories"

BlockKind = Literal["paragraph", "quote", "heading", "item", "entry"]
StoryKind = Literal["article", "liveblog", "broken", "missing", "foreign"]

_BLOCK = re.compile(r"(?:(?P<mark>> |## |- )|@ (?P<time>[0-2][0-9]:[0-5][0-9]) )?(?P<words>.+)", re.DOTALL)
_BLOCK_KINDS: Mapping[str | None, BlockKind] = {None: "paragraph", "> ": "quote", "## ": "heading", "- ": "item"}
_ITEM = "- "


@with_config(extra="forbid")
class Repost(TypedDict):
    """Where a repost first appeared."""

    publisher: str
    title: str


@with_config(extra="forbid")
class Head(TypedDict):
    """The head of a story file without its claims."""

    outlet: str
    title: str
    published: AwareDatetime
    section: str
    authors: NotRequired[tuple[str, ...]]
    updated: NotRequired[AwareDatetime]
    kind: NotRequired[StoryKind]
    language: NotRequired[str]
    wire: NotRequired[str]
    update_of: NotRequired[str]
    repost_of: NotRequired[Repost]
    listed_twice: NotRequired[bool]
    related: NotRequired[tuple[str, ...]]


_HEAD = TypeAdapter(Head)


@dataclass(frozen=True, slots=True)
class Block:
    """One block of a story; ``time`` (HH:MM) is set for the entries of a live blog only."""

    kind: BlockKind
    words: str
    time: str | None = None

    @property
    def line(self) -> str:
        """The block's line in the story's text: its words; a list item keeps its dash."""
        return _ITEM + self.words if self.kind == "item" else self.words


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """One story file.

    Args:
        file: path below the folder of stories, e.g. ``2026-03-02/meridian-flood-aid.txt``.
        path: the page's path on its outlet; an update has the path of the story it updates.
        language: ISO 639-1 code; None means the outlet's own.
        text: the blocks' lines joined by newlines; all spans index it.
    """

    file: str
    path: str
    outlet: str
    title: str
    published: datetime
    section: str
    blocks: tuple[Block, ...]
    text: str
    claims: tuple[Claim, ...]
    authors: tuple[str, ...] = ()
    updated: datetime | None = None
    kind: StoryKind = "article"
    language: str | None = None
    wire: str | None = None
    update_of: str | None = None
    repost_of: Repost | None = None
    listed_twice: bool = False
    related: tuple[str, ...] = ()

    @property
    def stem(self) -> str:
        """The file's name without folder and ending, e.g. ``meridian-flood-aid``; ``update_of`` points to it."""
        return Path(self.file).stem

    @property
    def slug(self) -> str:
        """The last part of the page's path."""
        return self.path.rpartition("/")[2]

    @property
    def reporters(self) -> tuple[str, ...]:
        """The authors who are people: an agency may stand among the authors, and has its own credit."""
        return tuple(author for author in self.authors if author != self.wire)

    @property
    def changed(self) -> datetime:
        """When the page last changed: its update, else its publication."""
        return self.updated or self.published

    @property
    def night(self) -> date:
        """The UTC day from whose night on the story is shown."""
        return self.changed.astimezone(UTC).date()

    @property
    def footer(self) -> str | None:
        """The closing line of a repost's page, which is not part of the text."""
        return self.repost_of and appeared_first(self.repost_of["title"], self.repost_of["publisher"])


def appeared_first(title: str, publisher: str) -> str:
    """The line that blog software puts under syndicated posts."""
    return f"The post {title} appeared first on {publisher}."


def load_stories(folder: Path = STORIES) -> list[Story]:
    """Every story below ``folder``, sorted by the moment it was published or updated, then by file.

    Raises:
        AnnotationError: the first broken file, in the order of paths.
        MarkError: the first broken mark.
    """
    files = sorted(folder.glob("*/*.txt"))
    stories = [_read(path, path.relative_to(folder).as_posix()) for path in files]
    stories.sort(key=lambda story: (story.changed, story.file))
    return [replace(story, path=_original(story, stories).path) for story in stories]


def shown_on(stories: Iterable[Story], night: date) -> list[Story]:
    """The stories that can be read on ``night``, newest first; an update stands in place of what it updates."""
    latest = {(story.outlet, story.path): story for story in sorted(stories, key=_age) if story.night <= night}
    return sorted(latest.values(), key=_age, reverse=True)


def _age(story: Story) -> tuple[datetime, str]:
    return story.changed, story.file


def _read(path: Path, file: str) -> Story:
    raw, body = split_head(path.read_text(encoding="utf-8"), file)
    rows = validated(ROWS, raw.pop("claims", {}), file)
    head = validated(_HEAD, raw, file)
    blocks, text, found = _read_body(body, file)
    outlet, _, slug = path.stem.partition("-")
    story = Story(
        file=file,
        path=f"/{head['published'].astimezone(UTC):%Y/%m/%d}/{slug}",
        blocks=blocks,
        text=text,
        claims=join_claims(rows, found, file),
        **head,
    )
    if outlet != story.outlet or not slug:
        raise AnnotationError(f"{file}: outlet is {story.outlet}, so the file must be named {story.outlet}-<slug>.txt")
    if path.parent.name != story.night.isoformat():
        raise AnnotationError(f"{file}: published or updated on {story.night} (UTC), so it belongs in that folder")
    if story.updated and story.updated <= story.published:
        raise AnnotationError(f"{file}: updated is not after published; correct one of them")
    return story


def _read_body(body: str, file: str) -> tuple[tuple[Block, ...], str, Mapping[int, Marks]]:
    """Blocks, text, and each claim's spans; marks are read once over the whole text, so spans need no shifting."""
    parts = [_BLOCK.fullmatch(chunk) for chunk in body.strip().split("\n\n")]
    matches = [match for match in parts if match]
    if len(matches) < len(parts):
        raise AnnotationError(f"{file}: block {parts.index(None) + 1} is empty; put one blank line between blocks")
    prefixes = [_ITEM if match["mark"] == _ITEM else "" for match in matches]
    marked = [prefix + match["words"] for prefix, match in zip(prefixes, matches, strict=True)]
    for number, line in enumerate(marked, start=1):
        if line != " ".join(line.split()) or '"' in line or not unicodedata.is_normalized("NFC", line):
            raise AnnotationError(
                f"{file}: block {number} must be one line of NFC text with single plain spaces and curly quotation "
                f"marks: {line[:60]!r}"
            )
    text, found, _ = markup.parse("\n".join(marked), file)
    for claim, its in found.items():
        for words in (span.text(text) for spans in (its.source, its.cue, its.content) for span in spans):
            if "\n" in words or words != words.strip():
                raise AnnotationError(
                    f"{file}: claim {claim} has a mark that begins or ends in a space or another block: {words!r}"
                )
    blocks = tuple(
        Block("entry" if match["time"] else _BLOCK_KINDS[match["mark"]], line.removeprefix(prefix), match["time"])
        for match, line, prefix in zip(matches, text.split("\n"), prefixes, strict=True)
    )
    return blocks, text, found


def _original(story: Story, stories: Iterable[Story]) -> Story:
    """The story that ``story`` updates, through all updates of updates; the story itself if it updates none."""
    if story.update_of is None:
        return story
    earlier = [other for other in stories if other.stem == story.update_of and _age(other) < _age(story)]
    if not earlier:
        raise AnnotationError(f"{story.file}: update_of names {story.update_of}, but there is no such earlier story")
    return _original(earlier[-1], stories)
