"""The steps of a day on a GPU: each module's `run(day)` measures one thing."""
