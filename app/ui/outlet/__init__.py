"""What leaves the house: print preview and files."""
