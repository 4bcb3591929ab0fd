#!/bin/bash
# The installer's whole life: installed silently, started from the desktop, opened by a package, installed
# over itself and over a running program, removed; a file of the user's stays, and so does the data.
set -u
. /w/scripts/env.sh
openbox >/dev/null 2>&1 &
PLACE="$PROFILE/AppData/Local/Programs/Suanpan"
rm -rf "$PLACE" "$DATA" "$WINEPREFIX/drive_d/收到的"
mkdir -p "$WINEPREFIX/drive_d/收到的"
cp /w/project/resources/samples/yunling-2023.json "$WINEPREFIX/drive_d/收到的/数据包（2024年度）.suanpan"
cd /w/project/dist
SETUP=$(ls suanpan-*-setup.exe)
registry() { wine reg query "$1" "${@:2}" 2>/dev/null | tr -d '\r' | iconv -f GBK -c | grep REG_; }
CLASSES='HKCU\Software\Classes'
ENTRY='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Suanpan'
ending() { registry "$CLASSES\\.suanpan" /ve | grep -q "$1"; }

wine reg delete "$CLASSES\\.suanpan" /f >/dev/null 2>&1; wine reg delete "$ENTRY" /f >/dev/null 2>&1
wine reg add "$CLASSES\\.suanpan" /f /ve /d Another.Program >/dev/null
wine "$SETUP" &
check "the installer's window comes" window '算盘' 20
sleep 2; picture setup
xdotool key Return; sleep 1; picture setup-folder
wineserver -k; sleep 1

at=$(now); timeout 120 wine "$SETUP" /S; echo "silent installation: $(($(now) - at)) ms"
check "installed" test -s "$PLACE/算盘.exe"
check "shortcut on the desktop" test -s "$PROFILE/Desktop/算盘.lnk"
check "shortcut in the start menu" test -s "$PROFILE/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/算盘.lnk"
registry "$CLASSES\\Suanpan.Package\\shell\\open\\command" /ve
for name in DisplayName DisplayVersion Publisher EstimatedSize UninstallString; do registry "$ENTRY" /v $name; done
check "packages are ours" ending Suanpan.Package

wine start "C:\\users\\$(id -un)\\Desktop\\算盘.lnk" &
check "started from the desktop" window '^算盘' 30
sleep 3; picture desktop
timeout 60 wine "$SETUP" /S; code=$?
check "a running program stops the installer (code $code)" test $code = 3
timeout 60 wine "$PLACE/uninstall.exe" /S; sleep 3
check "and the removal" test -s "$PLACE/算盘.exe"
wine "$SETUP" & # not silent: it asks to close the program
check "the installer's window comes" window '算盘 .* 安装' 20
for _ in 1 2 3; do xdotool key Return; sleep 1; done; sleep 3; picture setup-running
wineserver -k; sleep 1

# wine does not look for associations of one person, as Windows does: the registered command is read
# (above) and run as the shell would
wine "$PLACE/算盘.exe" 'D:\收到的\数据包（2024年度）.suanpan' &
check "a package opens the program" window '算盘$' 30
sleep 5; xdotool key Return # it was killed above, and says so first
sleep 3; picture package
xdotool key Return; check "it is taken in" window '年度' 60; sleep 3; picture package-taken
close "with what came"
check "the data file is in AppData" test -s "$DATA/suanpan.db"
sum=$(sha256sum "$DATA/suanpan.db")

echo "of the user" > "$PLACE/我的笔记.txt"
touch "$PLACE/_internal/of-an-older-version.dll"
timeout 120 wine "$SETUP" /S
check "installed over itself" test -s "$PLACE/算盘.exe"
timeout 60 wine "$PLACE/uninstall.exe" /S
for _ in $(seq 50); do [ -e "$PLACE/uninstall.exe" ] || break; sleep 0.2; done; sleep 1
check "the program is gone" test ! -e "$PLACE/算盘.exe"
check "only what was not ours is left" test "$(find "$PLACE" -type f | wc -l)" = 2
check "the shortcuts are gone" bash -c "! ls '$PROFILE'/Desktop/*.lnk"
check "the user's own file is there" test -s "$PLACE/我的笔记.txt"
check "the data is as it was" test "$sum" = "$(sha256sum "$DATA/suanpan.db")"
check "the ending is again whose it was" ending Another.Program
check "our class is gone" bash -c "! wine reg query '$CLASSES\\Suanpan.Package'"
check "the entry is gone" bash -c "! wine reg query '$ENTRY'"
rm -rf "$PLACE"

timeout 120 wine "$SETUP" /S '/D=D:\收到的'
check "into a folder with other things: in one of its own" test -s "$WINEPREFIX/drive_d/收到的/Suanpan/算盘.exe"
timeout 60 wine "$WINEPREFIX/drive_d/收到的/Suanpan/uninstall.exe" /S
for _ in $(seq 50); do [ -e "$WINEPREFIX/drive_d/收到的/Suanpan" ] || break; sleep 0.2; done
check "nothing of it is left" test ! -e "$WINEPREFIX/drive_d/收到的/Suanpan"
check "what was there is there" test -s "$WINEPREFIX/drive_d/收到的/数据包（2024年度）.suanpan"
exit $FAILED
