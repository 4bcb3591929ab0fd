# shellcheck shell=bash
# Inside the chroot, sourced by the other scripts: the wine prefix, code page 936, a display of our own.
export WINEPREFIX=$HOME/wp WINEARCH=win64 WINEDEBUG=-all LANG=zh_CN.UTF-8 WINEDLLOVERRIDES="mscoree,mshtml="
DISPLAY_FILE=$(mktemp)
Xvfb -displayfd 3 -screen 0 "${SCREEN:-1366x768x24}" -nolisten tcp 3>"$DISPLAY_FILE" >/dev/null 2>&1 &
XVFB=$!
for _ in $(seq 50); do [ -s "$DISPLAY_FILE" ] && break; sleep 0.1; done
kill -0 $XVFB || { echo "Xvfb did not start"; exit 9; }
export DISPLAY; DISPLAY=:$(cat "$DISPLAY_FILE")
trap 'wineserver -k; sleep 1; kill $XVFB' EXIT
PROFILE="$WINEPREFIX/drive_c/users/$(id -un)"
DATA="$PROFILE/AppData/Roaming/Suanpan"
PYTHON=/w/py311/python.exe
FAILED=0

check() { # NAME COMMAND...: says how it went and goes on
  local name=$1; shift
  if "$@" >/dev/null 2>&1; then echo "ok     $name"; else echo "FAILED $name"; FAILED=1; fi
}
now() { echo $(($(date +%s%N) / 1000000)); }
# Wait until a window of that name is there; 1 after SECONDS without it.
window() { for _ in $(seq $((${2:-30} * 20))); do xdotool search --onlyvisible --name "$1" >/dev/null 2>&1 && return; sleep 0.05; done; return 1; }
# Wait until no window of the program is left.
gone() { for _ in $(seq 150); do xdotool search --onlyvisible --name '算盘$' >/dev/null 2>&1 || return 0; sleep 0.2; done; return 1; }
# Close it as people do; it may still be saving what was typed last.
close() { xdotool key alt+F4; check "closed${1:+, $1}" gone; wineserver -w; }
picture() { import -window root "/w/$1.png"; }
start() { wine start /unix "$PWD/算盘.exe" & } # by ShellExecute, as a double click does
selftest() { # NAME: the self-test of the program in this folder
  local at; at=$(now); rm -f /w/selftest.json
  timeout 150 wine cmd /c 'set SUANPAN_SELFTEST=Z:\w\selftest.json&& set QT_QPA_PLATFORM=offscreen&& 算盘.exe'
  check "self-test passed, $1 ($(($(now) - at)) ms)" grep -q '"ok": true' /w/selftest.json
}
