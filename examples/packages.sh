# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=sh
# To be sourced: which packages of a list are not installed.

# Another package that is installed stands for this one, as a nodejs from elsewhere does for npm.
is_provided() {
    dpkg-query -W -f '${db:Status-Status} ${Provides},\n' 2>/dev/null |
        grep -Eq "^installed (.*, )?$1( \([^)]*\))?,"
}

# missing_packages LIST...: the names in these files that are not installed, on one line.
missing_packages() {
    sed 's/#.*//' "$@" | while read -r package; do
        [ -n "$package" ] || continue
        case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
        installed) ;;
        *) is_provided "$package" || printf '%s ' "$package" ;;
        esac
    done
}
