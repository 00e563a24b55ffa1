"""The lake: nights of Parquet files on any pyarrow file system, with manifests as commits.

    <lake>/<table>/night=2026-03-02/<stage>.<shard>.parquet
    <lake>/_manifests/night=2026-03-02/<stage>.<shard>.json
    <lake>/_overrides/<override_id>.json              what people decided, one file each
    <lake>/_models/night=2026-03-02.json              which extractor serves a night, and which did before
    <lake>/_shelf/<extractor>/…                       extracted nights that do not count, in the same form

A file counts only if a manifest names it, and the manifest is written last. Replacing a shard removes its manifest
first, so a crash at any moment leaves either the sealed old result, or no result and a stage that runs again. Nothing
needs a rename except the local manifest, whose write would otherwise not be atomic as an object store's is.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.fs as pafs
import pyarrow.parquet as pq
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.contract import Table
from pipeline.errors import RetryLater
from pipeline.ids import digest
from pipeline.lake.migrations import upgraded

_CHECKED_PARQUET = ds.ParquetFileFormat(
    default_fragment_scan_options=ds.ParquetFragmentScanOptions(page_checksum_verification=True)
)
_NUMBERS = re.compile(r"(\d+)")
_DAMAGED = (
    "{path} in the lake is damaged: {fault}. Remove the manifest of the same name under _manifests/ and run the night "
    "again."
)


class Part(BaseModel):
    """One sealed Parquet file.

    ``facts_sha256`` leaves out run_id and the columns read off a clock: what is made from the file depends on its facts
    only, whichever run found them.
    """

    model_config = ConfigDict(frozen=True)

    path: str
    rows: int
    size: int
    sha256: str
    facts_sha256: str
    schema_version: int


class Manifest(BaseModel):
    """The commit of one stage's result for one shard of one night.

    ``settled`` is false where the stage gave what it could but should be tried again (a publisher was down).
    ``inputs`` are digests of what was read, and the model that read it; with the code version they make ``run_id``.
    """

    model_config = ConfigDict(frozen=True)

    night: date
    stage: str
    shard: str
    run_id: str
    inputs: dict[str, str]
    code_version: str
    extractor: str | None
    rules_version: str | None = None
    libraries: str | None = None
    tables: dict[str, Part]
    rows_in: int
    rows_kept: int
    rows_quarantined: int
    settled: bool = True
    messages: tuple[str, ...] = ()
    seconds: float
    sealed_at: datetime


class Lake:
    """Sealed nights under one root.

    Args:
        uri: a pyarrow file system URI, such as ``file:///data/lake`` or ``s3://bucket/lake?region=…``.
        filesystem: where given, ``uri`` is a path in it.
    """

    def __init__(self, uri: str, filesystem: pafs.FileSystem | None = None) -> None:
        self._fs, self._root = (filesystem, uri) if filesystem else pafs.FileSystem.from_uri(uri)

    def manifests(self, night: date, stage: str | None = None) -> list[Manifest]:
        """The sealed results of a night, or of one of its stages, in name order."""
        folder = pafs.FileSelector(f"{self._root}/_manifests/night={night}", allow_not_found=True)
        names = sorted(info.path for info in self._fs.get_file_info(folder) if info.path.endswith(".json"))
        if stage is not None:
            names = [name for name in names if name.rpartition("/")[2].startswith(f"{stage}.")]
        return [manifest for name in names if (manifest := self._read_manifest(name))]

    def manifest(self, night: date, stage: str, shard: str) -> Manifest | None:
        """The sealed result of one shard, or none."""
        return self._read_manifest(self._manifest_path(night, stage, shard))

    def nights(self) -> list[date]:
        """Nights with at least one sealed result, oldest first."""
        folder = pafs.FileSelector(f"{self._root}/_manifests", allow_not_found=True, recursive=True)
        files = (info.path for info in self._fs.get_file_info(folder) if info.path.endswith(".json"))
        return sorted({date.fromisoformat(path.split("/night=")[1].partition("/")[0]) for path in files})

    def seal(self, manifest: Manifest, tables: Mapping[str, tuple[Table, pa.Table]]) -> Manifest:
        """Write the tables of one shard, then the manifest that makes them count.

        Args:
            manifest: everything but ``tables``, which this call fills in.
            tables: table name to declaration and canonical rows.
        """
        self.unseal(manifest.night, manifest.stage, manifest.shard)
        parts = {}
        for name, (table, data) in tables.items():
            path = f"{name}/night={manifest.night}/{manifest.stage}.{manifest.shard}.parquet"
            content = _parquet(data)
            self._write(path, content)
            stamps = [column.name for column in table.columns if column.clock or column.name == "run_id"]
            parts[name] = Part(
                path=path,
                rows=data.num_rows,
                size=len(content),
                sha256=digest(content),
                facts_sha256=digest(_parquet(data.drop_columns(stamps)) if stamps else content),
                schema_version=table.version,
            )
        sealed = manifest.model_copy(update={"tables": parts})
        path = self._manifest_path(manifest.night, manifest.stage, manifest.shard)
        self._write_atomically(path, sealed.model_dump_json(indent=1).encode())
        return sealed

    def unseal(self, night: date, stage: str, shard: str) -> None:
        """Take a shard's result back: manifest first, then the files it names."""
        path = self._manifest_path(night, stage, shard)
        manifest = self._read_manifest(path)
        if self._exists(path):
            self._fs.delete_file(path)
        for part in manifest.tables.values() if manifest else ():
            if self._exists(f"{self._root}/{part.path}"):
                self._fs.delete_file(f"{self._root}/{part.path}")

    def shelf(self, name: str) -> Lake:
        """A lake inside this one whose nights do not count."""
        return Lake(f"{self._root}/_shelf/{name}", self._fs)

    def shelves(self) -> dict[str, Lake]:
        """The lakes inside this one whose nights do not count, by name."""
        folder = pafs.FileSelector(f"{self._root}/_shelf", allow_not_found=True)
        names = sorted(
            info.base_name for info in self._fs.get_file_info(folder) if info.type == pafs.FileType.Directory
        )
        return {name: self.shelf(name) for name in names}

    def strays(self, before: datetime) -> list[str]:
        """Parquet files written before a moment that no manifest names: runs that were killed left them.

        A night with a manifest that cannot be read, such as one of a newer version, is passed over whole.
        """
        folder = pafs.FileSelector(f"{self._root}/_manifests", allow_not_found=True, recursive=True)
        told = [info.path for info in self._fs.get_file_info(folder) if info.path.endswith(".json")]
        read = {path: self._read_manifest(path) for path in told}
        unclear = {path.split("/night=")[1].partition("/")[0] for path, manifest in read.items() if manifest is None}
        named = {f"{self._root}/{part.path}" for m in read.values() if m for part in m.tables.values()}
        tables = pafs.FileSelector(self._root, allow_not_found=True)
        folders = [i.path for i in self._fs.get_file_info(tables) if not i.base_name.startswith("_")]
        files = (i for path in folders for i in self._fs.get_file_info(pafs.FileSelector(path, recursive=True)))
        return [
            info.path
            for info in files
            if info.path.endswith(".parquet")
            and info.path not in named
            and info.path.split("/night=")[1].partition("/")[0] not in unclear
            and info.mtime
            and info.mtime < before
        ]

    def remove(self, stray: str) -> None:
        """Remove a file that ``strays`` gave."""
        self._fs.delete_file(stray)

    def copy(self, manifest: Manifest, source: Lake) -> Manifest:
        """Seal here what is sealed in another lake on the same file system, byte for byte."""
        self.unseal(manifest.night, manifest.stage, manifest.shard)
        for part in manifest.tables.values():
            target = f"{self._root}/{part.path}"
            self._fs.create_dir(target.rpartition("/")[0], recursive=True)
            self._fs.copy_file(source._verified(part), target)
        path = self._manifest_path(manifest.night, manifest.stage, manifest.shard)
        self._write_atomically(path, manifest.model_dump_json(indent=1).encode())
        return manifest

    def note(self, path: str, content: dict[str, Any]) -> None:
        """Keep a small record, such as an override, under a path of its own."""
        self._write_atomically(f"{self._root}/{path}", json.dumps(content, ensure_ascii=False, indent=1).encode())

    def notes(self, path: str) -> dict[str, dict[str, Any]]:
        """The record at a path, or the records below it, by path.

        Raises:
            RetryLater: a record is damaged.
        """
        names = [path]
        if not path.endswith(".json"):
            folder = pafs.FileSelector(f"{self._root}/{path}", allow_not_found=True)
            found = (f"{path}/{info.base_name}" for info in self._fs.get_file_info(folder))
            names = sorted(name for name in found if name.endswith(".json"))
        records = {}
        for name in names:
            if self._exists(f"{self._root}/{name}"):
                with self._fs.open_input_stream(f"{self._root}/{name}") as stream:
                    content = stream.read()
                try:
                    records[name] = json.loads(content)
                except ValueError as error:
                    raise RetryLater(f"{name} in the lake is damaged: {error}. Restore or remove it.") from error
        return records

    def forget(self, path: str) -> bool:
        """Remove a record; whether there was one."""
        if known := self._exists(f"{self._root}/{path}"):
            self._fs.delete_file(f"{self._root}/{path}")
        return known

    def parts(self, table: str, night: date) -> list[Part]:
        """The sealed files of a table's night, in name order, shard 2 before shard 10.

        So the rows of a sharded stage come in one order, however many shards a night is cut into.
        """
        found = (m.tables[table] for m in self.manifests(night) if table in m.tables)
        return sorted(found, key=lambda part: [text.zfill(9) for text in _NUMBERS.split(part.path)])

    def read(
        self,
        table: Table,
        night: date,
        bounds: tuple[str, str] | None = None,
        columns: list[str] | None = None,
        also: Sequence[str] = (),
    ) -> pa.Table:
        """A table's sealed rows of one night.

        Args:
            bounds: keep only rows whose key (its first column) is at least the first and below the second.
            columns: read only these; all by default.
            also: keys of rows that are kept though they lie outside the bounds.

        Raises:
            RetryLater: a sealed file is missing or damaged.
        """
        return self._read(table, self.parts(table.name, night), bounds, columns, also)

    def read_part(self, table: Table, part: Part) -> pa.Table:
        """The rows of one sealed file.

        Raises:
            RetryLater: the file is missing or damaged.
        """
        return self._read(table, [part])

    def _read(
        self,
        table: Table,
        parts: list[Part],
        bounds: tuple[str, str] | None = None,
        columns: list[str] | None = None,
        also: Sequence[str] = (),
    ) -> pa.Table:
        names = columns or table.arrow.names
        key = ds.field(table.key[0])
        keep = ((key >= bounds[0]) & (key < bounds[1])) | key.isin(pa.array(also, pa.string())) if bounds else None
        pieces = [table.arrow.empty_table().select(names)]
        try:
            for version in sorted({part.schema_version for part in parts}):
                files = [self._verified(part) for part in parts if part.schema_version == version]
                if version == table.version:
                    data = ds.dataset(files, schema=table.arrow, filesystem=self._fs, format=_CHECKED_PARQUET)
                    pieces.append(data.to_table(columns=names, filter=keep))
                else:
                    old = ds.dataset(files, filesystem=self._fs, format=_CHECKED_PARQUET).to_table()
                    now = upgraded(table, old, version)
                    pieces.append((now if keep is None else now.filter(keep)).select(names))
        except OSError as error:  # a page's checksum, or what stands in it, is wrong
            raise RetryLater(_DAMAGED.format(path=", ".join(part.path for part in parts), fault=error)) from error
        return pa.concat_tables(pieces)

    def input_digest(self, table: str, night: date) -> str:
        """Digest of the sealed files of a table's night: equal digests mean equal facts."""
        return digest("\n".join(f"{part.path} {part.facts_sha256}" for part in self.parts(table, night)).encode())[:16]

    def _verified(self, part: Part) -> str:
        path = f"{self._root}/{part.path}"
        info = self._fs.get_file_info(path)
        if info.type != pafs.FileType.File or info.size != part.size:
            found = "it is missing" if info.size is None else f"{info.size} are there"
            raise RetryLater(_DAMAGED.format(path=part.path, fault=f"{part.size} bytes were sealed, {found}"))
        return path

    def _manifest_path(self, night: date, stage: str, shard: str) -> str:
        return f"{self._root}/_manifests/night={night}/{stage}.{shard}.json"

    def _exists(self, path: str) -> bool:
        return bool(self._fs.get_file_info(path).type == pafs.FileType.File)

    def _read_manifest(self, path: str) -> Manifest | None:
        if not self._exists(path):
            return None
        with self._fs.open_input_stream(path) as stream:
            content = stream.read()
        try:
            return Manifest.model_validate_json(content)
        except ValidationError:
            return None  # written by another version, or torn by a file system that is not atomic: not sealed

    def _write(self, path: str, content: bytes) -> None:
        full = f"{self._root}/{path}"
        self._fs.create_dir(full.rpartition("/")[0], recursive=True)
        with self._fs.open_output_stream(full) as stream:
            stream.write(content)

    def _write_atomically(self, full: str, content: bytes) -> None:
        self._fs.create_dir(full.rpartition("/")[0], recursive=True)
        local = isinstance(self._fs, pafs.LocalFileSystem)
        target = f"{full}.{os.getpid()}.new" if local else full  # two workers may note the same
        with self._fs.open_output_stream(target) as stream:
            stream.write(content)
        if local:
            self._fs.move(target, full)


def _parquet(data: pa.Table) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(data, sink, compression="zstd", compression_level=3, write_page_checksum=True)
    return bytes(sink.getvalue().to_pybytes())
