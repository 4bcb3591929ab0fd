#!/bin/bash
set -u
. /w/scripts/env.sh
cd /w/project
export PYTHONUTF8=1
wine cmd /c 'set SUANPAN_BARE=Z:\w\project\build_scripts\bench_bare.py&& Z:\w\py311\python.exe -m PyInstaller --noconfirm --log-level ERROR --distpath build\bare --workpath build\bare-work build_scripts\suanpan.spec'
unset PYTHONUTF8
measure() { # PROGRAM TITLE: ms from the start to the window, five times, the first not counted
  local at started
  for at in 0 1 2 3 4 5; do
    started=$(date +%s%N)
    wine "$1" >/dev/null 2>&1 &
    window "$2" 30
    [ $at = 0 ] || echo -n " $((($(date +%s%N) - started) / 1000000))"
    sleep 1; wineserver -k; sleep 1
  done
}
size() { du -sb --apparent-size "$1" | cut -f1; }
echo "bare window: $(($(size build/bare/bare) / 1000000)) MB, start in ms:$(measure build/bare/bare/bare.exe '^bare')"
echo "the program: $(($(size dist/算盘) / 1000000)) MB, start in ms:$(measure dist/算盘/算盘.exe '算盘$')"
