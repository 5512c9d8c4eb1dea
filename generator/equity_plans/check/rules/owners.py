"""Who may change what. Kept by `ownership`, which looks at the names of changed files."""

from __future__ import annotations

from equity_plans.check.registry import declare
from equity_plans.findings import Severity

declare(
    "EP401",
    summary="A change stays in the folder of one agency.",
    why="""
    Each agency answers for its own plans. A change that reaches into the folder of another needs
    the consent of both, and is easily overlooked among the rest. A file that is moved out of a
    folder counts as a change there too.
    """,
    fix="Take the other agency's files out, and propose them by themselves.",
)
declare(
    "EP402",
    summary="A change to plans touches nothing but plans.",
    why="""
    What checks and publishes the plans is not the agencies' to change. Hidden in a change to a
    plan, it could make the check say what its author likes.
    """,
    fix="Take these files out. What has to change there is proposed by itself.",
)
declare(
    "EP403",
    summary="What all agencies share is changed with the keepers.",
    why="""
    Laws and orders, and what else stands directly in plans/, concern every agency. The keepers look
    at it before the plan that needs it is accepted.
    """,
    fix="Tell the keepers in the proposal why it is needed, or propose it first, by itself.",
    severity=Severity.WARNING,
)
declare(
    "EP404",
    summary="A change to the check itself is looked at by a person.",
    why="""
    A proposal can change the very rules, programs and settings that it is checked by. What the
    check says of such a proposal proves nothing.
    """,
    fix="Read these files. The check on the accepted plans runs again before they are published.",
    severity=Severity.WARNING,
)
declare(
    "EP405",
    summary="The code host knows the owners that plans/OWNERS.yaml names.",
    why="""
    The code host asks the people in its own file, .github/CODEOWNERS, to agree to a change. That
    file is written from plans/OWNERS.yaml, so that there is one list and not two.
    """,
    fix="Run `equity-plans owners --write-codeowners`, which writes it anew.",
)
declare(
    "EP406",
    summary="Owners are named for agencies that are there, once for each.",
    why="""
    An agency whose folder has another name, or that is listed twice, would have other owners than
    the file seems to say.
    """,
    fix="Write the name of the agency's folder, and list it once.",
)
declare(
    "EP407",
    summary="Who must agree to a change is known.",
    why="""
    Without a list of owners, a change would be accepted by whoever comes along.
    """,
    fix="Write plans/OWNERS.yaml, with at least the keepers.",
)
