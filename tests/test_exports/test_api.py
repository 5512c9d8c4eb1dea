"""The API answers with strict JSON in the shapes it publishes, and says what the pages say."""

from __future__ import annotations

import json
import re

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator
from referencing import Registry, Resource

from equity_plans import addresses, exports
from equity_plans.exports import api, openapi, responses
from equity_plans.exports.api import lists
from equity_plans.exports.cells import legible
from equity_plans.facets import facets
from equity_plans.progress import tally

API = addresses.API


def strictly(content):
    """The JSON in `content`, which is in UTF-8 and holds no NaN and no name twice."""

    def refuse(constant):
        raise ValueError(constant)

    def each_once(pairs):
        names = [name for name, _ in pairs]
        assert len(set(names)) == len(names)
        return dict(pairs)

    return json.loads(content.decode(), parse_constant=refuse, object_pairs_hook=each_once)


def path_of(uri, paths):
    """The path of the API that the file at `uri` is an answer of."""
    return [
        path
        for path in paths
        if re.fullmatch(
            re.sub(
                r"\{(\w+)\}",
                lambda braces: r"\d+" if braces[1] == "part" else "[a-z0-9-]+",
                re.escape(path).replace(r"\{", "{").replace(r"\}", "}"),
            ),
            f"/{uri.removeprefix(API)}",
        )
    ]


def answers(publication, written):
    described = {openapi.URI, responses.SCHEMA}
    return {
        uri: strictly(content)
        for uri, content in written(publication, API).items()
        if uri not in described
    }


def check_shapes(publication, written):
    """Every answer has exactly one path, and the shape which that path promises."""
    schema = strictly(written(publication, responses.SCHEMA)[responses.SCHEMA])
    document = openapi.openapi_document(publication)
    registry = Registry().with_resource(schema["$id"], Resource.from_contents(schema))
    for uri, answer in answers(publication, written).items():
        (path,) = path_of(uri, document["paths"])
        told = document["paths"][path]["get"]["responses"]["200"]["content"]
        name = told["application/json"]["schema"]["$ref"].rpartition("/")[2]
        validator = Draft202012Validator(
            {"$ref": f"{schema['$id']}#/$defs/{name}"},
            registry=registry,
            format_checker=FormatChecker(["date"]),
        )
        assert [error.message for error in validator.iter_errors(answer)] == [], uri


def test_the_description_is_valid_openapi(real):
    OpenAPIV31SpecValidator(openapi.openapi_document(real)).validate()


def test_the_description_is_complete_by_the_rules_of_linters(real):
    """Redocly's recommended rules and Spectral's for OpenAPI find nothing in it either."""
    document = openapi.openapi_document(real)
    info, operations = document["info"], [path["get"] for path in document["paths"].values()]

    assert {"title", "version", "summary", "description", "contact", "license"} <= info.keys()
    assert all(server["url"].startswith("https://") for server in document["servers"])
    assert not any(server["url"].endswith("/") for server in document["servers"])
    tags = {tag["name"] for tag in document["tags"]}
    ids = [one["operationId"] for one in operations]
    assert len(set(ids)) == len(ids)
    for path, operation in zip(document["paths"], operations, strict=True):
        assert operation["summary"]
        assert operation["description"].endswith("."), path
        assert set(operation["tags"]) <= tags
        assert {"200", "404"} == operation["responses"].keys()
        named = re.findall(r"\{(\w+)\}", path)
        assert [one["name"] for one in operation["parameters"]] == named
        assert all(one["description"] for one in operation["parameters"])
    written = json.dumps(document)
    used = set(re.findall(r"#/components/schemas/(\w+)", written))
    assert used == document["components"]["schemas"].keys()


def test_the_published_schema_is_a_valid_schema(real, written):
    schema = strictly(written(real, responses.SCHEMA)[responses.SCHEMA])
    Draft202012Validator.check_schema(schema)


def test_the_description_and_the_schema_have_the_same_shapes(real, written):
    files = written(real, API)
    described = json.dumps(strictly(files[openapi.URI])["components"]["schemas"])
    schema = json.dumps(strictly(files[responses.SCHEMA])["$defs"])
    assert described.replace("#/components/schemas/", "#/$defs/") == schema


def test_every_answer_has_the_shape_of_its_path(real, written):
    check_shapes(real, written)


def test_an_answer_with_a_strange_field_would_be_noticed(real):
    shapes = responses.shapes(real.tables, lambda name: {"$ref": f"#/$defs/{name}"})
    right = {"as_of": "2025-03-01", "license": "CC0-1.0", "count": 0, "plans": []}
    right |= {"part": 1, "parts": 1, "next": None}
    broken = {**right, "more": 1}
    validator = Draft202012Validator({"$ref": "#/$defs/plans_file", "$defs": shapes})
    assert validator.is_valid(right)
    assert [error.validator for error in validator.iter_errors(broken)] == ["additionalProperties"]


def test_hostile_text_comes_back_as_typed_in_the_same_shapes(hostile, written, text):
    check_shapes(hostile, written)
    action = answers(hostile, written)[f"{API}plans/a/p/actions/b.json"]["action"]
    assert action["title"] == action["detail"] == legible(text)
    assert action["partners"] == [legible(text)] * 2


def test_states_are_those_of_the_pages(real, written):
    found = answers(real, written)
    expected = {str(state): count for state, count in tally(real.view.promised).items()}
    assert found[addresses.api("index")]["states"] == expected
    actions = found[addresses.api("actions")]
    drafts = {plan.key for plan in real.view.portfolio.plans.values() if plan.state == "draft"}
    states = [one["state"] for one in actions["actions"] if one["plan"] not in drafts]
    assert {state: states.count(state) for state in expected} == expected
    assert actions["count"] == len(actions["actions"]) == len(real.view.placed)
    assert len(states) == len(real.view.promised)


def test_an_action_is_the_same_alone_and_among_all(real, written):
    found = answers(real, written)
    for one in found[addresses.api("actions")]["actions"]:
        uri = one["json_url"].removeprefix(real.site_url)
        assert found[uri]["action"] == one


def test_a_list_has_the_actions_of_its_page_in_brief(real, written):
    found = answers(real, written)
    by_name = {facet.name: facet for facet in facets(real.view)}
    for name in api.LISTED:
        for value, label in by_name[name].values:
            told = found[addresses.list_api(name, value)]
            expected = [one for one in real.view.promised if value in by_name[name].of(one)]
            assert (told["facet"], told["value"], told["label"]) == (name, value, label)
            assert [one["title"] for one in told["actions"]] == [
                legible(one.action.title) for one in expected
            ]
            for one in told["actions"]:
                alone = found[one["json_url"].removeprefix(real.site_url)]["action"]
                assert one.items() <= alone.items()


def test_a_goal_holds_its_actions_and_measures(real, written):
    found = answers(real, written)
    for plan in real.view.portfolio.plans.values():
        for goal in plan.goals:
            told = found[addresses.goal_api(plan, goal)]
            assert told["goal"]["id"] == f"{plan.key}/{goal.id}"
            assert len(told["actions"]) == len(goal.actions)
            assert len(told["measures"]) == len(goal.measures)


def test_a_long_list_is_cut_into_parts_that_name_the_next(real, written, monkeypatch):
    whole = answers(real, written)
    monkeypatch.setattr(lists, "MOST", 7)
    cut = answers(real, written)
    for uri, answer in whole.items():
        if "parts" in answer:
            (name,) = (name for name, value in answer.items() if isinstance(value, list))
            following, gathered, seen = real.site_url + uri, [], 0
            while following is not None:
                part = cut[following.removeprefix(real.site_url)]
                seen += 1
                assert part["part"] == seen
                assert part["count"] == len(answer[name])
                assert len(part[name]) <= 7
                gathered += part[name]
                following = part["next"]
            assert part["parts"] == seen
            assert gathered == answer[name]
    check_shapes(real, written)


def test_a_record_is_on_a_line_of_its_own(real, written):
    lines = written(real, API)[addresses.api("plans")].decode().splitlines()
    assert [json.loads(line.removesuffix(","))["id"] for line in lines[1:-1]] == list(
        real.view.portfolio.plans
    )


def test_the_start_says_what_the_site_was_made_from(real, written):
    told = answers(real, written)[addresses.api("index")]
    assert told["commit"] is None
    known = exports.publication(real.view, site_url=real.site_url, commit="c0ffee")
    (file,) = lists.index(known)
    assert json.loads(file.content) == {**told, "commit": "c0ffee"}


def test_the_three_answers_are_told_apart(real, written):
    found = answers(real, written)
    for one, placed in zip(
        found[addresses.api("actions")]["actions"], real.view.placed, strict=True
    ):
        assert one["state"] == placed.standing.state
        assert one["agency_says"] == placed.standing.reported
        assert one["proof_documents"] == placed.standing.proofs == len(one["proof"])


def test_every_part_is_in_the_record_it_belongs_to(real, written):
    found = answers(real, written)
    for kind, parts in api.PARTS.items():
        records = found[addresses.api(kind)][kind]
        for part in parts:
            told = sum(len(record[part]) for record in records)
            assert told == len(real.tables[part].rows), (kind, part)


def test_a_plan_holds_all_that_is_its_own(real, written):
    found = answers(real, written)
    for key, plan in real.view.portfolio.plans.items():
        told = found[addresses.plan_api(plan)]
        assert told["plan"]["id"] == key
        assert len(told["goals"]) == len(plan.goals)
        assert len(told["actions"]) == len(real.view.by_plan[key])
        assert len(told["measures"]) == sum(1 for _ in plan.measures())
        assert len(told["changes"]) == sum(1 for one in real.view.changes if one.plan is plan)


@pytest.mark.parametrize("figure", [float("nan"), float("inf"), float("-inf")])
def test_what_is_no_number_is_never_published(figure, schemas):
    from equity_plans.exports.table import Told, table

    made = table(
        *("a", "b", "c", "d"),
        owners=[figure],
        columns=[Told(name="v", of=lambda one: one)],
        schemas=schemas,
    )
    with pytest.raises(ValueError, match="not a figure"):
        made.rows  # noqa: B018 - rows are made when somebody wants them


def test_the_schemas_lie_at_the_addresses_that_are_their_names(real, written):
    found = written(real, "schema/")
    for name, document in real.view.schemas.documents.items():
        uri = document["$id"].removeprefix("https://equity-plans.example/")
        assert strictly(found[uri]) == document, name


def test_no_two_exports_write_the_same_file(real):
    uris = [uri for uri, _ in exports.export_files(real.view, site_url=real.site_url)]
    assert len(set(uris)) == len(uris)
