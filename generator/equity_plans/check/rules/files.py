"""What reading the files finds: names and places, encoding, YAML. Kept by sources and places."""

from __future__ import annotations

from equity_plans.check.registry import declare

declare(
    "EP000",
    summary="A check runs to its end.",
    why="""
    When it does not, the mistake is ours, not yours. Nothing is known yet about the file at which
    it stopped.
    """,
    fix="Please tell us, with the file and the words of the message.",
)
declare(
    "EP001",
    summary="A file can be opened.",
    why="What cannot be opened can be neither checked nor published.",
    fix="Look whether the file is there and whether everyone may read it.",
)
declare(
    "EP002",
    summary="A file is saved as UTF-8.",
    why="""
    UTF-8 is the encoding that every program reads alike. In any other, “é” or a dash would show as
    something else on the site.
    """,
    fix="Save the file again and choose UTF-8 as the encoding.",
)
declare(
    "EP003",
    summary="A file says something.",
    why="An empty file is most often one that was never filled in.",
    fix="Fill it in, or delete it.",
)
declare(
    "EP004",
    summary="A file is YAML that can be understood.",
    why="""
    Plans are written in YAML: a key, a colon, a space and a value on each line, with what belongs
    together indented alike.
    """,
    fix="Look at the line shown and at the one before it.",
)
declare(
    "EP005",
    summary="A key stands once in its group.",
    why="""
    Where a key is given twice, most programs silently take one of the two, and not all of them the
    same one. What the other says would be lost.
    """,
    fix="Keep one of the two and delete the other.",
)
declare(
    "EP006",
    summary="A file holds one document.",
    why="A line with “---” begins a second document, which would be passed over.",
    fix="Delete the line, or move what follows it to a file of its own.",
)
declare(
    "EP007",
    summary="Lists and groups are not nested too deep.",
    why="No plan needs so many levels. A bracket or dash too many does.",
    fix="Look for brackets or dashes too many.",
)
declare(
    "EP008",
    summary="A file is not too large.",
    why="""
    The limit is many times what the longest plans need. It keeps a mistake, or a file that is meant
    to do harm, from keeping the check busy for hours.
    """,
    fix="Keep the plan's own words here and link to long documents.",
)
declare(
    "EP009",
    summary="A single text is not too long.",
    why="The limit is several pages. Nobody reads that much in one piece.",
    fix="Shorten it, and link to the document it comes from.",
)
declare(
    "EP010",
    summary="A file says everything where it belongs.",
    why="""
    YAML can name a part (“&”) and repeat it elsewhere (“*”, “<<”). Reviewers would have to look in
    two places to know what a plan says, and a few lines could stand for millions.
    """,
    fix="Write the part out. If “&” or “*” is meant as text, put the text in quotes.",
)
declare(
    "EP011",
    summary="A file gives no orders to programs.",
    why="“!” and “%” at the start of a word tell YAML programs what to do with it.",
    fix="Delete it. If it is meant as text, put the text in quotes.",
)
declare(
    "EP012",
    summary="Only plain files and folders are in plans/.",
    why="""
    A link could lead anywhere on the computer that builds the site, and what it leads to would be
    published.
    """,
    fix="Put the file itself there.",
)
declare(
    "EP013",
    summary="A key is a plain word.",
    why="YAML reads some words as something else: a bare number, true, or nothing at all.",
    fix="Write the key as the guide to the fields has it.",
)
declare(
    "EP014",
    summary="Nothing in a file is hidden.",
    why="""
    Some characters cannot be seen, and a few make a line read otherwise than it says. What a
    reviewer cannot see has no place in a public record. They often come along when text is copied
    from a PDF or a website. Only where a script or an emoji needs them may the two joiners stand:
    between Arabic letters that would join, in Indic conjuncts, and inside an emoji.
    """,
    fix="Delete the character, or type the line anew.",
)
declare(
    "EP015",
    summary="A name can be used in an address.",
    why="""
    The names of folders and files become addresses on the site and must work on every computer.
    """,
    fix="Use lower-case letters, digits and single hyphens, starting with a letter.",
)
declare(
    "EP016",
    summary="Each file stands where it belongs.",
    why="""
    A file with another name or in another place would be passed over without a word. A report
    needs its plan beside it, and a plan its agency.
    """,
    fix="Move the file, or make the one that is missing.",
)
declare(
    "EP017",
    summary="Lines are indented with spaces.",
    why="Programs show and count tabs differently, so YAML does not allow them there.",
    fix="Replace each tab with two spaces.",
)
declare(
    "EP018",
    summary="A text that YAML would read otherwise is in quotes.",
    why="""
    Some characters mean something to YAML: a colon and a space, a space and “#”, or a bracket at
    the start. Without quotes a part of the text would be lost or read as a key.
    """,
    fix="Put the whole text in double quotes.",
)
declare(
    "EP019",
    summary="A quote that is opened is closed.",
    why="All that follows would be taken for a part of the text.",
    fix="Put the same quote at the end of the text.",
)
declare(
    "EP020",
    summary="What belongs together is indented alike.",
    why="In YAML the spaces at the start of a line say what it belongs to.",
    fix="Line the text up with the lines it belongs to.",
)
