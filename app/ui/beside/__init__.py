"""What stands beside the work: reasons, sources, findings, search."""
