"""The seven tabs: a page each, and what stands on them."""
