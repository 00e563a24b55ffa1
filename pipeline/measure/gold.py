"""Gold sets: texts with their claims and names marked by hand, read into one form.

The newsroom's gold and the documents of ``examples/gold`` are part of the project. The other sets belong to others and
lie in a folder of their own (``NEWSLEDGER_SHARED``, else ``shared`` beside the project); what is not there is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.errors import ConfigurationError
from pipeline.measure import corpora
from pipeline.measure.annotation import (
    ROWS,
    Annotated,
    AnnotationError,
    Claim,
    join_claims,
    read_annotated,
    read_body,
    split_head,
    validated,
)
from pipeline.measure.facets import Facets
from pipeline.measure.markup import MarkError
from pipeline.measure.scoring import ALL_TYPES, ROLES, Attribution, GoldDocument, GoldSet, Name
from pipeline.settings import PROJECT
from pipeline.spans import Span

EXAMPLES = PROJECT / "examples"
PARTS = ("dev", "gate", "reports")


def default_shared() -> Path:
    """The folder of the gold sets that are no part of the project."""
    return Path(os.environ.get("NEWSLEDGER_SHARED", PROJECT.parent / "shared"))


def gold_sets(shared: Path, examples: Path = EXAMPLES) -> list[GoldSet]:
    """Our own sets, and those that ``shared`` holds.

    Raises:
        ConfigurationError: an annotated text of ours cannot be read, or there is none.
    """
    try:
        sets = [GoldSet("newsroom", tuple(_newsroom(examples / "newsroom" / "stories")), has_speakers=True)]
        sets += [GoldSet(part, tuple(_own(examples / "gold" / part)), True, ALL_TYPES) for part in PARTS]
    except (AnnotationError, MarkError) as error:
        raise ConfigurationError(str(error)) from error
    for own in sets:
        if not own.documents:
            raise ConfigurationError(f"{examples}: no annotated texts of {own.name}")
    if (polnear := shared / "bench" / "polnear" / "dev").is_dir():
        sets.append(GoldSet("polnear-dev", tuple(corpora.brat(polnear)), has_nested=False))
    if (seed := shared / "seed" / "gold.json").is_file():
        sets.append(GoldSet("seed", (_seed(seed),), has_speakers=True))
    gum = [path for part in ("dev", "test") if (path := shared / "corpora" / "gum" / f"{part}.conllu").is_file()]
    if gum:
        sets.append(GoldSet("gum-news", tuple(document for path in gum for document in corpora.gum(path))))
        more = [path for path in (gum[0].with_name("train.conllu"), *gum) if path.is_file()]
        sets.append(GoldSet("gum-coref", tuple(document for path in more for document in corpora.gum_pronouns(path))))
    if (uner := shared / "corpora" / "uner_ewt" / "test.iob2").is_file():
        sets.append(GoldSet("uner-ewt", tuple(corpora.uner(uner))))
    return sets


def _seed(path: Path) -> GoldDocument:
    """The attributions of ``gold.json``, which are marked in the ``article.txt`` beside it."""
    marked = tuple(
        Attribution(
            *(tuple(Span(*pair) for pair in row[role]) for role in ROLES), speaker=row["speaker"], is_core=row["core"]
        )
        for row in json.loads(corpora.read_text(path))["attributions"]
    )
    return GoldDocument("article", corpora.read_text(path.with_name("article.txt")), marked)


def _newsroom(stories: Path) -> Iterator[GoldDocument]:
    """The stories whose head tells of claims; their names are not marked."""
    for path in sorted(stories.glob("*/*.txt")):
        file = f"{path.parent.name}-{path.stem}"
        head, body = split_head(corpora.read_text(path), file)
        if "claims" in head:
            text, found, _ = read_body(body, file)
            claims = join_claims(validated(ROWS, head["claims"], file), found, file)
            day = head["published"].date()
            yield GoldDocument(file, text, _attributions(claims), published_on=day)


def _own(folder: Path) -> Iterator[GoldDocument]:
    for path in sorted(folder.glob("*.txt")):
        document = read_annotated(corpora.read_text(path), f"{folder.name}/{path.name}")
        names = tuple(Name(*name) for name in document.names)
        day = document.head.published.date()
        claims = _attributions(document.claims)
        yield GoldDocument(path.stem, document.text, claims, names, _chains(document), published_on=day)


def _attributions(claims: Sequence[Claim]) -> tuple[Attribution, ...]:
    """Annotated claims as attributions; a parent becomes its place in the list."""
    place = {claim.number: i for i, claim in enumerate(claims)}
    return tuple(
        Attribution(
            *(getattr(claim.marks, role) for role in ROLES),
            speaker=claim.row.speaker,
            is_core=claim.row.core,
            facets=Facets(
                role=claim.row.role,
                co_speakers=claim.row.co_speakers,
                speaks_for=claim.row.speaks_for,
                source_kind=claim.row.kind if claim.marks.source else None,
                speech_act=claim.row.act,
                is_negated=claim.row.negated,
                is_hedged=claim.row.hedged,
                is_anonymous=claim.row.anonymous,
                addressee=claim.row.addressee,
                venue=claim.row.venue,
                uttered_on=claim.row.uttered_on,
                parent=None if claim.row.parent is None else place[claim.row.parent],
            ),
        )
        for claim in claims
    )


def _chains(document: Annotated) -> Mapping[Span, str]:
    """The entity of each name of a person or body that the head lists, by the longest wording that ends in the name.

    A name that could be two of them ("Clinton") counts for the wording that stands there ("Mrs. Clinton"); where it is
    bare, and so tells nothing apart, it is left out.
    """
    wordings = [(wording, name) for name, more in document.head.entities.items() for wording in (name, *more)]
    chains = {}
    for span, kind in document.names:
        if kind in ("PERSON", "ORG"):
            before = document.text[: span.end].casefold()
            fitting = [(len(words), name) for words, name in wordings if _ends(before, words, span)]
            longest = {name for size, name in fitting if size == max(fitting)[0]}
            if len(longest) == 1:
                chains[span] = longest.pop()
    return chains


def _ends(before: str, wording: str, span: Span) -> bool:
    """Whether the text up to the end of a name ends in ``wording``, a word of its own and no shorter than the name."""
    is_word = not before.removesuffix(wording.casefold())[-1:].isalnum()
    return before.endswith(wording.casefold()) and len(wording) >= span.end - span.start and is_word
