"""The engine: the child process that holds the models, and the image's side of talking to it."""
