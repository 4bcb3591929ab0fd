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
DATA="$WINEPREFIX/drive_c/users/$(id -un)/AppData/Roaming/Suanpan"
FAILED=0
check() { # NAME COMMAND...: says how it went and goes on
  local name=$1; shift
  if "$@" >/dev/null 2>&1; then echo "ok     $name"; else echo "FAILED $name"; FAILED=1; fi
}
# Wait until a window of that name is there; 1 after SECONDS without it.
window() { for _ in $(seq $((${2:-30} * 5))); do xdotool search --name "$1" >/dev/null 2>&1 && return; sleep 0.2; done; return 1; }
gone() { for _ in $(seq 50); do xdotool search --name '算盘$' >/dev/null 2>&1 || return 0; sleep 0.2; done; return 1; }
picture() { import -window root "/w/$1.png"; }
