"""What an operator does to a daemon, and what it must not do in return."""

import os
import signal
import subprocess

import pytest


def start_sleeper(daemon):
    """A pulse that ignores TERM; returns its id once it runs."""
    number = daemon.command(
        "add", "--quiet", "--command", "--", "sh", "-c", 'trap "" TERM; echo up; while :; do sleep 0.1; done'
    ).stdout.strip()
    while "up" not in daemon.command("logs", number).stdout:
        pass
    return number


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_every_ending_signal_drains(daemon, number):
    pulse = start_sleeper(daemon)
    daemon.process.send_signal(number)
    assert daemon.process.wait(timeout=20) == 0
    shown = daemon.command("show", pulse).stdout
    assert f"pulse {pulse} is pending" in shown
    left = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True).stdout
    assert 'trap "" TERM; echo up' not in left


def test_a_terminal_that_closes_drains(daemon):
    """HUP reads the configuration anew, but not where it tells that the terminal is gone."""
    daemon.stop()
    pid, terminal = os.forkpty()
    if pid == 0:
        os.execve(daemon.binary, [daemon.binary, "run"], daemon.environment)
    said = b""
    while b"curl" not in said:
        said += os.read(terminal, 4096)
    os.kill(pid, signal.SIGHUP)
    assert "is running" in daemon.command("status").stdout
    os.close(terminal)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0


@pytest.mark.parametrize("number", [signal.SIGUSR1, signal.SIGUSR2, signal.SIGALRM, signal.SIGPIPE])
def test_other_signals_do_not_end_it(daemon, number):
    daemon.process.send_signal(number)
    assert "is running" in daemon.command("status").stdout


def test_a_database_that_vanishes_ends_the_daemon_and_is_not_made_anew(daemon):
    daemon.command("add", "kept", "--runner", "echo", "--in", "1h")
    (daemon.home / "upbeat.db").rename(daemon.home / "elsewhere.db")
    refused = daemon.command("add", "not kept", "--runner", "echo", "--in", "1h", check=False)
    assert refused.returncode != 0
    assert daemon.process.wait(timeout=20) == 1
    again = daemon.command("run", check=False)
    assert again.returncode == 1 and "is missing" in again.stderr
    (daemon.home / "elsewhere.db").rename(daemon.home / "upbeat.db")
    assert "kept" in daemon.command("ls").stdout


def test_an_argument_that_is_not_text_is_refused(daemon):
    refused = daemon.command("add", "--command", "--", "touch", b"/tmp/f\xffx", check=False)
    assert refused.returncode == 64 and "UTF-8" in refused.stderr


def test_something_else_in_the_sockets_place_is_left_alone(daemon):
    daemon.stop()
    socket = daemon.home / "upbeat.sock"
    socket.unlink(missing_ok=True)
    socket.write_text("precious")
    refused = daemon.command("run", check=False)
    assert refused.returncode == 1 and str(socket) in refused.stderr
    assert socket.read_text() == "precious"
