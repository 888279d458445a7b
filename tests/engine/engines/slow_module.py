"""A module whose import takes long enough to be cut in half; says when it is whole."""

import time

for _ in range(40):
    time.sleep(0.01)
WHOLE = True
