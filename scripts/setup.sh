#!/bin/sh
# Prepares this folder, one part at a time; the Makefile calls it when a lock file has changed.
#   scripts/setup.sh packages requirements.txt   .venv with exactly the locked packages, and sheetflow itself
#   scripts/setup.sh web                         what our pages load, from npm into sheetflow/web/static/vendor/
set -eu
cd "${0%/*}/.."
export PIP_DISABLE_PIP_VERSION_CHECK=1

stop() {
    printf 'setup: %s\n' "$1" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if new_enough "$name"; then
            printf '%s' "$name"
            return
        fi
    done
    found=$("${PYTHON:-python3}" --version 2>/dev/null) || found="no ${PYTHON:-python3}"
    stop "Python 3.11 or newer is needed, found $found. Install it (Debian, Ubuntu: apt install python3 python3-venv), or name one: make setup PYTHON=/path/to/python3"
}

make_environment() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        stop "$python cannot make a virtual environment: its module venv or ensurepip is missing. Install it (Debian, Ubuntu: apt install python3-venv) and run the same command again."
    "$python" -m venv --clear "$1" ||
        stop "$python could not make the virtual environment $1; its reason stands above."
}

install_locked() {
    "$1/bin/python" -m pip install -qq --require-hashes -r "$2" ||
        stop "the packages of $2 could not be installed; pip's reason stands above. Where the network failed, run the same command again."
}

packages() {
    if ! new_enough .venv/bin/python || ! .venv/bin/python -m pip --version >/dev/null 2>&1; then
        echo "setup: making .venv"
        make_environment .venv
    fi
    echo "setup: installing $1"
    install_locked .venv "$1"
    # The build backend is among the locked packages: nothing is fetched past their hashes.
    .venv/bin/python -m pip install -qq --no-build-isolation --no-deps --editable . ||
        stop "sheetflow itself could not be installed; pip's reason stands above."
}

web() {
    if ! [ "$(npm --version 2>/dev/null | cut -d. -f1)" -ge 7 ] 2>/dev/null; then
        echo "setup: no Node with npm 7 or newer here, taking one from PyPI for this once"
        node=$(mktemp -d)
        trap 'rm -rf "$node"' EXIT
        make_environment "$node"
        install_locked "$node" requirements-node.txt
        PATH="$node/bin:$PATH"
    fi
    echo "setup: installing package-lock.json"
    npm ci --ignore-scripts --no-audit --no-fund --loglevel=error ||
        stop "the web assets could not be installed; npm's reason stands above. Where the network failed, run the same command again."
    vendor=sheetflow/web/static/vendor
    mkdir -p $vendor
    cp node_modules/tabulator-tables/dist/js/tabulator.min.js \
        node_modules/tabulator-tables/dist/css/tabulator.min.css $vendor/
    cp node_modules/tabulator-tables/LICENSE $vendor/tabulator.LICENSE
}

case "${1-} ${2-}" in
    "packages requirements"*.txt) packages "$2" ;;
    "web ") web ;;
    *) stop "say what to prepare: scripts/setup.sh packages requirements.txt, or scripts/setup.sh web" ;;
esac
