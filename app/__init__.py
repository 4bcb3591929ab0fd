"""Suanpan: final accounts and performance self-evaluation of a budget unit, offline."""
