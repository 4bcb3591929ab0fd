"""What is asked, how it is computed, checked and scored: data, read once and sound ever after."""
