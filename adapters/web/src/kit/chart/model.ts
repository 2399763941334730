// SPDX-License-Identifier: Apache-2.0
// What charts have in common: how the eye and who cannot see tell one series from another, and axes.

/** How a series looks: a class of its own (fill and stroke), a shape on lines, dashes between. */
export interface Look {
    name: string; // "settled": class chart-settled
    mark: 'circle' | 'square' | 'triangle' | 'cross';
    dashes: string; // of a line: "" whole, "6 4" broken
}

export interface Series {
    title: string;
    look: Look;
    values: number[];
}

/** The ticks of an axis from 0: at most `most` steps of 1, 2 or 5 times a power of ten, whole numbers. */
export function ticksTo(max: number, most = 5): number[] {
    const top = Math.max(1, Math.ceil(max));
    let step = 1;
    for (let power = 1; ; power *= 10) {
        const fits = [1, 2, 5].map((x) => x * power).find((s) => Math.ceil(top / s) <= most);
        if (fits !== undefined) {
            step = fits;
            break;
        }
    }
    const ticks = [0];
    while (ticks[ticks.length - 1]! < top)
        ticks.push(ticks[ticks.length - 1]! + step);
    return ticks;
}

/** Lengths of parts whose sum has this length: whole numbers that add up to it, the largest remainders
 * rounded up, and nothing that is there is shorter than one. */
export function shares(parts: number[], length: number): number[] {
    const sum = parts.reduce((a, b) => a + b, 0);
    if (sum <= 0 || length <= 0)
        return parts.map(() => 0);
    const exact = parts.map((p) => (p / sum) * length);
    const whole = exact.map((x, i) => (parts[i]! > 0 ? Math.max(1, Math.floor(x)) : 0));
    let left = Math.round(length) - whole.reduce((a, b) => a + b, 0);
    const order = exact.map((_x, i) => i).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1));
    for (const i of order) {
        if (left <= 0)
            break;
        if (parts[i]! > 0) {
            whole[i]!++;
            left--;
        }
    }
    // What was lifted to one is taken from the longest.
    while (left < 0) {
        const longest = whole.indexOf(Math.max(...whole));
        if (whole[longest]! <= 1)
            break;
        whole[longest]!--;
        left++;
    }
    return whole;
}

/** Points of a line in a box, from the left to the right edge. */
export function pointsOf(values: number[], top: number, width: number, height: number): [number, number][] {
    const step = values.length > 1 ? width / (values.length - 1) : 0;
    return values.map((v, i) => [Math.round(i * step * 10) / 10,
        Math.round((height - (v / Math.max(1, top)) * height) * 10) / 10]);
}
