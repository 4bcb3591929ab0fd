#!/bin/bash
# The program as people have it, by code page 936: self-tested, used by keyboard, killed, put where nothing
# can be written, in a very long path, and on a stick.
set -u
. /w/scripts/env.sh
openbox >/dev/null 2>&1 &
D=$WINEPREFIX/drive_d
PLACE="$D/张三 的文件/决算（2024）"
chmod -R u+w "$D"; rm -rf "${D:?}"/* "$DATA"; mkdir -p "$PLACE"
cp -a /w/project/dist/算盘 "$PLACE/"
cd "$PLACE/算盘"
kept() { grep -aq "$1" "$DATA"/suanpan.db "$DATA"/suanpan.db-wal; }

echo "-- $(wine "$PYTHON" -c "import locale, os; print(locale.getpreferredencoding(False), os.environ['APPDATA'])" | iconv -f GBK)"
selftest "in D:\\张三 的文件\\决算（2024）"
for _ in 1 2 3; do
  at=$(now); start
  check "the window comes" window '^算盘$' 30; echo "       after $(($(now) - at)) ms"
  sleep 2; picture start
  close "with nothing done"
done

start; window '^算盘$' 30; sleep 2; start; sleep 4
check "a second start leaves one window" test "$(xdotool search --onlyvisible --name '^算盘$' | wc -l)" = 1
xdotool key Return; check "it asks for the unit" window '新建填报' 20; sleep 1; picture welcome
xdotool type --delay 60 "danwei"; xdotool key Return
check "a submission is there" window 'danwei' 30; sleep 2
xdotool type --delay 60 "juzhang"; xdotool key Tab; sleep 2; picture new
check "what was typed is in AppData" kept juzhang
wine taskkill /f /im 算盘.exe >/dev/null; check "killed" gone
at=$(now); start; check "after the kill the window comes" window '算盘$' 30; echo "       after $(($(now) - at)) ms"
sleep 3; picture killed; check "what was typed is still there" kept juzhang
xdotool key Return; sleep 1 # it says that it was not closed
xdotool key Return; check "it is opened again" window 'danwei' 30; sleep 2; picture again
xdotool key ctrl+7; sleep 2; picture export; xdotool key ctrl+p; sleep 4; picture print; xdotool key Escape; sleep 1
close "with a submission open"

echo "-- a pipe gets UTF-8, whatever the code page"
verb() { (cd /w/project && wine "$PYTHON" -m app "$@" 2>&1); }
verb sample --db 'D:\试用.db' >/dev/null
verb list --db 'D:\试用.db' > "$D/list.txt"
check "the list names the unit" grep -q 云岭 "$D/list.txt"

echo "-- nothing can be written beside the program, in a path of over 200 characters"
LONG="$D/$(printf '很长的文件夹名%.0s' $(seq 11))/$(printf '第二层文件夹%.0s' $(seq 13))"
mkdir -p "$LONG"; cp -a /w/project/dist/算盘 "$LONG/"; chmod -R a-w "$LONG/算盘"
cd "$LONG/算盘"
check "nothing can be written there" bash -c '! touch x 2>/dev/null'
WINDOWS=$(winepath -w "$PWD" | iconv -f UTF-8 -t UTF-16LE | wc -c)
selftest "in a path of $((WINDOWS / 2)) characters"
start; check "the window comes there" window '算盘$' 30; sleep 2; close "there"
cd "$D"; chmod -R u+w "$LONG"; rm -rf "${D:?}/很长的"*

echo "-- the portable .zip"
mkdir "$D/U盘"; cd "$D/U盘"
wine "$PYTHON" -m zipfile -e "$(ls /w/project/dist/*-portable.zip | tail -1)" . >/dev/null
cd 算盘-*; rm -rf "$DATA"; start
check "the window comes from the stick" window '^算盘$' 30; sleep 3; picture portable; close "there"
check "its data are beside it" test -s 数据/suanpan.db
check "nothing is in AppData" test ! -e "$DATA/suanpan.db"
exit $FAILED
