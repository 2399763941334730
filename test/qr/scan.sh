#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Print every form of every colour, spoil the prints, read them back with zbarimg.
#
#   scan.sh QR_PRINT DIR
#
# Clean prints must all read. Of the spoilt ones too: the table at the end names each miss.
# Needs zbar-tools, librsvg2-bin, imagemagick; uses Chromium as a second SVG renderer when it is
# there.
set -eu
export MAGICK_THREAD_LIMIT=1 OMP_NUM_THREADS=1 # threads that only wait for a processor help nobody
print=$1
dir=$2
fail=0

for tool in zbarimg rsvg-convert convert; do
    command -v "$tool" >/dev/null || {
        echo "scan.sh: $tool is missing: apt-get install zbar-tools librsvg2-bin imagemagick" >&2
        exit 1
    }
done
rm -rf "$dir"
mkdir -p "$dir"
"$print" "$dir"

# reads FILE NAME: does FILE hold exactly one code, with the text of NAME?
reads() {
    got=$(zbarimg --quiet --raw --nodbus -Sdisable -Sqrcode.enable "$1" 2>/dev/null) || got=
    [ "$got" = "$(cat "$dir/expect-$2")" ]
}

names="none yellow orange blue red green longest"
total=0
missed=0

# count FILE NAME: adds to the row of the table
count() {
    total=$((total + 1))
    reads "$1" "$2" || {
        missed=$((missed + 1))
        misses="$misses $2"
    }
}

begin() { total=0; missed=0; misses=; }
row() {
    printf '%-34s %2d of %2d%s\n' "$1" $((total - missed)) "$total" "${misses:+   missed:$misses}"
    [ "$missed" -eq 0 ] || fail=1
}

echo "clean prints"
for dpi in 150 300; do
    begin
    for n in $names; do
        rsvg-convert --dpi-x "$dpi" --dpi-y "$dpi" "$dir/$n.svg" -o "$dir/$n.svg$dpi.png"
        count "$dir/$n.svg$dpi.png" "$n"
    done
    row "SVG, librsvg, $dpi dpi"
done
for suffix in -100 "" -600; do
    begin
    for n in $names; do count "$dir/$n$suffix.png" "$n"; done
    row "PNG, $(echo "${suffix:-300}" | tr -d -) dpi"
done
for form in ansi-dark ansi-light cells-dark plain-light plain-dark ascii-light ascii-dark; do
    begin
    for n in $names; do count "$dir/$n.$form.ppm" "$n"; done
    row "terminal, $form"
done
browser=$(command -v chromium-headless-shell || command -v chromium || command -v google-chrome || true)
if [ -n "$browser" ]; then
    begin
    for n in yellow longest; do
        "$browser" --headless --no-sandbox --disable-gpu --hide-scrollbars \
            --user-data-dir="$dir/browser" --window-size=420,580 --force-device-scale-factor=2 \
            --screenshot="$dir/$n.browser.png" "file://$dir/$n.svg" >/dev/null 2>&1 || true
        count "$dir/$n.browser.png" "$n"
    done
    row "SVG, browser"
    rm -rf "$dir/browser"
fi

# spoil NAME ARGUMENTS...: one row, each print put through convert
spoil() {
    title=$1
    shift
    begin
    for n in $names; do
        convert "$dir/$n.png" -seed 7 "$@" "$dir/spoilt.png"
        count "$dir/spoilt.png" "$n"
    done
    row "$title"
}

echo "spoilt prints (from the PNG at 300 dpi, as a photograph 620 pixels wide)"
small="-filter box -resize 50%"
# shellcheck disable=SC2086 # the sizes are lists of arguments
{
    spoil "blurred and noisy" $small -blur 0x2.2 -attenuate 0.5 +noise Gaussian
    spoil "small (210 pixels wide)" -filter box -resize 210x
    spoil "dim" $small -evaluate multiply 0.22
    spoil "warm light" $small -channel B -evaluate multiply 0.35 +channel
    spoil "washed print" $small +level 52%,100%
    spoil "uneven light" $small \
        '(' +clone -sparse-color bilinear '0,0 white 619,873 gray25' ')' -compose multiply -composite
    spoil "photocopied, black and white" $small -colorspace gray -threshold 55%
    spoil "a stain over 7 % of the code" -fill '#6b4a2b' -draw 'circle 620,700 718,700' $small
}
begin
for n in $names; do
    convert "$dir/$n.png" -resize 50% -background '#b9b2a6' -rotate 7 -quality 40 "$dir/spoilt.jpg"
    count "$dir/spoilt.jpg" "$n"
done
row "tilted 7 degrees, JPEG 40"

# The check itself must be able to fail: another label's text, and a print half painted over.
convert "$dir/blue.png" -fill white -draw 'rectangle 250,400 700,1150' "$dir/spoilt.png"
if reads "$dir/blue.png" red || reads "$dir/spoilt.png" blue; then
    echo "scan.sh: a wrong print passed, so this check proves nothing" >&2
    fail=1
fi
exit "$fail"
