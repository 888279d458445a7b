"""A stand-in for a worker's local API on the loopback: it hums each text, and fails as it is told to.

It is a stand-in because no model runs in unit tests. The client speaks HTTP with it as with a worker.
"""

import array
import base64
import functools
import hashlib
import io
import json
import math
import threading
import wave
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

RATE = 24_000


@functools.cache
def hum(text):
    """Return a WAV file of a tone that only this text has: 40 ms a letter, faded at both ends."""
    count = RATE * 40 * len(text) // 1000 + 7  # 7 samples more than whole milliseconds
    pitch = 100 + int(hashlib.sha256(text.encode()).hexdigest()[:4], 16) % 300
    samples = array.array(
        "h",
        (
            round(3000 * math.sin(2 * math.pi * pitch * n / RATE) * min(1, n / 200, (count - n) / 200))
            for n in range(count)
        ),
    )
    file = io.BytesIO()
    with wave.open(file, "wb") as wav:
        wav.setnchannels(1)
        wav.setsampwidth(2)
        wav.setframerate(RATE)
        wav.writeframes(samples.tobytes())
    return file.getvalue()


def said(job):
    """Return what a job speaks."""
    return " ".join(turn["text"] for turn in job["turns"]) if "turns" in job else job["text"]


class Standin:
    """`asked` holds every job's input; `failures` maps a text to how often, and with which code, it fails."""

    def __init__(self):
        self.asked, self.failures, self.on_job = [], {}, None
        self.is_broken = False
        self.warnings = {}  # text -> the warnings of its answer
        self.voice = {"name": "anna", "audio_sha256": "a", "text_sha256": "b"}
        self.voices = {}  # what others have that differs
        self.shelf = {"lexicons": {}, "model": "hum", "language": "en"}  # what `list_voices` tells
        self._lock = threading.Lock()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self):
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *exception):
        self._server.shutdown()
        self._server.server_close()

    def texts(self):
        """Return what was asked to be spoken, in order of arrival."""
        return [said(job) for job in self.asked if "text" in job or "turns" in job]

    def answer(self, job):
        with self._lock:
            self.asked.append(job)
            about = job.get("text") or job.get("voice_name") or job.get("endpoint")
            left, code = self.failures.get(about, (0, ""))
            if left:
                self.failures[about] = (left - 1, code)
        if self.on_job:
            self.on_job(job)
        if left:
            return {"status": "FAILED", "error": f"{code}: not this." if code else "the worker is gone"}
        if job.get("endpoint") == "get_voice":
            return {
                "status": "COMPLETED",
                "output": {"voice": self.voice | self.voices.get(job["voice_name"], {})},
            }
        if job.get("endpoint") == "list_voices":
            return {"status": "COMPLETED", "output": {"voices": [], "count": 0, **self.shelf}}
        text = said(job)
        words = text.split()
        ends = [len(" ".join(words[: n + 1])) * 0.04 for n in range(len(words))]
        starts = [0.0, *ends[:-1]]
        timed = [
            {"word": word, "start": round(a, 3), "end": round(b, 3), "score": 0.5, "source": "aligned"}
            for word, a, b in zip(words, starts, ends, strict=True)
        ]
        if "turns" in job:
            voices = [turn.get("voice") or "own" for turn in job["turns"] for _ in turn["text"].split()]
            timed = [word | {"voice": voice} for word, voice in zip(timed, voices, strict=True)]
        sound = base64.b64encode(hum(text)).decode()
        facts = {"model": "hum", "worker": "f5tts-worker 9", "text": text}
        facts["warnings"] = self.warnings.get(text, [])
        return {"status": "COMPLETED", "output": {**facts, "audio_base64": sound, "word_timings": timed}}

    def _handler(self):
        standin = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                job = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["input"]
                data = json.dumps({"id": "x", **standin.answer(job)}).encode()
                data = b"<html>" if standin.is_broken else data
                self.send_response(200)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def log_message(self, *arguments):
                pass

        return Handler
