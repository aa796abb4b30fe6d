"""Page templates, one folder for each family: plain pages with `$names` to be filled."""

from functools import cache
from importlib.resources import files
from string import Template


def fill(name: str, /, **values: str) -> str:
    """Return the template `FOLDER/FILE` with every name filled.

    Raises:
        KeyError: a name of the template has no value.
    """
    return _template(name).substitute(values)


@cache
def _template(name: str) -> Template:
    return Template((files(__package__) / "templates" / name).read_text(encoding="utf-8"))
