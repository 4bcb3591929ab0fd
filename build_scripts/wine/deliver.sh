#!/bin/bash
# deliver.sh SECONDS: the portable .zip and the sums, all files of the time that is given.
set -eu
. /w/scripts/env.sh
cd /w/project
export PYTHONUTF8=1 SOURCE_DATE_EPOCH=$1
wine /w/py311/python.exe -m build_scripts.deliver
