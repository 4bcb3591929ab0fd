#!/bin/bash
set -eu
export HOME=${HOME:-~}
. /w/scripts/env.sh
wineboot -i >/dev/null 2>&1
wineserver -w
wine winecfg -v win10
mkdir -p "$WINEPREFIX/drive_d"
ln -sfn ../drive_d "$WINEPREFIX/dosdevices/d:"
wine cmd /c ver
wine --version
touch "$WINEPREFIX/.ready"
