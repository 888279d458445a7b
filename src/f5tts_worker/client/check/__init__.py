"""`f5tts check`: sends an endpoint a fixed set of jobs, judges the answers, and writes a report."""
