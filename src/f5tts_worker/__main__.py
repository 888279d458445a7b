"""The client: `python -m f5tts_worker say "Hello" --endpoint ID`."""

import sys

from f5tts_worker.client.command import main

if __name__ == "__main__":
    sys.exit(main())
