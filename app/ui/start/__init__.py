"""The start page: units and years, new ones, schemes, backups."""
