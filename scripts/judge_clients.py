#!/usr/bin/env python3
"""Let many clients come at once, half of them slow, a tenth leaving in the middle; judge the server.

Everyone who stays must be answered, or refused with 429 and Retry-After; no job may be left running for
nobody; the server's memory must stay bounded. A tenth of the clients uses the WebSocket. The server is the
worker itself (F5TTS_SERVE=http) with the demo model.

    F5TTS_VOLUME=$PWD/.volume .venv/bin/python scripts/judge_clients.py --clients 200
"""

import argparse
import asyncio
import collections
import json
import os
import sys
import tempfile
import time
from pathlib import Path

import requests
import websockets
from prometheus_client.parser import text_string_to_metric_families as families

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from tests.e2e.processes import WorkerProcess, clean_environment  # noqa: E402  found through the line above
from tests.unit.servers import free_port  # noqa: E402  as above

TEXT = "Dr. Smith came home at five. He was glad to be there."
MEBIBYTE = 1024 * 1024
PATIENCE_S = 600.0
MOST_MORE_MIB = 100  # that the server may need for all clients together
ANSWERED, REFUSED, LEFT = "answered", "refused for now", "left"
TRY_AGAIN_LATER = 1013  # of a WebSocket, in place of 429


class Client:
    """One of the clients; its number says how it behaves."""

    def __init__(self, port: int, number: int) -> None:
        self._port = port
        self._is_slow = number % 2 == 1
        self._leaves = {0: "sending", 5: "waiting"}.get(number % 20, "")
        self._talks = number % 10 == 3

    async def come(self) -> str:
        """Ask for speech; return what came of it."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                return await (self._talk() if self._talks else self._ask())
        except (OSError, ValueError, websockets.WebSocketException) as error:
            return f"broken: {error!r:.80}"

    async def _ask(self) -> str:
        reader, writer = await asyncio.open_connection("127.0.0.1", self._port, limit=2**16)
        body = json.dumps({"input": TEXT, "response_format": "wav", "f5tts": {"nfe_steps": 7}}).encode()
        head = f"POST /v1/audio/speech HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n"
        data = head.encode() + b"Content-Type: application/json\r\nConnection: close\r\n\r\n" + body
        size = 40 if self._is_slow else len(data)
        pieces = [data[at : at + size] for at in range(0, len(data), size)]
        try:
            for piece in pieces[: len(pieces) // 2] if self._leaves == "sending" else pieces:
                writer.write(piece)
                await writer.drain()
                await asyncio.sleep(0.05 if self._is_slow else 0)
            if self._leaves:
                await asyncio.sleep(0.5)
                return LEFT
            return await self._read(reader)
        finally:
            writer.close()

    async def _read(self, reader: asyncio.StreamReader) -> str:
        status = (await reader.readline()).decode().partition(" ")[2][:3]
        headers = (await reader.readuntil(b"\r\n\r\n")).decode().lower()
        size = 0
        while piece := await reader.read(4096 if self._is_slow else 65_536):
            size += len(piece)
            await asyncio.sleep(0.02 if self._is_slow else 0)
        if status == "429" and "retry-after:" in headers:
            return REFUSED
        return ANSWERED if status == "200" and size > 10_000 else f"status {status}, {size} bytes"

    async def _talk(self) -> str:
        try:
            async with websockets.connect(f"ws://127.0.0.1:{self._port}/v1/speak") as socket:
                await socket.send(json.dumps({"nfe_steps": 7}))
                for word in TEXT.split(" "):
                    await socket.send(json.dumps({"text": f"{word} "}))
                    await asyncio.sleep(0.05 if self._is_slow else 0)
                await socket.send(json.dumps({"end": True}))
                kinds = [json.loads(message)["type"] async for message in socket]
        except websockets.InvalidStatus as refusal:
            answer = refusal.response
            is_right = answer.status_code == 429 and "Retry-After" in answer.headers
            return REFUSED if is_right else f"status {answer.status_code}"
        except websockets.ConnectionClosedError as closed:
            code = closed.rcvd and closed.rcvd.code
            return REFUSED if code == TRY_AGAIN_LATER else f"closed with {code}"
        return ANSWERED if kinds == ["start", "piece", "piece", "end"] else f"messages {kinds}"


def figures(port: int) -> dict[tuple[str, ...], float]:
    """Return the server's figures, by name and labels."""
    text = requests.get(f"http://127.0.0.1:{port}/metrics", timeout=60).text
    samples = (sample for family in families(text) for sample in family.samples)
    return {(sample.name, *sample.labels.values()): sample.value for sample in samples}


def under_way(found: dict[tuple[str, ...], float]) -> float:
    """Return how many jobs wait or are worked on."""
    return sum(value for key, value in found.items() if key[0] == "f5tts_jobs_under_way")


async def judge(port: int, clients: int) -> int:
    """Let the clients come; print what came of it, and return 1 if anything did not hold."""
    first = await asyncio.to_thread(figures, port)
    coming = asyncio.gather(*(Client(port, number).come() for number in range(clients)))
    began, peak, most = time.monotonic(), {}, 0.0
    while not coming.done():
        found = await asyncio.to_thread(figures, port)
        most = max(most, under_way(found))
        for key in ("process_resident_memory_bytes", "f5tts_engine_resident_memory_bytes"):
            peak[key] = max(peak.get(key, 0), found[key,])
        await asyncio.wait({coming}, timeout=0.2)
    seconds, outcomes = time.monotonic() - began, collections.Counter(coming.result())
    print(f"{clients} clients, {seconds:.0f} s, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    for outcome, count in outcomes.most_common():
        print(f"{count:6} {outcome}")
    print(f"{most:6.0f} jobs under way at most")
    more = (peak["process_resident_memory_bytes"] - first["process_resident_memory_bytes",]) / MEBIBYTE
    for key, name in (("process", "server"), ("f5tts_engine", "engine")):
        full = f"{key}_resident_memory_bytes"
        print(f"{first[full,] / MEBIBYTE:6.0f} MiB of the {name} before, {peak[full] / MEBIBYTE:.0f} at most")
    left = under_way(await asyncio.to_thread(figures, port))
    while left and time.monotonic() < began + PATIENCE_S:
        await asyncio.sleep(0.1)
        left = under_way(await asyncio.to_thread(figures, port))
    print(f"{left:6.0f} jobs left running when all clients had gone")
    holds = (
        set(outcomes) <= {ANSWERED, REFUSED, LEFT}
        and outcomes[ANSWERED]
        and not left
        and more < MOST_MORE_MIB
    )
    print("It holds." if holds else "IT DOES NOT HOLD.")
    return 0 if holds else 1


def main() -> int:
    """Start a worker, and judge it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--clients", type=int, default=200)
    options = parser.parse_args()
    port = free_port()
    own = {"F5TTS_VOLUME": os.environ["F5TTS_VOLUME"], "F5TTS_MODEL": "demo", "F5TTS_SERVE": "http"}
    own |= {"PORT": str(port), "F5TTS_ALLOW_NO_KEY": "true"}
    with tempfile.TemporaryDirectory() as folder:
        worker = WorkerProcess(Path(folder), clean_environment(**own))
        try:
            worker.wait_until(lambda: _is_ready(port), PATIENCE_S, "the worker to be ready")
            return asyncio.run(judge(port, options.clients))
        finally:
            worker.close()


def _is_ready(port: int) -> bool:
    try:
        return requests.get(f"http://127.0.0.1:{port}/ping", timeout=5).status_code == 200
    except requests.ConnectionError:
        return False


if __name__ == "__main__":
    sys.exit(main())
