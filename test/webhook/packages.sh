#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Put the foreign receiver and the packages of its lock file into DIR, unless they are there already.
#
#   packages.sh DIR
set -eu
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$1"
cp "$here/receiver.mjs" "$here/package.json" "$here/package-lock.json" "$1/"
cd "$1"
if cmp -s package-lock.json installed; then
    exit 0
fi
command -v npm >/dev/null || { echo "npm is missing: apt-get install npm" >&2; exit 1; }
rm -f installed
npm ci --ignore-scripts --no-audit --no-fund
cp package-lock.json installed
