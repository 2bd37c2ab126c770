"""Requests that no client sends: each is answered 4xx or closed, starts nothing, and the daemon lives."""

import random
import socket

import pytest
import requests
from conftest import Daemon
from raw import Door, connect, exchange, read_to_end, statuses

BODY = b'{"prompt":"x"}'
HOST = b"Host: localhost\r\n"
HEALTH = b"GET /healthz HTTP/1.1\r\n" + HOST


@pytest.fixture(scope="module")
def daemon(tmp_path_factory):
    daemon = Daemon(tmp_path_factory.mktemp("edge"))
    yield daemon
    daemon.stop()


def post(token: str, *fields: bytes) -> bytes:
    head = b"POST /v1/pulses HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + token.encode() + b"\r\n"
    return head + b"Content-Type: application/json\r\n" + b"".join(field + b"\r\n" for field in fields) + b"\r\n"


CHUNKED = b"Transfer-Encoding: chunked"
LENGTH = b"Content-Length: 14"
CHUNKS = b"e\r\n" + BODY + b"\r\n0\r\n\r\n"

# What comes before the empty line of a POST, and what comes after it.
BODIES = {
    "two lengths": ([LENGTH, b"Content-Length: 5"], BODY),
    "the same length twice": ([LENGTH, LENGTH], BODY),
    "a list of lengths": ([b"Content-Length: 14, 14"], BODY),
    "a length with a sign": ([b"Content-Length: +14"], BODY),
    "a length below zero": ([b"Content-Length: -14"], BODY),
    "a length in hexadecimal": ([b"Content-Length: 0xe"], BODY),
    "a length with a blank in it": ([b"Content-Length: 1 4"], BODY),
    "a length beyond 64 bits": ([b"Content-Length: 99999999999999999999999"], BODY),
    "no length in its field": ([b"Content-Length: "], BODY),
    "a length and chunks": ([b"Content-Length: 6", CHUNKED], b"0\r\n\r\nGET /v1/status HTTP/1.1\r\n\r\n"),
    "chunks and a length": ([CHUNKED, b"Content-Length: 24"], CHUNKS),
    "chunks that are not the last coding": ([b"Transfer-Encoding: chunked, identity"], CHUNKS),
    "an unknown coding": ([b"Transfer-Encoding: xchunked"], CHUNKS),
    "a blank before the colon": ([b"Transfer-Encoding : chunked"], CHUNKS),
    "a chunk below zero": ([CHUNKED], b"-1\r\n" + CHUNKS),
    "a chunk with a prefix": ([CHUNKED], b"0xe\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a chunk beyond 64 bits": ([CHUNKED], b"fffffffffffffffff\r\n" + CHUNKS),
    "no size of a chunk": ([CHUNKED], b"\r\n" + CHUNKS),
    "no number of a chunk": ([CHUNKED], b"zz\r\n" + CHUNKS),
    "a chunk that is longer than it says": ([CHUNKED], b"5\r\n" + BODY + b"\r\n0\r\n\r\n"),
    "a line feed alone after a chunk's size": ([CHUNKED], b"e\n" + BODY + b"\r\n0\r\n\r\n"),
    "a field with a NUL": ([LENGTH, b"X-A: b\x00c"], BODY),
    "a field with a carriage return": ([LENGTH, b"X-A: b\rX-B: c"], BODY),
    "a field with a control character": ([LENGTH, b"X-A: b\x01c"], BODY),
    "a field without a name": ([LENGTH, b": b"], BODY),
    "a field without a colon": ([LENGTH, b"X-A"], BODY),
    "a name with a blank": ([LENGTH, b"X A: b"], BODY),
    "a name that is not ASCII": ([LENGTH, "Xä: b".encode()], BODY),
    "a folded line": ([LENGTH, b"X-A: b\r\n c"], BODY),
    "a folded first line": ([b" X-A: b", LENGTH], BODY),
}


@pytest.mark.parametrize("name", BODIES)
def test_what_can_be_read_in_two_ways_is_refused(daemon, name):
    fields, body = BODIES[name]
    answer = exchange(daemon, post(daemon.token, *fields) + body, half_close=True)
    codes = statuses(answer)
    assert all(400 <= code < 500 for code in codes) and len(codes) <= 1, answer
    assert Door(daemon).ask("GET", "/v1/pulses")["pulses"] == []


HEADS = {
    "HTTP/0.9": b"GET /healthz\r\n",
    "HTTP/2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\x00\x00\x00\x04\x00\x00\x00\x00\x00",
    "another version": b"GET /healthz HTTP/3.1\r\n" + HOST + b"\r\n",
    "no version": b"GET /healthz HTTP/\r\n" + HOST + b"\r\n",
    "a handshake of TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(507),
    "a target with a blank": b"GET /heal thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a target with a NUL": b"GET /heal\x00thz HTTP/1.1\r\n" + HOST + b"\r\n",
    "no method": b"/healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a method of small letters": b"get /healthz HTTP/1.1\r\n" + HOST + b"\r\n",
    "a tunnel": b"CONNECT localhost:80 HTTP/1.1\r\n" + HOST + b"\r\n" + HEALTH + b"\r\n",
    "carriage returns alone": HEALTH.replace(b"\r\n", b"\r") + b"\r\r",
    "a host in two fields": HEALTH + b"Host: evil.com\r\n\r\n",
    "100,000 fields": HEALTH + b"X-A: b\r\n" * 100_000 + b"\r\n",
    "a field of a megabyte": HEALTH + b"X-A: " + b"b" * (1 << 20) + b"\r\n\r\n",
    "blanks without end": HEALTH + b"X-A:" + b" " * (1 << 20),
    "empty lines without end": b"\r\n" * (1 << 19),
    "trailers without end": b"POST /v1/pulses HTTP/1.1\r\n" + HOST + CHUNKED + b"\r\n\r\n0\r\n" + b"X-A: b\r\n" * 10_000,
}


@pytest.mark.parametrize("name", HEADS)
def test_what_is_no_request_of_http_1_1_is_refused(daemon, name):
    answer = exchange(daemon, HEADS[name], half_close=True)
    codes = statuses(answer)
    assert all(400 <= code < 500 for code in codes), answer
    assert requests.get(daemon.url + "/healthz", timeout=5).status_code == 200


def test_noise_is_refused(daemon):
    dice, token = random.Random(7), daemon.token
    for _ in range(200):
        noise = dice.randbytes(dice.randrange(1, 4000))
        prefix = dice.choice([b"", b"GET /", HEALTH, post(token, CHUNKED), post(token, LENGTH)])
        codes = statuses(exchange(daemon, prefix + noise, half_close=True))
        assert all(400 <= code < 500 for code in codes), (prefix, noise)
    assert daemon.process.poll() is None and Door(daemon).ask("GET", "/v1/pulses")["pulses"] == []


def test_requests_in_one_packet_are_answered_in_their_order(daemon):
    wrong = b"GET /nowhere HTTP/1.1\r\n" + HOST + b"Authorization: Bearer " + daemon.token.encode() + b"\r\n\r\n"
    end = HEALTH + b"Connection: close\r\n\r\n"
    assert statuses(exchange(daemon, HEALTH + b"\r\n" + wrong + HEALTH + b"\r\n" + end)) == [200, 404, 200, 200]
    # What is wrong behind a request takes nothing from its answer.
    assert statuses(exchange(daemon, HEALTH + b"\r\n" + b"NONSENSE\r\n\r\n"))[:1] in ([200], [])


def test_who_has_said_all_is_answered(daemon):
    assert statuses(exchange(daemon, HEALTH + b"\r\n", half_close=True)) == [200]
    assert exchange(daemon, b"", half_close=True) == b""


def test_a_request_that_breaks_off_makes_nothing(daemon):
    for fields, body in ([b"Content-Length: 15"], BODY), ([CHUNKED], CHUNKS[:-5]), ([b"Content-Length: 14"], BODY[:-1]):
        for ends in (socket.SHUT_WR, None):
            with connect(daemon) as connection:
                connection.sendall(post(daemon.token, *fields) + body)
                if ends is not None:
                    connection.shutdown(ends)
                    assert statuses(read_to_end(connection)) in ([400], [])
    assert requests.get(daemon.url + "/healthz", timeout=5).status_code == 200
    assert Door(daemon).ask("GET", "/v1/pulses")["pulses"] == []
