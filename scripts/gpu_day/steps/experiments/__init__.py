"""Experiments: each off in the product, with the gain that was predicted, the one measured, and the error."""
