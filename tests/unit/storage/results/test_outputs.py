"""A job's outputs: side by side, the record last, and no record where anything is missing."""

import threading

import pytest

from f5tts_worker.errors import WorkerError
from f5tts_worker.storage.folder import FolderStore
from f5tts_worker.storage.results import outputs, records


class Watched(FolderStore):
    """A folder that notes in which order contents have arrived, and may refuse one of them."""

    def __init__(self, root, refused=""):
        super().__init__(root)
        self.arrived = []
        self.refused = refused
        self.meeting = threading.Barrier(3)

    def _arrive(self, key):
        if not key.endswith("result.json"):
            self.meeting.wait(300)  # three are on their way at once, or none gets further
        if self.refused and key.endswith(self.refused):
            raise WorkerError("STORE_UNAVAILABLE", "no")
        self.arrived.append(key)

    def put_file(self, key, path, content_type):
        super().put_file(key, path, content_type)
        self._arrive(key)

    def put_bytes(self, key, data, content_type):
        super().put_bytes(key, data, content_type)
        self._arrive(key)


@pytest.fixture
def outcome(tmp_path):
    audio = tmp_path / "speech.wav"
    audio.write_bytes(b"RIFF")
    made = {"job_id": "job", "endpoint": "tts", "duration_ms": 1, "sample_rate": 24000, "text": "x"}
    return outputs.Outcome(**made, audio=audio, subtitles={"srt": "1", "ass": "[Script Info]"})


def test_the_record_comes_last(tmp_path, outcome):
    """Audio and subtitles are sent at the same time, and the record when all of them have arrived."""
    store = Watched(tmp_path / "store")
    record = outputs.publish(store, outcome)
    assert store.arrived[-1] == "output/job.result.json"
    assert sorted(store.arrived[:-1]) == sorted(records.keys_of(record))
    assert len(store.arrived) == 4


@pytest.mark.parametrize("refused", ["wav", "srt", "ass"])
def test_no_record_of_what_is_not_whole(tmp_path, outcome, refused):
    """One file that is refused fails the whole: the others have ended, and there is no record."""
    store = Watched(tmp_path / "store", refused)
    with pytest.raises(WorkerError):
        outputs.publish(store, outcome)
    assert len(store.arrived) == 2
    assert records.load_result(store, "job") is None
