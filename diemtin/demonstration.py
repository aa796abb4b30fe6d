"""The demo: the real crawler, archive and feeds, over real HTTP, against a bundled server that plays the portals."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

from crawler.dates import HANOI
from diemtin import configuration, terminal, wiring
from diemtin.configuration import Settings, SettingsWrong
from diemtin.demo import output as stage
from diemtin.demo.newsroom import NAMES, Newsroom
from diemtin.demo.server import Server, serving

_MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=HANOI)  # the day after the demo's last article
_NO_FILE = Path(os.devnull)  # an operator's settings file is none of the demo's
_DELAY = 0.1  # seconds between two requests to a host: a demo is watched


def demonstrate(folder: Path, output: Path) -> None:
    """Crawl the demo's portals three times and publish into `output`, telling what happens.

    Args:
        folder: for the archive, which is made anew: the demo always begins at the beginning.
        output: for the feeds; what the last demo published there is replaced.

    Raises:
        SettingsWrong: there are feeds that no demo published, or a folder cannot be made or written.
    """
    settings = _settings(folder, output)
    newsroom = Newsroom()
    with serving(newsroom) as server:
        settings.replay = server.url
        terminal.out.rule(f"A newsroom of eight portals, played at {server.url}")
        _crawl("First crawl: everything is new", settings, server, at=_MORNING)
        _crawl("Second crawl, at once: portals are only asked whether anything changed", settings, server, at=_MORNING)
        newsroom.correct()
        later = _MORNING + timedelta(hours=3)
        _crawl("Third crawl, three hours on: one article was corrected, one taken down", settings, server, at=later)
    _show_feeds(settings)


def _settings(folder: Path, output: Path) -> Settings:
    if not stage.may_be_taken(output):
        raise SettingsWrong(f"{output} holds feeds that no demo published: name another folder with --output")
    archive = f"sqlite:///{folder / 'demo.db'}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for old in sorted(folder.glob("demo.db*")):
            old.unlink()
        stage.take(output, archive=archive)  # the last demo's feeds would be held as "last good" against this one's
    except OSError as error:
        raise SettingsWrong(f"{error.filename} cannot be made or replaced ({error.strerror}): name another") from error
    return configuration.load(_NO_FILE, archive=archive, output=output, delay=_DELAY, contact="demo@example.vn")


def _crawl(title: str, settings: Settings, server: Server, *, at: datetime) -> None:
    terminal.out.print(f"\n[bold]{title}[/]")
    before = len(server.log)
    command = [sys.executable, "-m", "diemtin", "crawl", *NAMES, "--at", at.isoformat()]
    environment = configuration.environment(settings, _NO_FILE)
    # A process each, as in the service: Twisted's reactor cannot be started twice in one.
    subprocess.run(command, env=environment, check=False)  # noqa: S603 - our own command
    seen = server.log[before:]
    conditional = sum(one.conditional for one in seen)
    unchanged = sum(one.status == 304 for one in seen)  # noqa: PLR2004 - Not Modified
    terminal.out.print(
        f"the portals saw {len(seen)} requests, {conditional} of them conditional, and answered {unchanged} with "
        "“not changed”"
    )


def _show_feeds(settings: Settings) -> None:
    terminal.out.print("\n[bold]The feeds[/]")
    with wiring.kept(settings) as store:
        report = wiring.publish_all(settings, store)
    terminal.out.print(terminal.feeds_table(report))
    diemtin = terminal.own_name()
    serve = f"{diemtin} serve -o {settings.output} --archive {settings.archive}"
    terminal.out.print(
        f"\nEach is there as .rss, .atom, .json and .html under {settings.output}/feeds/.\n"
        f"Serve them, and look at {settings.site_url}: [bold]{serve}[/]\n"
        f"Or look at {(settings.output / 'index.html').resolve()}; its links lead to {settings.site_url} (the setting "
        "`site_url`), where `serve` answers.\n"
        f"The archive: [bold]{diemtin} export --archive {settings.archive}[/]",
        soft_wrap=True,
        highlight=False,
    )
