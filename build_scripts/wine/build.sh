#!/bin/bash
set -eu
. /w/scripts/env.sh
cd /w/project
export PYTHONUTF8=1 # for PyInstaller; the program must not need it
wine /w/py311/python.exe build_scripts/build.py
