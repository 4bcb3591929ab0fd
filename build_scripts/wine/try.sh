#!/bin/bash
# From D:\张三 的文件\决算（2024）\, by code page 936: the self-test, then the window, by keyboard.
set -u
. /w/scripts/env.sh
openbox >/dev/null 2>&1 &
PLACE="$WINEPREFIX/drive_d/张三 的文件/决算（2024）"
rm -rf "$PLACE" "$DATA"; mkdir -p "$PLACE"
cp -a /w/project/dist/算盘 "$PLACE/"
cd "$PLACE/算盘"
rm -f /w/selftest.json

started=$(date +%s%N)
timeout 150 wine cmd /c "set SUANPAN_SELFTEST=Z:\\w\\selftest.json&& set QT_QPA_PLATFORM=offscreen&& 算盘.exe"
echo "self-test: $((($(date +%s%N) - started) / 1000000)) ms"
echo "files without a named encoding would be $(wine /w/py311/python.exe -c "import locale; print(locale.getpreferredencoding(False))" | tr -d "\r")"
check "self-test passed" grep -q '"ok": true' /w/selftest.json

started=$(date +%s%N)
wine start /unix "$PWD/算盘.exe" &
check "the window comes" window '^算盘$' 30
echo "start to window: $((($(date +%s%N) - started) / 1000000)) ms"
sleep 3; picture start
wine start /unix "$PWD/算盘.exe"; sleep 4
check "a second start leaves one window" test "$(xdotool search --name '^算盘$' | wc -l)" = 1
xdotool key Return; check "it asks for the unit" window '新建填报' 20; sleep 1; picture welcome
xdotool type --delay 60 "danwei"; xdotool key Return
check "a submission is there" window 'danwei' 20; sleep 2; picture new
check "the data file is in AppData" test -s "$DATA/suanpan.db"
xdotool key alt+F4; sleep 2
check "closed" gone
wine start /unix "$PWD/算盘.exe" &
window '算盘$' 30; sleep 4; picture again
xdotool key alt+F4; check "closed again" gone

echo "-- read-only program folder, and one whose path has over 200 characters"
LONG="$WINEPREFIX/drive_d/$(printf '很长的文件夹名%.0s' $(seq 12))/$(printf '第二层文件夹%.0s' $(seq 14))"
rm -rf "$LONG"; mkdir -p "$LONG"; cp -a /w/project/dist/算盘 "$LONG/"; chmod -R a-w "$LONG/算盘"
cd "$LONG/算盘"; rm -f /w/selftest.json
timeout 150 wine cmd /c "set SUANPAN_SELFTEST=Z:\\w\\selftest.json&& set QT_QPA_PLATFORM=offscreen&& 算盘.exe"
check "self-test passed there" grep -q '"ok": true' /w/selftest.json
cd /w; chmod -R u+w "$LONG"; rm -rf "$LONG"
exit $FAILED
