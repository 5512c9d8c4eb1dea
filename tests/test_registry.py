"""The catalogue of rules is complete, in order, and fit to be read by an author."""

from __future__ import annotations

import re
from inspect import signature
from pathlib import Path

import pytest

from equity_plans.check.examples import FOLDER
from equity_plans.check.registry import RULES, Rule, also, declare, rule
from equity_plans.findings import Severity
from equity_plans.schema import KINDS

ID = re.compile(r"\bEP[0-9]{3}\b")
SENTENCES = re.compile(r"[A-Z“].+[.?”]", re.DOTALL)
JARGON = re.compile(r"\b(string|array|object|property|boolean|integer|regex|null|None|schema)\b")

EACH = pytest.mark.parametrize("entry", RULES.values(), ids=RULES)


def test_ids_are_formed_alike_and_in_order():
    assert list(RULES) == sorted(RULES)
    assert [id_ for id_ in RULES if not ID.fullmatch(id_)] == []
    assert [id_ for id_, entry in RULES.items() if entry.id != id_] == []


@EACH
def test_a_rule_says_what_it_asks_why_and_what_to_do(entry: Rule):
    assert re.fullmatch(r"[A-Z].{5,90}\.", entry.summary)
    for text in (entry.why, entry.fix):
        assert SENTENCES.fullmatch(text), text
    assert entry.why != entry.summary


@EACH
def test_a_rule_is_worded_for_people_who_do_not_program(entry: Rule):
    assert JARGON.findall(f"{entry.summary} {entry.why} {entry.fix}") == []


@EACH
def test_a_rule_looks_at_kinds_of_file_that_exist_and_is_called_as_its_kind_is(entry: Rule):
    given = {
        "plan": ["plan", "portfolio"],
        "report": ["report", "plan", "portfolio"],
        "agency": ["agency", "portfolio"],
        "authorities": ["authorities", "portfolio"],
    }

    assert set(given) == set(KINDS)
    given["change"] = ["change", "as_of"]
    for kind, look in entry.looks.items():
        assert list(signature(look).parameters) == given[kind]


@EACH
def test_only_errors_and_warnings_are_told_of_one_by_one(entry: Rule):
    """Advice is EP5xx or EP9xx, so that nobody takes a notice for something that must be mended."""
    if entry.id[2] in "0123":
        assert entry.severity in (Severity.ERROR, Severity.WARNING)
    if entry.id[2] == "9":
        assert entry.severity == Severity.NOTICE


def test_no_two_rules_say_the_same():
    summaries = [entry.summary for entry in RULES.values()]

    assert len(set(summaries)) == len(summaries)


def test_every_folder_of_examples_belongs_to_a_rule():
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] not in "._"}

    assert folders - {"defaults"} <= set(RULES)
    for folder in sorted(folders - {"defaults"}):
        cases = {path.name.partition("-")[0] for path in (FOLDER / folder).iterdir()}
        assert cases == {"good", "bad"}, folder


def test_every_rule_that_is_used_is_in_the_catalogue_and_the_reverse(root):
    """Ids stand in the source as words, so a slip in one would send readers to no page."""
    used = set()
    for path in sorted((root / "generator" / "equity_plans").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if path.parent.name == "rules":
            # Here a rule that has no function of its own is only entered, not kept.
            text = re.sub(r"declare\(\s*\"EP[0-9]{3}\"", "", text)
        used |= set(ID.findall(text))

    assert used - set(RULES) == set()
    assert set(RULES) - used == set()


def test_every_module_of_rules_is_imported(root):
    from equity_plans.check import rules

    folder = Path(rules.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}

    assert modules | {"RULES"} == set(rules.__all__)


# Entering a rule ----------------------------------------------------------------------------------


def test_an_id_is_given_once():
    with pytest.raises(ValueError, match="EP201 is taken by “An id names one thing only"):
        declare("EP201", summary="Another rule.", why="It is new.", fix="Mend it.")


def test_a_rule_looks_at_a_kind_of_file_in_one_way():
    with pytest.raises(ValueError, match="EP201 looks at each plan twice"):
        also("EP201", of="plan")(RULES["EP201"].looks["plan"])


def test_nobody_changes_the_catalogue_by_the_way():
    with pytest.raises(TypeError):
        RULES["EP999"] = RULES["EP201"]  # type: ignore[index] # that it fails is the point


def test_a_docstring_is_the_rule_and_its_reason(monkeypatch):
    entered: dict[str, Rule] = {}
    monkeypatch.setattr("equity_plans.check.registry._rules", entered)

    @rule("EP299", of="plan", fix="Mend it.", severity=Severity.WARNING)
    def something(plan, *, portfolio):
        """Something is so.

        Because it
        must be.

        And so on.
        """
        return iter(())

    assert entered["EP299"].summary == "Something is so."
    assert entered["EP299"].why == "Because it must be.\n\nAnd so on."
    assert entered["EP299"].of == ("plan",)
    assert entered["EP299"].severity == Severity.WARNING
