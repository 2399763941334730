#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Print the path of promtool: the installed one, or one taken out of Debian's package prometheus, which
# as a whole would bring a daemon and twenty packages of web pages with it.
#
#   promtool.sh DIR    DIR keeps what was taken out; needs a network the first time
set -eu
dir=$1
if command -v promtool; then
    exit 0
fi
if [ ! -x "$dir/usr/bin/promtool" ]; then
    rm -rf "$dir"
    mkdir -p "$dir"
    (cd "$dir" && apt-get download prometheus && dpkg-deb -x prometheus_*.deb . &&
        rm -f prometheus_*.deb usr/bin/prometheus) >&2
fi
echo "$dir/usr/bin/promtool"
