#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Install the packages of FROM's lock file into DIR, with FROM's programs beside them, unless they
# are there already. No package may run anything while it is installed.
#
#   npm.sh FROM DIR
set -eu
mkdir -p "$2"
cp "$1"/package.json "$1"/package-lock.json "$1"/*.[mc]js "$2/"
cd "$2"
if cmp -s package-lock.json installed; then
    exit 0
fi
command -v npm >/dev/null || { echo "npm is missing: apt-get install npm" >&2; exit 1; }
rm -f installed
npm ci --ignore-scripts --omit=optional --no-audit --no-fund
cp package-lock.json installed
