"""The window. It shows reports and sends edits; it computes nothing and stores nothing."""
