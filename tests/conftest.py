"""What holds for all tests."""

import gc
import os
from functools import cache

import tables
import typer.main
from hypothesis import settings

# As Hypothesis itself does on CI: a slow machine is no failure, and what fails once fails again.
settings.load_profile("ci")


# No test pulls the plug: what the kernel has is written. To wait for the disk took a third of the time.
os.fsync = lambda fd: None  # noqa: ARG005 - its name is a part of the signature

tables.make_at_once()

# A run of one command reads the signatures of all of them first, which stay what they are.
typer.main.get_params_from_function = cache(typer.main.get_params_from_function)  # type: ignore[attr-defined]


def pytest_collection_finish() -> None:
    """Spare the collector what was loaded, which stays: to look through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
