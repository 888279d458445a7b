"""Fails before it can say anything, as a broken environment does."""

import sys

sys.stderr.write("Traceback (most recent call last):\nModuleNotFoundError: No module named 'torch'\n")
sys.stderr.write("fetched https://user:hunter2@example.com/x?X-Amz-Signature=deadbeef\n")
sys.exit(3)
