"""A whole book in one command: its chapters read, spoken piece by piece over all workers, put together."""
