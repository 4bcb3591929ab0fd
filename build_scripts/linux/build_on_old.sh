#!/bin/bash
# Build the program, the .zip and the .deb for systems as old as Debian 11 (glibc 2.31: 麒麟 V10,
# Ubuntu 20.04): what is built on a newer system does not start on an older one. All of it happens
# in a chroot of Debian 11; Python 3.11 and SQLite, which are too old there, are compiled from the
# sources of Debian 12.
# usage (as root): build_on_old.sh CHROOT    a folder with much room; made where it is not there.
# What was made lies in CHROOT/project/dist. PIP_CONFIG_FILE is used inside too, if it is set.
set -euo pipefail
[ $# = 1 ] || { sed -n 2,8p "$0"; exit 2; }
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
BASE=$1
MIRROR=${MIRROR:-$({ cat /etc/apt/sources.list /etc/apt/sources.list.d/*.sources 2>/dev/null || true; } |
  sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' | head -1)}
TOOLS=ca-certificates,build-essential,pkg-config,tcl
HEADERS=zlib1g-dev,libffi-dev,libssl-dev,libbz2-dev,liblzma-dev
QT=libglib2.0-0,libgl1,libegl1,libxkbcommon0,libxkbcommon-x11-0,libfontconfig1,libdbus-1-3
QT=$QT,libxcb-cursor0,libxcb-icccm4,libxcb-image0,libxcb-keysyms1,libxcb-randr0
QT=$QT,libxcb-render-util0,libxcb-shape0,libxcb-xkb1,libcups2,fonts-wqy-zenhei

inside() {
  env -i HOME=/root PATH=/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 \
    DEBIAN_FRONTEND=noninteractive LD_LIBRARY_PATH=/usr/local/lib \
    SOURCE_DATE_EPOCH="$(git -C "$ROOT" log -1 --format=%ct)" chroot "$BASE" /bin/bash -euc "$1"
}

if [ ! -e "$BASE/usr/bin/gcc" ]; then
  debootstrap --variant=minbase --include="$TOOLS,$HEADERS,$QT" bullseye "$BASE" "$MIRROR"
fi
cp /etc/resolv.conf "$BASE/etc/resolv.conf"
cp /etc/ssl/certs/ca-certificates.crt "$BASE/etc/ssl/certs/ca-certificates.crt"
cp -a /etc/apt/apt.conf.d "$BASE/etc/apt/"
for one in "${PIP_CONFIG_FILE:-}" /etc/pip.conf "$HOME/.config/pip/pip.conf"; do
  if [ -f "$one" ]; then cp "$one" "$BASE/etc/pip.conf"; break; fi
done
for one in proc dev; do mountpoint -q "$BASE/$one" || mount --bind "/$one" "$BASE/$one"; done
trap 'umount -l "$BASE/proc" "$BASE/dev"' EXIT

if [ ! -x "$BASE/usr/local/bin/python3.11" ]; then
  printf 'deb %s bullseye main\ndeb-src %s bookworm main\n' "$MIRROR" "$MIRROR" >"$BASE/etc/apt/sources.list"
  inside 'apt-get update -qq; apt-get install -qq -y --no-install-recommends tcl dpkg-dev >/dev/null
    mkdir -p /src; cd /src; chmod 777 .
    apt-get source -qq --only-source --download-only sqlite3/bookworm python3.11/bookworm
    for one in sqlite3 python3.11; do mkdir -p $one; tar xf ${one}_*.orig.tar.* -C $one --strip-components=1; done
    (cd sqlite3 && ./configure --quiet --prefix=/usr/local && make -s -j2 && make -s install) >sqlite3.log 2>&1
    (cd python3.11 && CPPFLAGS=-I/usr/local/include LDFLAGS=-L/usr/local/lib \
      ./configure --quiet --enable-shared --prefix=/usr/local && make -s -j2 && make -s altinstall) >python.log 2>&1
    ldconfig; python3.11 -c "import ctypes, lzma, sqlite3, ssl; print(sqlite3.sqlite_version)"'
fi

rm -rf "$BASE/project"
mkdir "$BASE/project"
git -C "$ROOT" archive HEAD | tar -x -C "$BASE/project"
inside 'cd /project
  [ -x /venv/bin/python ] || python3.11 -m venv /venv
  /venv/bin/python build_scripts/install.py --dev
  /venv/bin/python build_scripts/build.py --selftest
  /venv/bin/python -m build_scripts.deliver'
