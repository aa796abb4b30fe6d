"""The pictures by which feeds are known, as files to be published."""

from importlib.resources import files

from feeds.catalogue import Asset


def published() -> dict[str, bytes]:
    """Return the pictures by their paths from the output folder."""
    return {asset.value: files("feeds").joinpath(asset.value).read_bytes() for asset in Asset}
