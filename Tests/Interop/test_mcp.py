"""The agent's door over HTTP, with the official client from PyPI, in both eras of the protocol."""

import asyncio

import pytest
from mcp import Client
from mcp.client.streamable_http import create_mcp_http_client, streamable_http_client


def talk(daemon, token, mode, body):
    async def go():
        async with create_mcp_http_client(headers={"Authorization": f"Bearer {token}"}) as http:
            async with Client(streamable_http_client(f"{daemon.url}/mcp", http_client=http), mode=mode) as client:
                return await body(client)

    return asyncio.run(asyncio.wait_for(go(), 60))


@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
def test_a_client_lists_plans_reads_waits_moves_and_cancels(daemon, mode):
    async def body(client):
        tools = {tool.name for tool in (await client.list_tools()).tools}
        names = {"schedule", "list", "get", "update", "cancel", "status", "wait", "report"}
        assert {f"pulse_{name}" for name in names} <= tools
        made = await client.call_tool("pulse_schedule", {"prompt": "look at the build", "in": "1h", "name": "build"})
        assert not made.is_error, made.content
        listed = await client.call_tool("pulse_list", {})
        assert "look at the build" in listed.content[0].text + str(listed.structured_content)
        refused = await client.call_tool("pulse_schedule", {"prompt": "look at the build"})
        assert refused.is_error and "in" in refused.content[0].text
        soon = await client.call_tool("pulse_schedule", {"prompt": "wake me", "in": "1s"})
        assert not soon.is_error, soon.content
        seen = []

        async def progress(done, total, message):
            seen.append(done)

        woken = await client.call_tool("pulse_wait", {"timeout_s": 20}, progress_callback=progress)
        assert not woken.is_error, woken.content
        assert seen == sorted(seen)
        run = soon.structured_content["item"]["id"] + ".1"
        reported = await client.call_tool("pulse_report", {"outcome": "done", "message": "all is well", "run": run, "next_check_in": "3h"})
        assert not reported.is_error, reported.content
        shown = await client.call_tool("pulse_get", {"id": soon.structured_content["item"]["id"]})
        assert shown.structured_content["attempts"][0]["report"]["message"] == "all is well"
        resource = await client.read_resource("upbeat://upcoming")
        assert "look at the build" in resource.contents[0].text
        many = await asyncio.gather(
            *[client.call_tool("pulse_schedule", {"prompt": f"number {n}", "in": "2h"}) for n in range(50)]
        )
        assert not any(answer.is_error for answer in many)
        gone = await client.call_tool("pulse_cancel", {"name": "build"})
        assert not gone.is_error, gone.content

    talk(daemon, daemon.token, mode, body)
    pulses = daemon.command("ls", "--json", "--limit", "100").stdout
    assert pulses.count("number ") >= 50


def test_an_agent_is_the_one_of_its_token_and_sees_its_own_alone(daemon):
    (daemon.home / "upbeat.yaml").write_text("agents: {ann: {scope: schedule}, bob: {scope: schedule}}\n")
    daemon.command("reload")
    tokens = {name: daemon.command("token", "create", name, "--agent", name, "--scope", "schedule").stdout.strip() for name in ("ann", "bob")}

    async def plan(client):
        return await client.call_tool("pulse_schedule", {"prompt": "a plan of ann's", "in": "1h"})

    async def look(client):
        return await client.call_tool("pulse_list", {}), await client.call_tool("pulse_get", {"id": "1"})

    assert not talk(daemon, tokens["ann"], "auto", plan).is_error
    listed, shown = talk(daemon, tokens["ann"], "auto", look)
    assert "a plan of ann's" in str(listed.structured_content) and not shown.is_error
    listed, shown = talk(daemon, tokens["bob"], "auto", look)
    assert "a plan of ann's" not in str(listed.structured_content) and shown.is_error
