"""What the schema asks of each file: keys, kinds of value, words. Kept by `shape`."""

from __future__ import annotations

from equity_plans.check.registry import declare

declare(
    "EP101",
    summary="What is needed is there.",
    why="Only a few keys must be there, because the site cannot show the thing without them.",
    fix="Add the key. The guide to the fields has an example of each.",
)
declare(
    "EP102",
    summary="Every key is one that is known.",
    why="""
    A key with a slip in it would be passed over, and what stands there would be missing on the
    site without a word. Notes of your own go under keys that start with “x-”; they are not
    published.
    """,
    fix="Correct the key, or delete the line.",
)
declare(
    "EP103",
    summary="A word from a list is one of its words.",
    why="Readers find and compare plans by these words, so everyone uses the same ones.",
    fix="Write one of the words on the list.",
)
declare(
    "EP104",
    summary="A value is of the kind that is asked for.",
    why="A number is needed to count with, a list where there can be several.",
    fix="Write it as in the example in the guide to the fields.",
)
declare(
    "EP105",
    summary="A date is a date that exists, in one of the ways a plan can write it.",
    why="What is due and what is late is worked out from dates.",
    fix="Write 2024-09-30, 2024-09, 2024-Q3, 2024, FY2024, FY2024-Q2 or ongoing.",
)
declare(
    "EP106",
    summary="An id is a short name in lower case.",
    why="""
    Ids become addresses on the site, and reports name by them what they are about. Another plan is
    named by the ids of its agency and its own.
    """,
    fix="Use lower-case letters, digits and single hyphens, such as translate-forms.",
)
declare(
    "EP107",
    summary="A text or list is neither too short nor too long.",
    why="The limits are wide. What goes over them breaks pages and is most often in a wrong place.",
    fix="Shorten it, or move the details to a field for longer text.",
)
declare(
    "EP108",
    summary="A number lies within its limits.",
    why="What goes over them is most often a slip, such as a year with a digit too many.",
    fix="Look at the number again.",
)
declare(
    "EP109",
    summary="A web address is whole.",
    why="Readers follow it. An address without its beginning, or with a space, leads nowhere.",
    fix="Copy the whole address from the browser, starting with https://.",
)
declare(
    "EP110",
    summary="An e-mail address can be written to.",
    why="The public turns to this address with questions.",
    fix="Write an e-mail address of an office, such as equity@example.gov.",
)
declare(
    "EP111",
    summary="A list has each entry once.",
    why="An entry that stands twice is a leftover, or was meant to be another.",
    fix="Delete one of the two, or correct it.",
)
declare(
    "EP113",
    summary="A text is written in the way its field asks for.",
    why="""
    A title is one line. A page is a number or a range of numbers. What is written otherwise would
    be shown as something that it is not.
    """,
    fix="Write it as in the example in the guide to the fields.",
)
