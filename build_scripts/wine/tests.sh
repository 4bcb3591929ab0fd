#!/bin/bash
# The tests that touch files, with Windows' rules: code page 936, no replacing of open files, CRLF.
set -u
. /w/scripts/env.sh
cd /w/project
export PYTHONDONTWRITEBYTECODE=1
wine /w/py311/python.exe -m pytest -q -p no:cacheprovider -p no:xdist -m "not slow" \
  -o addopts="--strict-markers --import-mode=importlib" ${TESTS:-tests/storage tests/domain tests/session tests/cli}
