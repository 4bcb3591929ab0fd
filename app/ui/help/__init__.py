"""The manual and the list of keys."""
