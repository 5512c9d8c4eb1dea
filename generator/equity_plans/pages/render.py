"""The Jinja environment: templates only place finished values, and plan text is encoded."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from jinja2.compiler import CodeGenerator, Frame
from jinja2.nodes import Call, Const, Expr, Name
from jinja2.utils import missing
from markupsafe import Markup, escape

from equity_plans import addresses as uris
from equity_plans import words
from equity_plans.changes import report_words
from equity_plans.language import SOURCE, speaking, spoken
from equity_plans.pages import charts, entries, inline, phrases
from equity_plans.pages.compiled import COMPILED
from equity_plans.pages.encode import address, finished, marked, nmarked, plain, pmarked, prose
from equity_plans.pages.page import links_from
from equity_plans.pages.sheets import others
from equity_plans.view import Setting, goal_of


def render(template: str, view: Setting, *, uri: str, **values: Any) -> str:
    """The Markdown of one page, from its template, its address and its finished values."""
    to = links_from(uri)
    found = _template(template, spoken().tag)
    known = _Known(
        found.globals,
        **values,
        view=view,
        to=to,
        link=lambda text, target: finished(f"[{plain(text)}]({to(target)})"),
        label=view.schemas.label,
        tag=lambda state: inline.status_tag(view.schemas, state),
    )
    # As `Template.render` does it, but all that is not copied once more, and found at once.
    context = found.new_context(known, shared=True)
    context.resolve_or_missing = known.__getitem__  # type: ignore[assignment, method-assign] # it is one of this context alone
    return "".join(found.root_render_func(context))


def piece(template: str, macro: str, *values: Any) -> Markup:
    """The Markdown of a piece of a page, from a macro of a template and its finished values."""
    module = _template(template, spoken().tag).module
    made: Markup = getattr(module, macro)(*values)
    return made


def load_templates(languages: Iterable[str]) -> None:
    """Have every template ready: whoever is a copy of this program need not do it again."""
    for tag in {*languages, SOURCE}:
        with speaking(tag):
            for name in _environment(tag).list_templates():
                _template(name, tag)


def _finalize(value: object) -> Markup:
    """Plan text that reaches a template as it is gets encoded here, so nobody can forget it."""
    if isinstance(value, Markup):
        return value
    return plain(value) if isinstance(value, str) else escape(value)


class _Direct(CodeGenerator):
    """Templates as Python, in which `_finalize` alone encodes: all that it gives is encoded.

    Their functions never ask for the context, so they are called as they are. A sentence without
    values is said once, when its template is compiled: it stands there in the language spoken.
    """

    def visit_Call(self, node: Call, frame: Frame, forward_caller: bool = False) -> None:  # noqa: N802 - Jinja's signature
        """Write a call."""
        if forward_caller or node.dyn_args is not None or node.dyn_kwargs is not None:
            super().visit_Call(node, frame, forward_caller)
            return
        self.visit(node.node, frame)
        self.write("(")
        for given in (*node.args, *node.kwargs):
            self.visit(given, frame)
            self.write(", ")
        self.write(")")

    def _output_child_to_const(self, node: Expr, frame: Frame, finalize: Any) -> str:
        match node:
            case Call(node=Name(name="_"), args=[Const(value=str(message))], kwargs=[]):
                return marked(message)
        return super()._output_child_to_const(node, frame, finalize)

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - Jinja's signature
        # Most of what is put in is encoded already.
        self.write("(made if (made := (")

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ARG002 - likewise
        self.write(")).__class__ is Markup else environment.finalize(made))")


class _Known(dict[str, Any]):
    """What the template of a page knows."""

    def __missing__(self, name: str) -> object:
        return missing


class _Environment(Environment):
    """Jinja, as templates of ours need it."""

    code_generator_class = _Direct

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """What every template knows, in a plain dictionary: each page begins with a copy of it."""
        return {**self.globals, **(d or {})}


@cache
def _template(name: str, tag: str) -> Template:
    return _environment(tag).get_template(name)


@cache
def _environment(tag: str) -> Environment:
    """Templates in the language spoken, which is `tag`."""
    environment = _Environment(
        loader=PackageLoader("equity_plans.pages"),
        auto_reload=False,
        autoescape=True,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.do"],
        bytecode_cache=COMPILED.told_in(tag),
    )
    filters: Mapping[str, Any] = {
        "prose": prose,
        "address": address,
        "time": inline.time,
        "count": words.count,
        "days": words.days,
        "number": words.number,
        "capital": words.capital,
        "listed": words.listed,
        "percent": words.percent,
        "span": words.span,
        "short": words.short,
        "cited": inline.cited,
        "brief": words.brief,
    }
    environment.filters.update(filters)
    environment.globals.update(
        # Not Jinja's own extension: it would encode for HTML alone what is put into a sentence.
        _=marked,
        ngettext=nmarked,
        pgettext=pmarked,
        uris=uris,
        icon=inline.icon,
        goal_of=goal_of,
        others=others,
        amount=words.amount,
        quantity=words.quantity,
        charts=charts,
        entries=entries,
        document_title=phrases.document_title,
        document_words=phrases.document_words,
        engagement_words=phrases.engagement_words,
        last_said=phrases.last_said,
        due_words=inline.due_words,
        report_words=report_words,
    )
    # Pieces that several templates place, by the name under which these know them.
    environment.globals["parts"] = environment.get_template("parts.md.j2").module
    return environment
