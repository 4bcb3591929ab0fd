#!/bin/bash
# Everything that must hold: format, lint, types, build, the built program's self-test, tests.
#   test.sh           all of it
#   test.sh --fast    without the build
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/setup.sh"

set_up --dev
exec "$VENV_PYTHON" "$ROOT/build_scripts/check.py" "$@"
