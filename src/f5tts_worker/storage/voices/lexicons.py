"""Lexicons that are kept beside the voices: `voices/lexicon.json` for all languages, and one for each."""

import json
import logging
import re
import time
from collections.abc import Mapping
from weakref import WeakKeyDictionary

from f5tts_worker.errors import WorkerError
from f5tts_worker.languages import language_code
from f5tts_worker.script.lexicon import faults_of
from f5tts_worker.storage.store import Store

log = logging.getLogger(__name__)

LEXICON = "lexicon"  # no voice's name
_NAME = re.compile(rf"{LEXICON}(?:\.([a-z]{{2,3}}))?\.json")
MAX_BYTES = 6_000_000  # more than 2,000 entries of the longest words can have
LOOK_S = 30.0  # a change takes effect after so many seconds, and jobs do not wait for the bucket each time

# By the store, and the key in it: when each was read, and what it holds.
_known: WeakKeyDictionary[Store, dict[str, tuple[float, Mapping[str, str]]]] = WeakKeyDictionary()


def stored_lexicons(store: Store, language: str, prefix: str) -> list[Mapping[str, str]]:
    """Return the lexicon for all languages and that of `language`, which goes before it; {} for none.

    One that is no lexicon is left out, and the log says so; so is one of a bucket that does not answer, for
    speech can be made and kept without it.
    """
    names = (f"{LEXICON}.json", f"{LEXICON}.{language_code(language)}.json")
    return [_lexicon(store, f"{prefix}{name}") for name in names]


def all_lexicons(store: Store, prefix: str) -> dict[str, Mapping[str, str]]:
    """Return every lexicon that has an entry by its language, "" for that of all, as jobs have them now."""
    keys = (entry.key for entry in store.list(f"{prefix}{LEXICON}."))
    names = {key: _NAME.fullmatch(key, len(prefix)) for key in keys}
    found = {name[1] or "": _lexicon(store, key) for key, name in names.items() if name}
    return {language: lexicon for language, lexicon in found.items() if lexicon}


def _lexicon(store: Store, key: str) -> Mapping[str, str]:
    known = _known.setdefault(store, {})
    seen, found = known.get(key, (0.0, {}))
    if not 0 <= time.time() - seen < LOOK_S:
        found = _read(store, key, found)
        known[key] = time.time(), found
    return found


def _read(store: Store, key: str, before: Mapping[str, str]) -> Mapping[str, str]:
    try:
        data = json.loads(store.read_bytes(key, MAX_BYTES))
    except WorkerError as error:
        if error.code == "NOT_FOUND":
            return {}
        log.warning("%s could not be read: %s", key, error.message)
        return before
    except (ValueError, RecursionError):
        log.warning("%s is not JSON, and was left out", key)
        return {}
    if wrong := next(faults_of(data), None):
        log.warning("%s was left out: it %s", key, wrong)
        return {}
    return {str(word): str(spoken) for word, spoken in data.items()}
