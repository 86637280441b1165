"""`GET /services/{code}/flow.svg`: a picture that is fetched again only when something changed."""

from __future__ import annotations

from xml.etree import ElementTree

import httpx


def test_the_flow_chart_is_an_svg_picture(api: httpx.Client) -> None:
    reply = api.get("/api/v1/services/elder-card/flow.svg")
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("image/svg+xml")
    assert ElementTree.fromstring(reply.text).tag.endswith("svg")


def test_an_unchanged_flow_chart_is_not_sent_again(api: httpx.Client) -> None:
    tag = api.get("/api/v1/services/elder-card/flow.svg").headers["etag"]
    again = api.get("/api/v1/services/elder-card/flow.svg", headers={"If-None-Match": tag})
    assert again.status_code == 304 and not again.content


def test_an_unknown_service_has_no_flow_chart(api: httpx.Client) -> None:
    assert api.get("/api/v1/services/no-such-thing/flow.svg").status_code == 404
