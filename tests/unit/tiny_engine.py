"""A stand-in for the engine's models: real protocol, real files, silence for speech. Named as one.

The text says what should happen: "die" ends the process, "hang" never answers, "refuse" is an error.
"""

import itertools
import json
import os
import sys
import threading
import time
import wave
from functools import partial
from pathlib import Path

PAUSE_S = 0.05  # after each piece of a text that says "slowly"
MEETING = threading.Barrier(3)  # of requests whose texts say "meet": none is spoken before three wait
KEPT = set()  # texts that were spoken: at another tempo their chunks are the same
TAKES = {}  # of chunks, by their starts: which take of each was spoken last


def write_silence(path, milliseconds):
    with wave.open(path, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(24000)
        file.writeframes(bytes(48 * milliseconds))


LOADED = {}


def load(params):
    LOADED.update(params)
    return {
        "device": "cpu",
        "dtype": "float32",
        "model": params["model"]["name"],
        "sample_rate": 24000,
        "seconds": {},
    }


def prepare(params):
    if params["text"] is None and params["transcriber"] is None:
        raise LookupError("TRANSCRIBER_MISSING")
    if params["text"] and params["judge"] and params["asks_for_aligner"] and not LOADED["aligner"]:
        raise LookupError("ALIGNER_MISSING")
    data = Path(params["audio"]).read_bytes()
    text = params["text"] or "heard by the transcriber"
    found = {"reference": f"{len(data):064x}", "ms": 4000, "text": text, "language": "en"}
    found |= {"chars_per_second": 12.0, "transcribed": params["text"] is None, "warnings": []}
    if params["text"] is None:
        found["warnings"] = [f"transcribed as {params['language'] or 'whatever is heard'}"]
    if params["store_as"]:
        write_silence(params["store_as"], 4000)
        stored = {"ms": 4000, "source_ms": 5000, "text": text, "changes": ["made quiet"]}
        found["stored"] = stored | {"warnings": ["There is nothing to be heard."]}
    return found


def obey(words):
    """Do what a text says should happen."""
    if "die" in words:
        os._exit(3)
    if "refuse" in words:
        raise LookupError("OUT_OF_MEMORY")
    if "meet" in words:
        try:
            MEETING.wait(60)
        except threading.BrokenBarrierError:
            raise LookupError("JOB_TIMEOUT") from None


def plan(params):
    words = len(params["text"].split())
    return {"ms": 100 * words, "shortest_ms": 30 * words, "longest_ms": 300 * words, "words": words}


def synthesise(params, piece=lambda _: None):
    words = params["text"].split()
    obey(words)
    if params["max_ms"] is not None and 100 * len(words) + params["besides_ms"] > params["max_ms"]:
        raise LookupError("RESULT_TOO_LARGE")
    chunks, end = [], 0
    each = (params["target_ms"] or 100 * len(words)) // len(words)
    out = Path(params["out"])
    while params["pieces"] and out.exists():
        out = out.with_stem(out.stem + "-2")
    write_silence(str(out), each * len(words))  # the whole of it at once
    for number, sentence in enumerate(params["sentences"]):
        shown = [{"display": word, "spoken": word} for word in sentence.split()]
        chunks.append({"words": shown, "start_ms": end, "end_ms": end + each * len(shown)})
        is_wished = bool(params["takes"].get(str(number)))  # and is said as it should be
        TAKES[end] = None if is_wished else params["retakes"].get(str(number), 0)
        if params["pieces"]:
            told = {"index": number, "audio": str(out), "start": 24 * end, "sample_rate": 24000}
            is_last = number == len(params["sentences"]) - 1
            end_of_it = 24 * (end + each * len(shown))
            if "otherwise" in params["text"] and Path(params["cache"]).exists():  # in a second life
                end_of_it -= 1
            piece(told | {"stop": end_of_it, "chunk": chunks[-1], "is_last": is_last})
            time.sleep(PAUSE_S if "slowly" in params["text"] else 0)
            if "stop" in sentence and not is_last:
                raise LookupError("OUT_OF_MEMORY")
            if "perish" in sentence and not Path(params["cache"]).exists():
                Path(params["cache"]).mkdir(parents=True)
                os._exit(3)
        end += each * len(shown)
    ended = {"ms": each * len(words), "sample_rate": 24000, "chunks": chunks, "warnings": said_of(params)}
    seconds = {"sample": 0.0, "vocode": 0.0}
    is_kept = params["stretched"] and params["text"] in KEPT
    KEPT.add(params["text"])
    return ended | {
        "tempo": params["speed"] if params["is_draft"] else 1.0,
        "seconds": seconds,
        "nfe_steps": params["nfe_steps"],
        "kept": len(chunks) if is_kept else 0,
        "watermark": params["watermark"],
    }


def said_of(params):
    """Return warnings that tell how the engine was asked to speak."""
    said = ["slow down"] if params["speed"] > 1 else []
    said += [] if params["normalise"] else ["as it is written"]
    said += ["stretched"] if params["stretched"] else []
    for start, stop, spoken in params["respellings"]:
        said.append(f"{params['text'][start:stop]} -> {spoken}")
    return said


def align(params):
    if params["chunks"] is None:
        names, total, faults = params["text"].split(), 100 * len(params["text"].split()), []
    else:
        faults = list(heard_faults(params["chunks"]))
        names = [word["display"] for chunk in params["chunks"] for word in chunk["words"]]
        total = params["chunks"][-1]["end_ms"]
    first = params["chunks"][0]["start_ms"] if params["chunks"] else 0
    each = (
        (params["chunks"][0]["end_ms"] - first) // len(params["chunks"][0]["words"])
        if params["chunks"]
        else 100
    )
    words = [
        {"word": name, "start_ms": start, "end_ms": start + each * 9 // 10, "score": 0.9, "source": "aligned"}
        for start, name in zip(range(first, first + each * len(names), each), names, strict=True)
    ]
    for word in words if params["characters"] else ():
        word["characters"] = [  # the first letter is long
            {"character": sign, "start_ms": word["start_ms"] + (60 + i if i else 0), "end_ms": 0}
            for i, sign in enumerate(word["word"])
        ]
        ends = [*(one["start_ms"] for one in word["characters"][1:]), word["end_ms"]]
        for one, end in zip(word["characters"], ends, strict=True):
            one["end_ms"] = end
    return {"words": words, "faults": faults, "warnings": [], "ms": total}


def heard_faults(chunks):
    """Yield faults of chunks with a word such as "stumbles:3,1,0": how badly it goes, take by take."""
    for number, chunk in enumerate(chunks):
        for word in chunk["words"]:
            name, found, takes = word["display"].partition(":")
            said, worse = TAKES[chunk["start_ms"]], takes == "worse!"  # with the take that a caller asked for
            badness = [int(take) for take in takes.split(",")] if found and not worse else [0]
            if bad := int(worse) if said is None else badness[min(said, len(badness) - 1)]:
                yield {"chunk": number, "missing": [name], "added": ["mumble"] * (bad - 1), "badness": bad}


def transcribe(params):
    end = Path(params["audio"]).read_bytes()[12:]  # a recording's end names its language
    return {"text": "three heard words", "language": params["language"] or end.decode() or "en", "ms": 300}


def append(params):
    """Put a turn behind the others, cut where the words after its pauses begin."""
    with wave.open(params["audio"], "rb") as file:
        speech = file.readframes(file.getnframes())
    sound = Path(params["out"]).read_bytes()[44 : 44 + 2 * params["at"]] if params["at"] else b""
    sound += bytes(2 * (params["silence"] if "sound_at" not in params else params["sound_at"] - params["at"]))
    if "longest" in params:
        speech = speech[: 2 * params["longest"]]
    begins, ends = params.get("left_out_before"), params.get("left_out_after")
    edges = [begins["before_ms"] if begins else 0, *(pause["before_ms"] for pause in params["pauses"])]
    edges.append(ends["before_ms"] if ends else len(speech) // 48)
    gaps = [*(pause["ms"] for pause in params["pauses"]), 0]
    heard, parts = 24 * (edges[-1] - edges[0]), []
    wanted = params.get("sound", heard)
    if params.get("only_measured"):
        return {"samples": params["at"], "sample_rate": 24000, "parts": [], "sound": heard, "tempo": 1.0}
    ends = [round(24 * (edge - edges[0]) * wanted / heard) for edge in edges]
    for number, ((start, stop), gap) in enumerate(zip(itertools.pairwise(edges), gaps, strict=True)):
        parts.append({"start_ms": start, "end_ms": stop, "at_ms": len(sound) // 48})
        sound += bytes(2 * (ends[number + 1] - ends[number]) + 48 * gap)  # all that it says is silence
    sound += bytes(max(2 * params["silence_after"], 2 * params.get("pad_to", 0) - len(sound)))
    with wave.open(params["out"], "wb") as file:
        file.setparams((1, 2, 24000, 0, "NONE", ""))
        file.writeframes(sound)
    placed = {"samples": len(sound) // 2, "sample_rate": 24000, "parts": parts}
    return placed | {"sound": heard, "tempo": heard / wanted}


def encode(params):
    if params.get("until") is not None:  # bare samples, whatever the format
        with wave.open(params["audio"]) as file:
            data = file.readframes(params["until"])
        assert len(data) == 2 * params["until"]
        whole = Path(params["out"]).with_name("whole")
        whole.write_bytes(data)
        whole.replace(params["out"])  # a listener may be reading: the engine itself only adds to the file
        return {"bytes": len(data), "sample_rate": params["sample_rate"], "ms": params["until"] // 24}
    Path(params["out"]).write_bytes(b"encoded as " + params["format"].encode())
    rate = 48000 if params["format"] == "ogg" else params["sample_rate"]
    return {"bytes": 11, "sample_rate": rate, "ms": 0}


class Hanging:
    """Requests whose text says "hang": until they are cancelled, no other is spoken."""

    def __init__(self):
        self.changed, self.ids, self.freed = threading.Condition(), set(), set()

    def begin(self, number):
        with self.changed:
            self.ids.add(number)

    def wait(self, number):
        with self.changed:
            self.changed.wait_for(lambda: number not in self.ids)

    def free(self, number):
        with self.changed:
            self.ids.discard(number)
            self.freed.add(number)
            self.changed.notify_all()

    def wait_for_others(self, queued):
        with self.changed:
            if self.ids:
                queued()
            self.changed.wait_for(lambda: not self.ids)


def give(hanging, send, number, data):
    if number in hanging.freed:
        raise LookupError("CANCELLED")
    send(number, "piece", data)


def fault_of(error):
    """Return what the engine says of an error: of any, as where a listener's folder has gone with him."""
    if isinstance(error, LookupError):
        return {"code": error.args[0], "message": "as the text asked for"}
    return {"code": "INTERNAL", "message": repr(error)}


def main():
    requests, events = os.fdopen(int(sys.argv[-2]), "rb"), os.fdopen(int(sys.argv[-1]), "wb", buffering=0)
    hanging = Hanging()

    def send(number, kind, data):
        events.write(json.dumps({"id": number, "event": kind, "data": data}).encode() + b"\n")

    def answer(request):
        number, params = request["id"], request["params"]
        if request["method"] == "synthesise":
            hanging.wait_for_others(
                lambda: send(number, "progress", {"stage": "queued", "done": 0, "total": 1})
            )
        hangs = request["method"] == "synthesise" and "hang" in params["text"].split()
        if hangs:
            hanging.begin(number)  # before anybody hears of it
        send(number, "progress", {"stage": request["method"], "done": 1, "total": 2})
        if hangs:
            hanging.wait(number)
            send(number, "error", {"code": "CANCELLED", "message": "cancelled"})
            return
        try:
            pieces = (partial(give, hanging, send, number),) if request["method"] == "synthesise" else ()
            data = globals()[request["method"]](params, *pieces)
        except (LookupError, OSError) as error:
            send(number, "error", fault_of(error))
        else:
            send(number, "result", data)

    send(0, "ready", {"pid": os.getpid()})
    for line in requests:
        request = json.loads(line)
        if request["method"] == "cancel":
            hanging.free(request["id"])
        else:
            threading.Thread(target=answer, args=(request,), daemon=True).start()


if __name__ == "__main__":
    main()
