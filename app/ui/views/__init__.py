"""What grids and lists show, as plain values made from a report. No Qt here."""
