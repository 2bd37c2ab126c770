"""An agent that a pulse starts plans its own next wake-up over MCP, and is woken by it, with the daemon killed in between."""

import json
import os
import signal
import sys
import time

import pytest

from conftest import Daemon

# Stands where an agent's command line does: takes its prompt, says what it is over MCP, plans the next step, reports.
AGENT = '''
import asyncio, json, os, re, sys
from mcp import Client, StdioServerParameters
from mcp.client.stdio import stdio_client

BINARY, JOURNAL = sys.argv[1], sys.argv[2]
prompt = sys.argv[3]
step = int(re.search(r"step (\\d+)", prompt)[1])


async def main():
    server = StdioServerParameters(command=BINARY, args=["mcp"], env=dict(os.environ))
    async with Client(stdio_client(server), mode=os.environ["AGENT_MODE"]) as client:
        me = await client.call_tool("pulse_get", {})
        said = {"step": step, "prompt": prompt, "me": me.structured_content, "error": me.is_error}
        if step < 4:
            made = await client.call_tool("pulse_schedule", {"prompt": f"step {step + 1}", "in": "3s", "key": f"step-{step + 1}"})
            said["made"], said["error"] = made.structured_content, said["error"] or made.is_error
        report = await client.call_tool("pulse_report", {"outcome": "done", "message": f"step {step} is done"})
        said["report"], said["error"] = report.structured_content, said["error"] or report.is_error
        if said["error"]:
            said["said"] = [answer.content[0].text for answer in (me, report)]
        with open(JOURNAL, "a") as journal:
            journal.write(json.dumps(said) + "\\n")


asyncio.run(asyncio.wait_for(main(), 60))
print(f"step {step} is done")
'''


def until(fact, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        found = fact()
        if found:
            return found
        time.sleep(0.05)
    raise AssertionError(f"did not come in {seconds} s")


@pytest.mark.parametrize("mode", ["auto", "legacy", "2026-07-28"])
def test_an_agent_is_woken_by_its_own_plans_across_crashes(tmp_path, mode):
    (tmp_path / "agent.py").write_text(AGENT)
    journal = tmp_path / "journal.jsonl"
    daemon = Daemon(tmp_path, starts=False, AGENT_MODE=mode)
    daemon.home.mkdir(mode=0o700)
    command = json.dumps([sys.executable, str(tmp_path / "agent.py"), Daemon.binary, str(journal), "{prompt}"])
    (daemon.home / "upbeat.yaml").write_text(
        f"agents: {{ann: {{scope: schedule, runner: scripted}}}}\nrunners: {{scripted: {{command: {command}, env: [AGENT_MODE]}}}}\n"
    )
    daemon.start()

    def told():
        return [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []

    def pulses():
        return json.loads(daemon.command("ls", "--all", "--json", "--limit", "50").stdout)["pulses"]

    try:
        daemon.command("add", "step 1", "--agent", "ann", "--in", "1s")
        for step in (1, 2, 3):
            until(lambda: [pulse["status"] for pulse in pulses() if pulse["prompt"] == f"step {step}"] == ["completed"])
            os.kill(daemon.process.pid, signal.SIGKILL)
            daemon.process.wait()
            daemon.start()
        until(lambda: len(pulses()) == 4 and all(pulse["status"] == "completed" for pulse in pulses()))
        steps = told()
        assert [said["step"] for said in steps] == [1, 2, 3, 4]
        assert not any(said["error"] for said in steps), steps
        made = {pulse["prompt"]: pulse for pulse in pulses()}
        assert set(made) == {"step 1", "step 2", "step 3", "step 4"}
        for said in steps:
            assert said["me"]["item"]["id"] == str(made[f"step {said['step']}"]["id"]), said
            assert said["report"]["run"].startswith(f"{made['step %d' % said['step']]['id']}."), said
        # What a person wrote is handed on as it is; what the agent asked for says so.
        assert steps[0]["prompt"] == "step 1"
        last = next(said for said in steps if said["step"] == 4)
        assert "ann" in last["prompt"] and last["prompt"] != "step 4"
        shown = daemon.command("show", str(made["step 4"]["id"])).stdout
        assert "step 4 is done" in shown
    finally:
        if daemon.process.poll() is None:
            daemon.stop()
