"""What `scripts/judge_storm.py` is made of: a world with a worker in it, jobs, faults, and figures."""
