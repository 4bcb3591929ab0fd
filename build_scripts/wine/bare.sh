#!/bin/bash
# A bare window built by the same spec, beside the program: size, and time from the start to the window.
set -u
. /w/scripts/env.sh
openbox >/dev/null 2>&1 &
cd /w/project
export PYTHONUTF8=1
wine cmd /c "set SUANPAN_BARE=Z:\\w\\project\\build_scripts\\bench_bare.py&& $(winepath -w "$PYTHON") -m PyInstaller --noconfirm --log-level ERROR --distpath build\\bare --workpath build\\bare-work build_scripts\\suanpan.spec"
unset PYTHONUTF8
wineserver -p 600 # one server for all, or each start would begin with a new one
rm -rf "$DATA"
once() { # PROGRAM TITLE: ms from the start to the window; closed as people do
  local at; at=$(now)
  wine "$1" >/dev/null 2>&1 &
  local pid=$!
  window "$2" 30; echo -n " $(($(now) - at))"
  sleep 2; xdotool key alt+F4; wait $pid
}
bare="" ours=""
once build/bare/bare/bare.exe '^bare' >/dev/null; once dist/算盘/算盘.exe '算盘$' >/dev/null
for _ in 1 2 3 4 5 6 7; do # in turn, so that whatever else this machine does meets both
  bare+=$(once build/bare/bare/bare.exe '^bare'); ours+=$(once dist/算盘/算盘.exe '算盘$')
done
size() { echo $(($(du -sb --apparent-size "$1" | cut -f1) / 1000000)); }
echo "bare window: $(size build/bare/bare) MB, start in ms:$bare"
echo "the program: $(size dist/算盘) MB, start in ms:$ours"
