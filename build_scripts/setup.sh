# shellcheck shell=bash
# Shared by run.sh and test.sh, which source it: Python, .venv, pinned packages, system libraries.
# Gives: ROOT, VENV_PYTHON, has_display, set_up [--dev].

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
VENV_PYTHON=$ROOT/.venv/bin/python
PACKAGES=(
  libglib2.0-0 libgl1 libegl1 libxkbcommon0 libfontconfig1 libdbus-1-3
  libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
  libcups2 fonts-wqy-zenhei
)

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$@" >&2; exit 1; }
has_display() { [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; }

# ------------------------------------------------------------ system packages (Debian family)

# Debian 13 and Ubuntu 24.04 renamed some libraries: libcups2 is libcups2t64 there.
package_name() {
  if apt-cache pkgnames "$1" 2>/dev/null | grep -qx "$1t64"; then say "$1t64"; else say "$1"; fi
}

is_installed() {
  local name
  for name in "$1" "$1t64"; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return 0
  done
  return 1
}

not_installed() {
  local name
  command -v apt-get >/dev/null || return 0
  for name in "${PACKAGES[@]}"; do is_installed "$name" || say "$name"; done
}

as_packages() { local name; for name in "$@"; do package_name "$name"; done | paste -sd ' '; }

# Print the one command that brings the packages named.
command_for() {
  say "    sudo apt-get update && sudo apt-get install -y --no-install-recommends $(as_packages "$@")"
}

# As root install what is missing; 1 when there is nothing to install or no right to.
install_packages() {
  local names
  mapfile -t names < <(not_installed)
  [ ${#names[@]} -gt 0 ] && [ "$(id -u)" = 0 ] || return 1
  say "安装系统组件 (apt-get install): ${names[*]}"
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || return 1
  # shellcheck disable=SC2046 # one word per package
  apt-get install -qq -y --no-install-recommends $(as_packages "${names[@]}") >"$ROOT/.venv.log" 2>&1 || {
    tail -n 5 "$ROOT/.venv.log" >&2
    return 1
  }
  rm -f "$ROOT/.venv.log"
}

# Say what is missing ($1) and the one command that brings it.
explain() {
  local names
  mapfile -t names < <(not_installed)
  say "$1"
  if [ ${#names[@]} -gt 0 ]; then
    say "请运行下面一条命令，然后重试 (run this, then try again):"
    command_for "${names[@]}"
  else
    say "请用系统的软件管理器安装缺少的组件 (install it with your package manager)。"
  fi
}

# ------------------------------------------------------------ Python and .venv

python_fits() {
  "$1" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null
}

find_python() {
  local name
  for name in python3 python3.11 python3.12 python3.13; do
    if python_fits "$name"; then say "$name"; return 0; fi
  done
  fail "需要 Python 3.11、3.12 或 3.13 (Python 3.11 to 3.13 is needed)。"
}

make_venv() {
  local python
  if python_fits "$VENV_PYTHON" && "$VENV_PYTHON" -c 'import pip' 2>/dev/null; then return 0; fi
  python=$(find_python)
  if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    PACKAGES+=("$python-venv")
    install_packages || true
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
      fail "$(explain "缺少 $python-venv，无法建立运行环境 (the venv module is missing)。")"
  fi
  say "建立运行环境 (creating .venv) ..."
  "$python" -m venv --clear "$ROOT/.venv"
}

# ------------------------------------------------------------ Qt, and what PyInstaller needs

probe() { PYTHONPATH=$ROOT "$VENV_PYTHON" "$ROOT/build_scripts/probe_qt.py"; }

check_qt() {
  local lacks
  lacks=$(probe)
  if [ -n "$lacks" ] && install_packages; then lacks=$(probe); fi
  case $lacks in
    *qt:*) fail "$(explain "缺少系统组件，程序无法启动 (missing system library): $lacks")" ;;
    *xcb:*) if has_display; then
      fail "$(explain "缺少系统组件，窗口无法打开 (missing system library): $lacks")"
    fi ;;
  esac
  case $lacks in
    *font:*) explain "提示：没有中文字体，文字会显示为方框 (no Chinese font found)。" >&2 ;;
    *cups:*) if has_display; then explain "提示：缺少打印组件 (no printing library)。" >&2; fi ;;
  esac
}

# PyInstaller reads binaries with objdump and ships the shared library of Python.
has_objdump() { command -v objdump >/dev/null; }

has_python_library() {
  "$VENV_PYTHON" - <<'PYTHON' 2>/dev/null
import ctypes, sys, sysconfig
from pathlib import Path
name = sysconfig.get_config_var("INSTSONAME")
near = Path(sys.base_prefix, "lib", name)
ctypes.CDLL(str(near) if near.exists() else name)
PYTHON
}

want_build_tools() {
  has_objdump || PACKAGES+=(binutils)
  has_python_library ||
    PACKAGES+=("lib$("$VENV_PYTHON" -c 'import sys; print("python%d.%d" % sys.version_info[:2])')")
}

check_build_tools() {
  if has_objdump && has_python_library; then return 0; fi
  install_packages || true
  if has_objdump && has_python_library; then return 0; fi
  fail "$(explain "缺少打包需要的组件：objdump 或 Python 的动态库 (missing build tools)。")"
}

set_up() {
  make_venv
  if [ "${1:-}" = --dev ]; then want_build_tools; fi
  "$VENV_PYTHON" "$ROOT/build_scripts/install.py" "$@"
  check_qt
  if [ "${1:-}" = --dev ]; then check_build_tools; fi
}
