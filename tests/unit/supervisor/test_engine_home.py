"""Where engines live: each in a folder of its own, and nothing stays of those that are gone."""

import tempfile
import threading

from f5tts_worker.supervisor.engine_home import engine_home


def test_a_living_engines_home_stays(tmp_path, monkeypatch):
    """Workers of one machine leave each other's folders alone, also those that start in the same moment."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "f5tts-engine-of-an-earlier-release").mkdir()
    together, faults = threading.Barrier(8, timeout=60), []

    def live():
        for _ in range(20):
            together.wait()
            with engine_home() as home:
                (home / "file").touch()
                together.wait()
                if not (home / "file").exists():
                    faults.append(home)
                together.wait()

    threads = [threading.Thread(target=live) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert [path.name for path in tmp_path.iterdir()] == ["f5tts-engine-of-an-earlier-release"]
