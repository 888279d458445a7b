"""The command `f5tts`: the client, as in `f5tts say "Hello" --endpoint ID`, and `f5tts serve`."""

import sys


def main() -> int:
    """Run one command. Returns the exit code."""
    if sys.argv[1:2] == ["serve"]:
        from f5tts_worker.http.command import (
            main as serve,
        )  # late: the client needs neither server nor worker

        return serve(sys.argv[2:])
    from f5tts_worker.client.command import main as client

    return client()


if __name__ == "__main__":
    sys.exit(main())
