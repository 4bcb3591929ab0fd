"""The one grid of the program: showing, moving, typing, blocks, and how it looks."""
