"""Runs, but never says that it is ready."""

import sys
import time

sys.stderr.write("waiting for a file system that does not answer\n")
time.sleep(600)
