#!/bin/bash
# Start Suanpan from its source: sets up what is missing, then
#   run.sh <verb> ...   does one job without a window (run.sh --help lists them)
#   run.sh              opens the window; without a display it makes a sample and says where it lies
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up

# -P: the folder one stands in is not searched for modules; files named by the user stay relative to it
app() { PYTHONPATH=$ROOT exec "$VENV_PYTHON" -P -m app "$@"; }

# verbs that paint do so offscreen by themselves; a file to open without a display is told so,
# where a window that nobody sees would wait for ever
if [ $# -gt 0 ]; then
  app "$@"
elif has_display; then
  app
else
  say "没有图形界面，改为生成演示单位 (no display: making a sample) ..."
  app demo --to "${XDG_DOCUMENTS_DIR:-${HOME:-/tmp}}/suanpan-demo"
fi
