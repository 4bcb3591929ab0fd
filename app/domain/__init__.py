"""Pure computing: what was typed → what it means → a report. No Qt, no files, no SQLite."""
