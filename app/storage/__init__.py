"""SQLite through sqlite-utils: open, migrate, back up, write, history. No Qt, no computing."""
