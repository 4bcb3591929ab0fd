"""What a unit has already and need not type again."""
