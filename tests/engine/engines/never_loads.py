"""Is ready, and then takes for ever to load its models."""

import time

import wire

wire.ready()
for _request in wire.requests():
    time.sleep(600)
