"""What a person or a schedule may ask for: each form declared once, shown by the orchestrator and checked here.

Light on purpose: an orchestrator imports this module every few seconds.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from pipeline.errors import ConfigurationError
from pipeline.partitions import parse_night

EXTRACTORS = "encoder, fast, plain, or an installed spaCy pipeline"
_MOST_NIGHTS = 400  # of one request: each is a task or more


def _a_night(text: str) -> str:
    try:
        return str(parse_night(text))
    except ConfigurationError as error:
        raise ValueError(str(error)) from None  # so that the message names the field


Night = Annotated[str, AfterValidator(_a_night), Field(json_schema_extra={"format": "date"})]


class Form(BaseModel):
    """A form whose unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class NightForm(Form):
    """What is asked of a night; all of it may be left empty."""

    night: Night | None = Field(None, description="UTC day; empty: the day before the run")
    publishers: tuple[str, ...] = Field((), description="ids of publishers, one a line; empty: all")
    limit: int | None = Field(None, ge=1, description="most articles from each publisher; empty: all")
    dry_run: bool = Field(False, description="stop before the warehouse")


class Request(NightForm):
    """What is asked of a night that is known."""

    night: Night = Field(description="UTC day")

    @property
    def day(self) -> date:
        """The night as a date."""
        return parse_night(self.night)


class RangeForm(Form):
    """A form about the nights from one to another."""

    first: Night = Field(description="first night, a UTC day")
    last: Night = Field(description="last night, included")

    @property
    def nights(self) -> list[date]:
        """Every night of the range, oldest first.

        Raises:
            ConfigurationError: the range is empty, or longer than a request may be.
        """
        first, last = parse_night(self.first), parse_night(self.last)
        count = (last - first).days + 1
        if not 1 <= count <= _MOST_NIGHTS:
            raise ConfigurationError(
                f"first and last: {first} to {last} are {max(count, 0)} nights; ask for 1 to {_MOST_NIGHTS}"
            )
        return [first + timedelta(days=day) for day in range(count)]


class ImportForm(RangeForm):
    """A corpus that lies in files, and the nights that it is filed under."""

    path: str = Field(min_length=1, description="file or folder, as the machine that runs the tasks sees it")
    format: Literal["any", "warc", "parquet", "jsonl", "json", "html", "txt"] = Field(
        "any", description="take only files of this type from a folder"
    )


class CompareForm(RangeForm):
    """Another extractor, and the nights that it reads beside the one that serves them."""

    model: str = Field(
        "encoder",
        min_length=1,
        description=EXTRACTORS,
        json_schema_extra={"examples": ["encoder", "fast", "plain"]},
    )


class PublishForm(Form):
    """Nights whose page is written with the edition."""

    nights: tuple[Night, ...] = Field((), description="UTC days, one a line; empty: those that were loaded")


class UpkeepForm(Form):
    """What is asked of the upkeep."""

    dry_run: bool = Field(False, description="count what would be removed, and remove nothing")


F = TypeVar("F", bound=Form)


def read_form(form: type[F], values: Mapping[str, object]) -> F:
    """The values of a form, checked.

    Raises:
        ConfigurationError: naming the first key that is unknown or wrong.
    """
    try:
        return form.model_validate(dict(values))
    except ValidationError as error:
        faults = error.errors()
        first = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])  # perhaps misspelt
        name, known = ".".join(map(str, first["loc"])), ", ".join(form.model_fields)
        fault = "there is no such key" if first["type"] == "extra_forbidden" else first["msg"]
        fault = fault.removeprefix("Value error, ")
        raise ConfigurationError(f"{name}: {fault}; known keys: {known}") from None


def read_request(values: Mapping[str, object]) -> Request:
    """A request from a form or a command line.

    Raises:
        ConfigurationError: naming the first key that is unknown or wrong.
    """
    return read_form(Request, values)


def fields(form: type[Form]) -> dict[str, dict[str, Any]]:
    """The fields of a form in JSON Schema, with ``default`` where they have one; an orchestrator makes its form of it.

    ``anyOf`` of simple types becomes a list of types, which forms made from a schema understand.
    """
    found = {}
    for name, schema in form.model_json_schema()["properties"].items():
        choices = schema.pop("anyOf", [])
        merged = {key: value for choice in choices for key, value in choice.items()}
        if choices:
            merged["type"] = [choice["type"] for choice in choices]
        found[name] = merged | schema
    return found
