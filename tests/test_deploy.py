"""The units and the container in deploy/: what they name is there, and fits what the program does."""

import json
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from configparser import RawConfigParser
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from forked import PATIENCE
from served import served

from diemtin.operation.children import GRACE
from diemtin.settings import PREFIX, Settings
from docs import generate

ROOT = Path(__file__).resolve().parents[1]
DEPLOY = ROOT / "deploy"
UNITS = sorted(DEPLOY.glob("*.service"))
COMMAND = "/usr/local/bin/diemtin"
ANALYSER = shutil.which("systemd-analyze")
INSTRUCTIONS = {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "ENTRYPOINT", "EXPOSE", "CMD"}
_UNITS_OF_TIME = {"s": 1, "m": 60, "h": 3600}
_UNITS_OF_SIZE = {"m": 1_000_000, "g": 1_000_000_000}

by_unit = pytest.mark.parametrize("unit", UNITS, ids=[unit.name for unit in UNITS])
analysed = pytest.mark.skipif(ANALYSER is None, reason="there is no systemd-analyze here")


def service(name: str) -> Mapping[str, str]:
    """Return what a unit says of its service; of a key that is written twice the last."""
    read = RawConfigParser(strict=False, delimiters=("=",), interpolation=None)
    read.optionxform = str  # type: ignore[assignment, method-assign]
    read.read(DEPLOY / name, encoding="utf-8")
    return read["Service"]


def instructions() -> Iterator[tuple[str, str]]:
    """Yield the instructions of the Dockerfile with what they are given; a health check's command is one of its own."""
    written = re.sub(r"^#.*\n", "", (DEPLOY / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    for line in re.sub(r"\\\n\s*", "", written).splitlines():
        if line.strip():
            name, _, given = line.partition(" ")
            yield name, given


def given(instruction: str) -> list[str]:
    return [told for name, told in instructions() if name == instruction]


def stages() -> dict[str, str]:
    """Return what each stage is made from, by its name, the default one last."""
    return {name: source for source, name in (told.split(" AS ") for told in given("FROM"))}


def copied() -> list[str]:
    return [path for told in given("COPY") if "--from" not in told for path in told.split()[:-1]]


def compose() -> dict[str, Any]:
    yaml = pytest.importorskip("yaml")  # apprise brings it
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    return loaded


def amount(written: str, units: Mapping[str, int]) -> int:
    return int(written[:-1]) * units[written[-1].lower()]


def parse(arguments: Sequence[str]) -> None:
    """Parse a command line as the program does, and run nothing."""
    name, *rest = arguments
    generate.COMMANDS[name].make_context(name, rest)


@analysed
@by_unit
def test_systemd_finds_nothing_wrong_with_a_unit(unit: Path, tmp_path: Path) -> None:
    there = unit.read_text(encoding="utf-8").replace(COMMAND, sys.executable)
    (tmp_path / unit.name).write_text(there, encoding="utf-8")
    done = subprocess.run([str(ANALYSER), "verify", tmp_path / unit.name], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@analysed
@by_unit
def test_systemd_calls_a_unit_well_protected(unit: Path) -> None:
    # In tenths: 0 is nothing to attack, 100 is all; an ordinary unit has 96.
    asked = [str(ANALYSER), "security", "--offline=true", "--threshold=20", "--no-pager", unit]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout.splitlines()[-1]


@by_unit
def test_units_run_commands_of_the_program(unit: Path) -> None:
    told = service(unit.name)
    for line in (told["ExecStart"], told.get("ExecStartPre", f"{COMMAND} doctor")):
        parse(shlex.split(line.partition(COMMAND)[2]))


def test_what_is_wrong_with_the_machine_keeps_no_service_from_starting() -> None:
    told = service("diemtin.service")["ExecStartPre"]
    assert told.startswith("-/usr/bin/timeout ")  # else systemd's own would end the start
    assert "--offline" in told


def test_a_service_has_the_time_to_end_its_crawls() -> None:
    told = service("diemtin.service")
    assert told["KillMode"] == "mixed"
    assert int(told["TimeoutStopSec"]) >= 2 * GRACE.total_seconds()
    grace = compose()["services"]["run"]["stop_grace_period"]
    assert amount(grace, _UNITS_OF_TIME) == int(told["TimeoutStopSec"])
    assert compose()["services"]["run"]["init"] is True  # as `mixed`: one process is told


def test_memory_suffices_for_what_the_settings_allow() -> None:
    allowed = Settings()
    for written in (service("diemtin.service")["MemoryMax"], compose()["services"]["run"]["mem_limit"]):
        left = amount(written, _UNITS_OF_SIZE) / 1_000_000 - allowed.processes * allowed.crawl_memory
        assert left >= 900  # publishing, the look at what is wrong and the service take some 300 MB each at most


def test_no_unit_hides_processes_from_another() -> None:
    # `crawler.archive.process` sees in /proc whether a crawl lives still.
    for unit in UNITS:
        assert not {"ProtectProc", "ProcSubset"} & set(service(unit.name))


def test_image_is_made_of_files_that_are_there_and_sent() -> None:
    lines = (DEPLOY / "Dockerfile.dockerignore").read_text(encoding="utf-8").splitlines()
    everything, *sent = [line for line in lines if line and not line.startswith(("#", "**"))]
    assert everything == "*"
    for path in copied():
        assert (ROOT / path).exists(), path
        assert f"!{path}" in sent
    assert {line[1:] for line in sent} == set(copied())


def test_image_holds_every_package_that_is_installed() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert set(project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]) <= set(copied())
    assert {project["project"]["readme"], *project["project"]["license-files"]} <= set(copied())


def test_stages_are_made_from_each_other() -> None:
    made = stages()
    assert [*made][-1] == "run"  # the default
    known = {"python:${PYTHON}-slim"}
    for name, source in made.items():
        assert source in known
        known.add(name)
    assert {told.split()[0] for told in given("COPY") if told.startswith("--from")} <= {f"--from={one}" for one in made}


def test_container_is_no_roots_and_runs_commands_of_the_program() -> None:
    assert {name for name, _ in instructions()} == INSTRUCTIONS | {"HEALTHCHECK"}
    assert given("USER") == ["10001:10001"]
    assert given("ENTRYPOINT") == ['["diemtin"]']
    assert [json.loads(told) for told in given("CMD")] == [["serve"], ["run"]]
    for name in re.findall(rf"{PREFIX}(\w+)=", "\n".join(given("ENV"))):
        assert name.lower() in Settings.model_fields


def test_everything_in_the_image_is_pinned() -> None:
    for told in given("RUN"):
        if "pip " in told and "$DRIVER" not in told:
            assert "--require-hashes" in told or "--no-index" in told or "--no-deps" in told, told
            assert "--no-build-isolation" in told or "pip wheel" not in told, told
    built_by = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["build-system"]["requires"]
    assert set(map(named, built_by)) <= pinned(DEPLOY / "build-requirements.txt")


def test_requirements_are_pinned_again_when_pyproject_has_more() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    missing = set(map(named, project["dependencies"])) - pinned(ROOT / "requirements.txt")
    assert not missing, "run `make requirements`"


def named(requirement: str) -> str:
    return re.split(r"[^\w.-]", requirement)[0].lower().replace("_", "-")


def pinned(file: Path) -> set[str]:
    """Return the names that a file pins, each with a hash."""
    pins = re.compile(r"^([\w.-]+)(?:\[[\w,-]+\])?==[^\n]*\\\n +--hash=", re.MULTILINE)
    entries = pins.findall(file.read_text(encoding="utf-8"))
    return {name.lower().replace("_", "-") for name in entries}


def test_health_is_what_the_server_says(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<!DOCTYPE html>", encoding="utf-8")
    (check,) = given("HEALTHCHECK")
    python, option, code = json.loads(check.partition(" CMD ")[2])
    assert python == "python"

    def healthy(port: int) -> bool:
        asked = [sys.executable, option, code.replace(":8000/", f":{port}/")]
        return subprocess.run(asked, capture_output=True, check=False, timeout=PATIENCE).returncode == 0

    with served(tmp_path) as (_, port):
        assert healthy(port)
    assert not healthy(port)


def test_compose_runs_stages_with_settings_that_there_are() -> None:
    told = compose()
    for name, one in told["services"].items():
        assert one["build"]["target"] == name
        assert name in stages()
        assert (DEPLOY / one["build"]["context"] / one["build"]["dockerfile"]).resolve() == DEPLOY / "Dockerfile"
        known = {"CONFIG", *map(str.upper, Settings.model_fields)}
        assert {variable.removeprefix(PREFIX) for variable in one["environment"]} <= known
        volumes = {volume.split(":")[0]: PurePosixPath(volume.split(":")[1]) for volume in one["volumes"]}
        assert volumes.keys() <= told["volumes"].keys()
        assert one["mem_limit"]
        assert one["restart"] == "unless-stopped"
        assert one["read_only"] is True
    assert volumes["archive"] / Settings().output == volumes["output"]
    assert volumes["archive"] == PurePosixPath(given("WORKDIR")[-1])


def test_what_compose_shows_as_comments_can_be_taken_up() -> None:
    yaml = pytest.importorskip("yaml")
    written = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    # A comment in YAML's own form: a key with its value, an item of a list, or a line further in than a key.
    taken_up = re.sub(r"^( +)# ((?:  )*(?:- )?[\w./]+: ?.*|(?:  )+- .*|- .*)$", r"\1\2", written, flags=re.MULTILINE)
    told = yaml.safe_load(taken_up)
    assert told["services"].keys() == {"run", "serve", "nginx", "db"}
    assert told["volumes"].keys() == {"archive", "output", "database"}
    assert told["services"]["run"]["build"]["args"].keys() <= {name.partition("=")[0] for name in given("ARG")}
    assert any(fnmatch(volume, "*/settings*") for volume in told["services"]["run"]["volumes"])
