"""A lake on an object store: the same night, sealed, read and published from a server that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow.fs as pafs
import pytest
from ledger import FIRST_NIGHT, contents, night
from moto.server import ThreadedMotoServer

from pipeline.errors import RetryLater
from pipeline.lake.storage import Lake
from pipeline.schema import CLAIMS

BUCKET = "ledger"
REGION = "region=us-east-1"


def bucket(**options: str) -> pafs.FileSystem:
    more = "".join(f"&{name}={value}" for name, value in options.items())
    return pafs.FileSystem.from_uri(f"s3://{BUCKET}?{REGION}{more}")[0]


@pytest.fixture(scope="module")
def store() -> Iterator[str]:
    """The URI of a lake in a bucket on loopback; who may write there stands in the environment, as for any client."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        host, port = server.get_host_and_port()
        patch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        patch.setenv("AWS_ACCESS_KEY_ID", "nobody")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "invented")
        patch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        bucket(allow_bucket_creation="true").create_dir(BUCKET)
        yield f"s3://{BUCKET}/lake?{REGION}"
    server.stop()


@pytest.mark.slow
def test_a_night_on_an_object_store_gives_the_tables_of_a_night_on_a_disk(store, home):
    on_disk, in_store = home("disk", nights=1), home("store", lake=store)
    night(in_store)
    assert contents(in_store.published_warehouse) == contents(on_disk.published_warehouse)
    assert not (in_store.home / "lake").exists()
    assert Lake(store).read(CLAIMS, FIRST_NIGHT).equals(Lake(on_disk.lake_uri).read(CLAIMS, FIRST_NIGHT))

    sealed = Lake(store).manifests(FIRST_NIGHT)
    again = night(in_store)
    assert {one.run_id: one.sealed_at for one in again.manifests} == {one.run_id: one.sealed_at for one in sealed}


@pytest.mark.slow
def test_an_object_that_is_gone_is_named_and_a_shard_taken_back_is_gone(store, home):
    settings = home("gone", lake=store.replace("/lake", "/other"))
    night(settings, dry_run=True)
    lake = Lake(settings.lake_uri)
    [manifest] = lake.manifests(FIRST_NIGHT, "extract")
    path = manifest.tables["claims"].path
    bucket().delete_file(f"{BUCKET}/other/{path}")
    with pytest.raises(RetryLater, match=path):
        lake.read(CLAIMS, FIRST_NIGHT)
    lake.unseal(FIRST_NIGHT, "extract", manifest.shard)
    assert lake.manifests(FIRST_NIGHT, "extract") == []
    assert lake.read(CLAIMS, FIRST_NIGHT).num_rows == 0
