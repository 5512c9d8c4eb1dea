"""The command `equity-plans`: the one place that prints and chooses how a run ends."""

from __future__ import annotations

import atexit
import gc
import hashlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

import click

from equity_plans.authoring import AuthoringError, NoProjectError
from equity_plans.cli.group import CLEAN, FOUND, MISUSED, OUR_FAULT, cli, complain
from equity_plans.diagnostics.show import show
from equity_plans.diagnostics.trouble import trouble
from equity_plans.publish import PublishError

__all__ = ["cli", "main"]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command and end the program; whatever happens, without a traceback."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        # A terminal that lacks a character shows its number instead of stopping the check.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # Python would look through all that is known of a country once more before it lets go of it.
    atexit.register(gc.freeze)
    sys.exit(_run(given))


def _run(arguments: list[str]) -> int:
    try:
        return cli.main(arguments, prog_name="equity-plans", standalone_mode=False) or CLEAN
    except click.UsageError as error:
        if error.ctx is not None:
            complain(error.ctx.get_usage())
        complain(show(error.format_message()))
        return MISUSED
    except NoProjectError as error:
        complain(str(error))
        return MISUSED
    except (PublishError, AuthoringError) as error:
        complain(str(error))
        return FOUND
    except (click.Abort, KeyboardInterrupt):
        return FOUND
    except BrokenPipeError:
        # Whoever reads on has read enough. Nothing may be left to be flushed into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FOUND
    except OSError as error:
        complain(trouble(error))
        return FOUND
    except Exception as error:  # noqa: BLE001 - the last guard
        if "--debug" in arguments:
            import traceback  # noqa: PLC0415 - it should not be needed

            traceback.print_exception(error)
        complain(_our_fault(error))
        return OUR_FAULT


def _our_fault(error: Exception) -> str:
    """One line about a mistake of the command itself, with a mark by which it is known again."""
    import traceback  # noqa: PLC0415 - as above

    frames = traceback.extract_tb(error.__traceback__)
    path = "\n".join(f"{Path(frame.filename).name}:{frame.name}:{frame.line}" for frame in frames)
    mark = hashlib.sha256(f"{type(error).__name__}\n{path}".encode()).hexdigest()[:8]
    return (
        f"error[EP000]: This is our mistake, not yours: the command broke (mark {mark}). Run it "
        "again as `equity-plans --debug …`, and tell us what it says."
    )
