"""What holds for all tests."""

import gc

from hypothesis import settings

# As Hypothesis itself does on CI: a slow machine is no failure, and what fails once fails again.
settings.load_profile("ci")


def pytest_collection_finish() -> None:
    """Spare the collector what was loaded, which stays: to look through it again and again took a tenth of the time."""
    gc.collect()
    gc.freeze()
