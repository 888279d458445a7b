"""One day on a GPU: what to measure there, most valuable first, each step saved before the next begins."""
