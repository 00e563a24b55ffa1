"""docker-compose.yml, .env.example and the Dockerfile: sound, bounded, and without a secret."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest
from compose import EXAMPLE, FILE, services, variables

from pipeline.settings import PROJECT

ONE_OFF = "prepare"


@pytest.fixture(scope="module")
def filled() -> dict:
    return services({name: value or "invented" for name, value in variables(EXAMPLE).items()})


def test_the_file_keeps_to_the_schema_of_compose():
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [program, "--builtin-schema", "vendor.compose-spec", FILE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("secret", [name for name, value in variables(EXAMPLE).items() if not value])
def test_a_secret_that_is_not_set_stops_everything_and_points_to_the_example(secret):
    others = {name: value or "invented" for name, value in variables(EXAMPLE).items() if name != secret}
    with pytest.raises(LookupError, match=rf"{secret}: see \.env\.example"):
        services(others)


def test_every_service_is_pinned_bounded_unprivileged_and_watched(filled):
    for name, service in filled.items():
        assert re.search(r":\d+(\.\d+)+", service["image"]), name
        assert service["user"] not in ("root", "0", "0:0"), name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}, name
        assert (name == ONE_OFF) != ("healthcheck" in service), name


def test_the_image_bears_the_version_of_the_project(filled):
    assert filled["worker"]["image"] == f"newsledger:{version('newsledger')}"


def test_ports_are_opened_on_loopback_unless_another_address_is_given(filled):
    ports = [port for service in filled.values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_only_the_warehouse_and_the_pages_have_the_ledgers_files(filled):
    with_files = {name for name, one in filled.items() if "warehouse:/var/lib/newsledger" in one.get("volumes", [])}
    assert with_files == {"warehouse", "api-server"}


def test_the_image_takes_its_packages_from_the_lock_by_the_same_uv_and_runs_as_nobody_special():
    image = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    assert "--constraint requirements.lock" in image
    [version] = re.findall(r"^UV_VERSION := (.+)$", (PROJECT / "Makefile").read_text(encoding="utf-8"), re.M)
    assert f"ARG UV_VERSION={version}\n" in image
    assert image.rstrip().endswith("USER 10001:10001")
    assert all(re.search(r":\d+\.\d+\.\d+", base) for base in re.findall(r"^FROM (\S+)", image, re.M))
