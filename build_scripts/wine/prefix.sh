#!/bin/bash
# The wine prefix: Windows 10, a drive D:, and free fonts in the place of those that each Windows has.
set -eu
. /w/scripts/env.sh
wineboot -i >/dev/null 2>&1
wineserver -w
wine winecfg -v win10
mkdir -p "$WINEPREFIX/drive_d"
ln -sfn ../drive_d "$WINEPREFIX/dosdevices/d:"
stands_for() { wine reg add 'HKCU\Software\Wine\Fonts\Replacements' /f /v "$1" /d "$2" >/dev/null; }
stands_for "Microsoft YaHei" "Noto Sans CJK SC"
stands_for "Segoe UI Symbol" "DejaVu Sans"
wine cmd /c ver
wine --version
touch "$WINEPREFIX/.ready"
