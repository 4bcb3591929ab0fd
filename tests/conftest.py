"""Tests need no display, and none of them is timed."""

import os
import sys

from hypothesis import settings

if sys.platform.startswith("linux") and not (
    os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # Qt paints off the screen

# a deadline would be a timed test, which a busy machine fails
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
