"""What tells an operator that something is wrong: looks, messages, incidents, silences."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Final

import typer

from crawler import dates, run
from crawler.text import counted
from diemtin import alarming, examining, options, terminal, wiring
from diemtin.alarming import Look
from diemtin.keeping import thinning
from diemtin.status import records
from diemtin.watch.alarms import ALL, Alarm, Delivery, Tone

_HOURS = re.compile(r"(\d+)\s*h(?:ours?)?", re.IGNORECASE)
_USUAL: Final = "1d"

Silenced = dict[str, tuple[datetime, str]]


def alert(
    brief: options.Brief = False,
    test: Annotated[bool, typer.Option("--test", help="Only send a test message to every address.")] = False,
    at: options.At = None,
    archive: options.ArchiveUrl = None,
    output: options.Output = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Look what is wrong with portals and this machine, and tell it to the addresses in `alarms`: each cause once.

    `diemtin run` does it after crawls. A service that cannot be reached is tried again the next time.

    Examples:
        diemtin alert --test                           # does every address take a message?

        diemtin alert                                  # looks now; `diemtin incidents` lists what is wrong

        */15 * * * * diemtin alert --brief             # in a crontab, beside `diemtin crawl --due`
    """
    settings = options.settings(config, verbose=verbose, archive=archive, output=output)
    now = options.moment(at) or wiring.now()
    if test:
        _test(settings.alarms, now=now, as_json=as_json)
    else:
        with wiring.kept(settings) as store:
            done = alarming.look(store, settings, send=alarming.send, now=now, free=examining.left)
            alarming.keep_page(store, settings, done, now=now)
        _show_look(done, brief=brief, as_json=as_json)


def silence(
    portal: Annotated[
        str | None, typer.Argument(help="Name of a portal, or '*' for all.", metavar="PORTAL", show_default=False)
    ] = None,
    length: Annotated[
        str | None, typer.Option("--for", help=f"How long: 6h, 3d, 2w; {_USUAL} when left out.", metavar="AGE")
    ] = None,
    until: Annotated[
        str | None, typer.Option(help="Until this day begins, or this moment: 2026-12-01T08:00.", metavar="DATE")
    ] = None,
    reason: Annotated[str, typer.Option(help="Why; the digest tells it.")] = "",
    end: Annotated[bool, typer.Option("--end", help="Tell alarms of it again.")] = False,
    list_: Annotated[bool, typer.Option("--list", help="Show what is silenced.")] = False,
    at: options.At = None,
    archive: options.ArchiveUrl = None,
    config: options.Config = None,
    as_json: options.AsJson = False,
    verbose: options.Verbose = False,
) -> None:
    """Send no alarm of a portal for a while. What is wrong then and still is afterwards is told afterwards.

    Examples:
        diemtin silence moit --for 3d --reason "it moves house"

        diemtin silence '*' --until 2026-12-01

        diemtin silence moit --end

        diemtin silence --list
    """
    settings = options.settings(config, verbose=verbose, archive=archive)
    now = options.moment(at) or wiring.now()
    if not (portal or list_):
        raise typer.BadParameter("name a portal, or '*' for all, or say --list", param_hint="PORTAL")
    if portal and portal != ALL:
        run.portal(portal)  # a wrong name is told with the nearest
    wanted = None if list_ or end else _until(length, until, now=now)
    with wiring.kept(settings) as store:
        was = store.incidents.unsilence(portal) if portal and end else None
        if portal and wanted:
            store.incidents.silence(portal, until=wanted, reason=reason)
        silences = store.incidents.silences(now=now)
    if as_json:
        terminal.as_json(_silences(silences))
    elif list_:
        _show_silences(silences)
    elif wanted:
        _say(
            f"no alarm of {portal} is sent until {terminal.moment(wanted)}; `diemtin silence {portal} --end` ends that"
        )
    else:
        _say(f"alarms of {portal} are sent again" if was else f"{portal} was not silenced")


def _test(addresses: Sequence[str], *, now: datetime, as_json: bool) -> None:
    """Send a test message to every address, and show which took it; end with 1 unless all did, and there was one."""
    text = f"A test of {now:%H:%M %d/%m/%Y}. Whoever reads this will be told when a portal breaks."
    alarm = Alarm(title="Điểm Tin: a test message", text=text, tone=Tone.NOTICE)
    found = list(alarming.send({address: [alarm] for address in addresses}).values())
    if as_json:
        terminal.as_json([_delivery(one) for one in found])
    for one in [] if as_json else found:
        _say(f"{one.address}: {'taken' if not one.fault else f'not taken, {one.fault}; {one.remedy}'}")
    if not found and not as_json:
        _say('no address is set: write one into diemtin.toml, like alarms = ["mailtos://user:$PASSWORD@example.vn"]')
    if not found or any(one.fault for one in found):
        raise typer.Exit(1)


def _until(length: str | None, until: str | None, *, now: datetime) -> datetime:
    if length and until:
        raise typer.BadParameter("say --for or --until, not both", param_hint="--for")
    if until:
        return _moment(until, now=now)
    span = _span(length or _USUAL)
    if not span:
        raise typer.BadParameter(f"{length!r} is no length of time: write 6h, 3d or 2w", param_hint="--for")
    return now + span


def _span(written: str) -> timedelta | None:
    hours = _HOURS.fullmatch(written.strip())
    return timedelta(hours=int(hours[1])) if hours else thinning.span(written)


def _moment(written: str, *, now: datetime) -> datetime:
    reading = dates.read(written)
    if reading is None or reading.moment <= now:
        why = "is no moment" if reading is None else "is over"
        raise typer.BadParameter(f"{written!r} {why}: write a day to come, like 2026-12-01", param_hint="--until")
    return reading.moment


def _show_look(done: Look, *, brief: bool, as_json: bool) -> None:
    if as_json:
        terminal.as_json(_look(done))
    elif done.elsewhere and not brief:
        _say("another look is under way: nothing was done")
    elif not brief:
        _say(f"{counted(len(done.opened), 'incident')} opened, {len(done.healed)} healed, {len(done.open)} open")
        for one in done.deliveries:
            fault = f"; then {one.fault}; {one.remedy}" if one.fault else ""
            _say(f"{one.address}: {counted(len(one.taken), 'message')}{fault}")


def _look(done: Look) -> dict[str, Any]:
    return {
        "looked": not done.elsewhere,
        "opened": [records.incident(one) for one in done.opened],
        "healed": [records.incident(one) for one in done.healed],
        "open": [records.incident(one) for one in done.open],
        "sent": [_delivery(one) for one in done.deliveries],
    }


def _delivery(one: Delivery) -> dict[str, Any]:
    return {"address": one.address, "taken": len(one.taken), "fault": one.fault, "remedy": one.remedy}


def _show_silences(silences: Silenced) -> None:
    if not silences:
        _say("nothing is silenced")
        return
    made = terminal.table("silenced", "until", "reason")
    for portal, (until, reason) in sorted(silences.items()):
        made.add_row("all" if portal == ALL else portal, terminal.moment(until), reason)
    terminal.out.print(made)


def _silences(silences: Silenced) -> list[dict[str, Any]]:
    return [
        {"portal": portal, "until": until.isoformat(timespec="minutes"), "reason": reason}
        for portal, (until, reason) in sorted(silences.items())
    ]


def _say(told: str) -> None:
    terminal.out.print(told, markup=False, highlight=False, soft_wrap=True)
