#!/bin/bash
# The installer's whole life: installed silently, started from the desktop, opened by a package, installed
# over itself, over a running program, removed; a file of the user's stays, and so does the data.
set -u
. /w/scripts/env.sh
openbox >/dev/null 2>&1 &
HOMEDIR="$WINEPREFIX/drive_c/users/$(id -un)"
PLACE="$HOMEDIR/AppData/Local/Programs/Suanpan"
rm -rf "$PLACE" "$DATA"
cd /w/project/dist
SETUP=$(ls suanpan-*-setup.exe)

wine "$SETUP" & pid=$!
check "the installer's window comes" window '算盘' 20
sleep 2; picture setup
kill $pid 2>/dev/null; wineserver -k; sleep 1

started=$(date +%s%N)
timeout 120 wine "$SETUP" /S; echo "silent installation: $((($(date +%s%N) - started) / 1000000)) ms"
check "installed" test -s "$PLACE/算盘.exe"
check "shortcut on the desktop" test -s "$HOMEDIR/Desktop/算盘.lnk"
registry() { wine reg query "$1" "${@:2}" 2>/dev/null | tr -d '\r'; }
registry 'HKCU\Software\Classes\Suanpan.Package\shell\open\command' /ve
registry 'HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Suanpan' /v DisplayVersion
check "packages are ours" bash -c "wine reg query 'HKCU\\Software\\Classes\\.suanpan' /ve | grep -q Suanpan.Package"

wine start 'C:\users\'"$(id -un)"'\Desktop\算盘.lnk' &
check "started from the desktop" window '^算盘' 30
sleep 4; picture desktop
timeout 60 wine "$SETUP" /S; code=$?
check "a running program stops the installer (code $code)" test $code = 3
xdotool key alt+F4; check "closed" gone

mkdir -p "$WINEPREFIX/drive_d/收到的"
mkdir -p "$WINEPREFIX/drive_d/收到的"
cp /w/project/resources/samples/yunling-2023.json "$WINEPREFIX/drive_d/收到的/数据包（2024年度）.suanpan"
# wine does not look for associations of one person, as Windows does: the registered command is read
# (above) and run as the shell would
wine "$PLACE/算盘.exe" 'D:\收到的\数据包（2024年度）.suanpan' &
check "a package opens the program" window '^算盘' 30
sleep 6; picture package
xdotool key Return; check "it is taken in" window '年度' 30; sleep 3; picture package-taken
xdotool key alt+F4; check "closed again" gone
check "the data file is in AppData" test -s "$DATA/suanpan.db"
sum=$(sha256sum "$DATA/suanpan.db")

echo "of the user" > "$PLACE/我的笔记.txt"
timeout 120 wine "$SETUP" /S
check "installed over itself" test -s "$PLACE/算盘.exe"
timeout 60 wine "$PLACE/uninstall.exe" /S; sleep 5
check "the program is gone" test ! -e "$PLACE/算盘.exe"
check "its folders are gone" test ! -e "$PLACE/_internal"
check "the shortcut is gone" test ! -e "$HOMEDIR/Desktop/算盘.lnk"
check "the user's own file is there" test -s "$PLACE/我的笔记.txt"
check "the data is as it was" test "$sum" = "$(sha256sum "$DATA/suanpan.db")"
check "the ending is nobody's" bash -c "! wine reg query 'HKCU\\Software\\Classes\\.suanpan'"
rm -f "$PLACE/我的笔记.txt"; rmdir "$PLACE"
exit $FAILED
