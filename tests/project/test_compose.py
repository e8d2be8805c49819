"""docs/compose.yaml starts what there is, on one network, with no secret in it."""

import re
from typing import Any

import yaml

from pipeline.configuration import RUNNER
from tests.support import ROOT
from tests.support.dask_processes import BIN, compose_command

TEXT = (ROOT / "docs" / "compose.yaml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(TEXT)["services"]


def test_its_services_run_programs_that_the_locked_packages_bring() -> None:
    ours = [name for name, service in SERVICES.items() if "build" in service]
    assert ours == ["prefect", "scheduler", "workers", "flows"]
    assert [name for name in ours if not (BIN / compose_command(name)[0]).exists()] == []


def test_addresses_in_it_name_its_services() -> None:
    named = set(re.findall(r"(?:tcp|http|dask)://(\w+):\d+", TEXT))
    assert named == {"prefect", "store", "scheduler"} <= SERVICES.keys()
    runner = re.search(r'runner = "(dask://[^"]+)"', TEXT)
    assert runner
    assert RUNNER.fullmatch(runner[1])


def test_secrets_come_from_the_environment_alone() -> None:
    secrets = re.findall(r"(?:PASSWORD|SECRET_ACCESS_KEY|ACCESS_KEY_ID|ROOT_USER): (.+)", TEXT)
    assert len(secrets) == 5
    assert all(value.startswith("${") and ":?" in value for value in secrets)


def test_the_server_is_started_as_the_tests_start_theirs() -> None:
    assert compose_command("prefect")[:3] == ["prefect", "server", "start"]


def test_the_deployment_on_a_cluster_names_a_runner() -> None:
    declared = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
    runners = [
        each["parameters"]["runner"]
        for each in declared["deployments"]
        if "runner" in each["parameters"]
    ]
    assert len(runners) == 1
    assert RUNNER.fullmatch(runners[0])
