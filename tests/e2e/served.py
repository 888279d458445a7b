"""A worker that serves HTTP."""

import requests
from tests.e2e.processes import WorkerProcess
from tests.unit.servers import free_port

KEY = "a-key-of-the-operators"
PATIENCE_S = 600


def answers(base):
    try:
        return requests.get(f"{base}/ping", timeout=5).status_code == 200
    except (requests.ConnectionError, requests.Timeout):  # a machine with other work may need longer
        return False


class Served:
    """A worker that serves HTTP."""

    def __init__(self, folder, environ, **settings):
        self.port = free_port()
        self.base = f"http://127.0.0.1:{self.port}"
        own = {"F5TTS_SERVE": "http", "PORT": str(self.port), "F5TTS_API_KEY": KEY}
        self.process = WorkerProcess(folder, environ | own | settings)

    def is_ready(self):
        return answers(self.base)

    def ask(self, method, path, **more):
        headers = {"Authorization": f"Bearer {KEY}", **more.pop("headers", {})}
        return requests.request(method, self.base + path, headers=headers, timeout=PATIENCE_S, **more)
