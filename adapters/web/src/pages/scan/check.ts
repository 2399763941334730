// SPDX-License-Identifier: Apache-2.0
// Numbers and codes that people type, checked while they do: Crockford's Base32 with a check sign
// by Damm's scheme over GF(32), as in the engine (yima/number.h, yima/access_code.h).

const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
export const NUMBER_CHARS = 14;
export const ACCESS_CODE_CHARS = 8;
export const TOKEN_CHARS = 28;

/** What a typed text is: unfinished says how many characters are still to come. */
export type Typed =
    | { state: 'empty' }
    | { state: 'unfinished'; left: number }
    | { state: 'character'; at: string }
    | { state: 'long' }
    | { state: 'check' }
    | { state: 'ok'; text: string };

/** The value of a character, or -1; I, L and O are read as what they look like. */
export function digit(c: string): number {
    const up = c.toUpperCase();
    if (up === 'I' || up === 'L')
        return 1;
    return up === 'O' ? 0 : DIGITS.indexOf(up);
}

function step(c: number, d: number): number {
    const twice = c << 1;
    return ((twice & 32) !== 0 ? twice ^ 37 : twice) ^ d;
}

/** Read a text of n characters with a check sign at its end; spaces and dashes do not count. */
export function readTyped(text: string, n: number): Typed {
    const chars = [...text.replace(/[\s-]/g, '')];
    let c = 0;
    let normal = '';
    for (const char of chars) {
        const d = digit(char);
        if (d < 0)
            return { state: 'character', at: char };
        c = step(c, d);
        normal += DIGITS[d];
    }
    if (chars.length === 0)
        return { state: 'empty' };
    if (chars.length > n)
        return { state: 'long' };
    if (chars.length < n)
        return { state: 'unfinished', left: n - chars.length };
    return c === 0 ? { state: 'ok', text: normal } : { state: 'check' };
}

export function readNumber(text: string): Typed {
    return readTyped(text, NUMBER_CHARS);
}

export function readAccessCode(text: string): Typed {
    return readTyped(text, ACCESS_CODE_CHARS);
}

/** The token in what a code holds: an address that ends in /M/TOKEN, of whatever host. Undefined
 * for a code of somebody else. */
export function tokenOf(scanned: string): string | undefined {
    const found = /^https?:\/\/[^/?#]+\/m\/([0-9A-Za-z]+)\/?$/i.exec(scanned.trim());
    const token = found?.[1]?.toUpperCase();
    if (token === undefined || token.length !== TOKEN_CHARS)
        return undefined;
    return [...token].every((c) => digit(c) >= 0) ? token : undefined;
}
