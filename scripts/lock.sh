#!/bin/sh
# Locks every package with its hashes, for Python 3.11 to 3.14 on every system and without an index's address.
# requirements.txt runs sheetflow, requirements-dev.txt also tests it, requirements-node.txt brings npm where no Node is.
set -eu
cd "${0%/*}/.."
uv=$(mktemp -d)
trap 'rm -rf "$uv"' EXIT
.venv/bin/python -m venv "$uv"
"$uv/bin/python" -m pip install -qq uv

lock() {
    output=$1
    shift
    "$uv/bin/uv" pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --custom-compile-command "make lock" --output-file "$output" "$@"
}

lock requirements.txt pyproject.toml --group build
lock requirements-dev.txt pyproject.toml --group build --group dev --constraint requirements.txt
lock requirements-node.txt --group node
npm install --package-lock-only --no-audit --no-fund --loglevel=error
