"""Where the built program starts: PyInstaller runs a script, the program is a package."""

import sys

from app.__main__ import main

if __name__ == "__main__":
    sys.exit(main())
