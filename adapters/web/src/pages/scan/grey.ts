// SPDX-License-Identifier: Apache-2.0
// Grey pictures for the reader.

/** Grey values of RGBA pixels. */
export function greys(rgba: Uint8ClampedArray): Uint8ClampedArray {
    const grey = new Uint8ClampedArray(rgba.length / 4);
    for (let i = 0; i < grey.length; i++)
        grey[i] = (rgba[4 * i]! * 77 + rgba[4 * i + 1]! * 151 + rgba[4 * i + 2]! * 28) >> 8;
    return grey;
}
