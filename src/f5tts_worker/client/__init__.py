"""The client: sends requests to an endpoint or a local worker and saves what comes back."""
