"""Draws the pictures by which feeds are known: a Đ that sends a wave, on red.

Run `python -m feeds.drawing` after a change; the files in `feeds/assets` are what is published.
"""

import struct
import zlib
from collections.abc import Callable
from math import hypot
from pathlib import Path

Point = tuple[float, float]
Colour = tuple[int, int, int]

RED, WHITE, GOLD = (163, 18, 28), (255, 255, 255), (255, 205, 64)
_SAMPLES = 4  # a side, for each pixel: the edges are smooth
_UNIT = 64.0  # the mark's own measure, a side
_CORNER = 14.0
_STEM, _BAR = (18.0, 14.0, 24.0, 50.0), (12.5, 29.5, 29.0, 34.5)
_CENTRE: Point = (23.0, 32.0)
_BOWL, _WAVE = (12.5, 18.0), (24.0, 29.0)
_SPREAD = 1.1  # how far the wave reaches up and down, as it reaches to the right


def colour(point: Point) -> Colour:
    """Return the mark's colour at a point of the square."""
    if _is_letter(point):
        return WHITE
    return GOLD if _is_wave(point) else RED


def _is_letter(point: Point) -> bool:
    right = point[0] >= _CENTRE[0]
    return _within(point, _STEM) or _within(point, _BAR) or (right and _ring(point, _BOWL))


def _is_wave(point: Point) -> bool:
    across, down = point[0] - _CENTRE[0], abs(point[1] - _CENTRE[1])
    return across > 0 and down <= across * _SPREAD and _ring(point, _WAVE)


def _within(point: Point, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = box
    return left <= point[0] <= right and top <= point[1] <= bottom


def _ring(point: Point, radii: tuple[float, float]) -> bool:
    return radii[0] <= hypot(point[0] - _CENTRE[0], point[1] - _CENTRE[1]) <= radii[1]


def _is_ground(point: Point, *, wide: float) -> bool:
    """Return whether a point is on the ground, whose corners are round."""
    nearest = tuple(min(max(value, _CORNER), side - _CORNER) for value, side in zip(point, (wide, _UNIT), strict=True))
    return hypot(point[0] - nearest[0], point[1] - nearest[1]) <= _CORNER


def square(side: int) -> bytes:
    """Return the mark as a PNG, so many pixels a side."""
    return _png(side, side, lambda x, y: _pixel(x, y, scale=_UNIT / side, wide=_UNIT, left=0.0))


def banner(height: int) -> bytes:
    """Return the mark in the middle of a ground twice as wide as high, as a PNG."""
    wide = 2 * _UNIT
    return _png(2 * height, height, lambda x, y: _pixel(x, y, scale=_UNIT / height, wide=wide, left=(wide - _UNIT) / 2))


def _pixel(x: int, y: int, *, scale: float, wide: float, left: float) -> bytes:
    """Return a pixel as red, green, blue and how far it covers what is behind."""
    steps = [(step + 0.5) / _SAMPLES for step in range(_SAMPLES)]
    points = [((x + across) * scale, (y + down) * scale) for down in steps for across in steps]
    seen = [colour((point[0] - left, point[1])) for point in points if _is_ground(point, wide=wide)]
    mixed = [round(sum(one[part] for one in seen) / len(seen)) for part in range(3)] if seen else [*RED]
    return bytes([*mixed, round(255 * len(seen) / len(points))])


def _png(width: int, height: int, pixel: Callable[[int, int], bytes]) -> bytes:
    """Return a picture as PNG (RFC 2083): 8 bits a channel, with transparency."""
    lines = b"".join(b"\0" + b"".join(pixel(x, y) for x in range(width)) for y in range(height))
    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def main() -> None:
    """Write the pictures that are published."""
    folder = Path(__file__).parent / "assets"
    for name, data in (("icon", square(256)), ("favicon", square(32)), ("logo", banner(72))):
        (folder / f"{name}.png").write_bytes(data)


if __name__ == "__main__":
    main()
