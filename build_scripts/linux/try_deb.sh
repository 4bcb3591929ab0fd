#!/bin/bash
# Install the .deb on a bare Debian in a chroot, start what its desktop entry says as an ordinary
# person on a display of its own, take pictures, remove it again: their data must still be there.
# usage (as root): try_deb.sh BARE DEB FOLDER
#   BARE    the tree of a bare Debian, as debootstrap makes it; it is copied and never changed
#   FOLDER  for the copy and the pictures; whatever lies in it is removed
# Wants Xvfb, openbox, xdotool and ImageMagick here; the chroot gets only what the package asks for.
set -euo pipefail
[ $# = 3 ] || { sed -n 2,8p "$0"; exit 2; }
DEB=$(realpath "$2") OUT=$3
TREE=$OUT/tree
PEOPLE=home/张三

inside() {
  env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive \
    /usr/sbin/chroot "$TREE" /bin/bash -euc "$1"
}
as_person() {
  env -i HOME="/$PEOPLE" PATH=/usr/bin:/bin LANG=C.UTF-8 DISPLAY=":$NUMBER" ${EXTRA:-} \
    /usr/sbin/chroot --userspec=1000:1000 "$TREE" /bin/bash -uc "cd ~; exec $1"
}
picture() { DISPLAY=":$NUMBER" import -window root "$OUT/$1.png"; printf 'picture: %s\n' "$1"; }
# Start the entry ($1: name of the picture), wait for its window, take a picture, close the window.
start() {
  local window
  as_person "$ENTRY" >"$OUT/$1.log" 2>&1 &
  window=$(DISPLAY=":$NUMBER" timeout 30 xdotool search --sync --onlyvisible --name . | head -1) ||
    { cat "$OUT/$1.log"; return 1; }
  sleep 4
  picture "$1"
  close
}
# Close every window in front, a message before what stands behind it.
close() {
  local tries
  for tries in 1 2 3 4 5; do
    [ -n "$(jobs -r | grep as_person)" ] || return 0
    DISPLAY=":$NUMBER" xdotool key alt+F4 || true
    sleep 1
  done
  printf 'still running after %s tries\n' "$tries"
  return 1
}

rm -rf "$OUT"
mkdir -p "$OUT"
cp -a "$1" "$TREE"
cp /etc/resolv.conf "$TREE/etc/resolv.conf"
cp -a /etc/apt/apt.conf.d "$TREE/etc/apt/"
cp /etc/ssl/certs/ca-certificates.crt "$TREE/etc/ssl/certs/ca-certificates.crt"
cp "$DEB" "$TREE/suanpan.deb"
mkdir -p "$TREE/tmp/.X11-unix" "$TREE/$PEOPLE"
chown 1000:1000 "$TREE/$PEOPLE"
exec 3<>"$OUT/display"
Xvfb -displayfd 3 -screen 0 1366x768x24 -nolisten tcp >"$OUT/xvfb.log" 2>&1 &
XVFB=$!
for one in proc dev; do mount --bind "/$one" "$TREE/$one"; done
trap 'kill $XVFB; umount -l "$TREE/proc" "$TREE/dev" "$TREE/tmp/.X11-unix"' EXIT
until [ -s "$OUT/display" ]; do sleep 0.2; done
NUMBER=$(cat "$OUT/display")
mount --bind /tmp/.X11-unix "$TREE/tmp/.X11-unix"
DISPLAY=":$NUMBER" openbox >/dev/null 2>&1 &

inside 'apt-get update -qq; apt-get install -qq -y --no-install-recommends /suanpan.deb >/install.log 2>&1 || { cat /install.log; exit 1; }
  dpkg -s suanpan | grep -E "^(Status|Depends)"'
ENTRY=$(sed -n 's/^Exec=//p' "$TREE/usr/share/applications/suanpan.desktop" | sed 's/ %[fFuU]//')
find "$TREE/usr/lib/suanpan" -newer "$TREE/install.log" >"$OUT/written"
start without-fonts
inside 'apt-get install -qq -y --no-install-recommends fonts-wqy-zenhei >/dev/null 2>&1'
start first
start again
inside 'apt-get install -qq -y --no-install-recommends desktop-file-utils shared-mime-info xdg-utils file >/dev/null 2>&1
  desktop-file-validate /usr/share/applications/suanpan.desktop && echo "entry: valid"
  echo "type: $(grep suanpan /usr/share/mime/globs2)"
  echo "opens it: $(xdg-mime query default application/x-suanpan)"'
printf 'written into the program: %s\n' "$(find "$TREE/usr/lib/suanpan" -newer "$TREE/install.log" | wc -l)"
before=$(find "$TREE/$PEOPLE/.local/share/suanpan" -name 'suanpan.db' -printf '%f %s\n')
inside 'dpkg --purge suanpan >/dev/null 2>&1; dpkg -L suanpan 2>/dev/null | head -3
  echo "left in /usr: $(find /usr -name "*suanpan*" | wc -l)"'
printf 'data before: %s, after: %s\n' "$before" \
  "$(find "$TREE/$PEOPLE/.local/share/suanpan" -name 'suanpan.db' -printf '%f %s\n')"
