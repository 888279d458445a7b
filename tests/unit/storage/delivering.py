"""A worker's part that stores a result, on the test's clock: delivering.py ENDPOINT CLOCK FILE.

It has 100 s to do so. Prints how many seconds it took.
"""

import sys
from pathlib import Path

from tests.frozen import use_clock

from f5tts_worker.config import Bucket
from f5tts_worker.deadline import in_thread
from f5tts_worker.running_time import Loop, running_time
from f5tts_worker.storage.s3.bucket import BucketStore

ENDPOINT, CLOCK, FILE = sys.argv[1], *map(Path, sys.argv[2:])


async def main() -> None:
    store = BucketStore(Bucket("voices-bucket", ENDPOINT, "us-east-1", "key", "secret"), url_lifetime_s=60)
    began = running_time()
    await in_thread(began + 100, 0, store.put_file, "output/a.wav", FILE, "audio/wav")
    print(running_time() - began)
    store.close()


use_clock(CLOCK)
running_time.look()
Loop().run_until_complete(main())
