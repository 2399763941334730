// SPDX-License-Identifier: Apache-2.0
// The check digits of identity numbers while they are typed. Numbers do not travel for it, so the
// engine's rule (engine/src/identity.c) stands here once more; test/clerk holds the two together by
// asking both about thousands of numbers.

export type IdentityFault = 'length' | 'character' | 'region' | 'date' | 'check' | 'organisation';

// GB/T 2260, first two digits; 81 to 83 also mark residence permits.
const PROVINCES = new Set(['11', '12', '13', '14', '15', '21', '22', '23', '31', '32', '33', '34',
    '35', '36', '37', '41', '42', '43', '44', '45', '46', '50', '51', '52', '53', '54', '61', '62',
    '63', '64', '65', '71', '81', '82', '83']);
const CHARS = 18;
// The years of the engine's calendar.
const YEAR_MIN = 1800;
const YEAR_MAX = 2200;

function isDay(year: number, month: number, day: number): boolean {
    if (month < 1 || month > 12 || day < 1)
        return false;
    const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
    const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    return day <= days[month - 1]!;
}

/** What is wrong with a citizen number (GB 11643), or undefined: nothing. x counts as X. */
export function citizenFault(text: string): IdentityFault | undefined {
    const number = text.replace(/x$/, 'X');
    if (number.length !== CHARS)
        return 'length';
    if (!/^\d{17}[\dX]$/.test(number))
        return 'character';
    if (!PROVINCES.has(number.slice(0, 2)))
        return 'region';
    const year = Number(number.slice(6, 10));
    if (year < YEAR_MIN || year > YEAR_MAX || !isDay(year, Number(number.slice(10, 12)), Number(number.slice(12, 14))))
        return 'date';
    const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const sum = weights.reduce((s, w, i) => s + w * Number(number[i]), 0);
    return '10X98765432'[sum % 11] === number[CHARS - 1] ? undefined : 'check';
}

const USCC = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** The organisation code inside (GB 11714): its letters count from A = 10 without a gap. */
function organisationCheck(code: string): string {
    const weights = [3, 7, 9, 10, 5, 8, 4, 2];
    const value = (c: string): number => (/\d/.test(c) ? Number(c) : c.charCodeAt(0) - 55);
    const sum = weights.reduce((s, w, i) => s + w * value(code[i]!), 0);
    return '0123456789X'[(11 - (sum % 11)) % 11]!;
}

/** What is wrong with a unified social credit code (GB 32100), or undefined: nothing. */
export function usccFault(text: string): IdentityFault | undefined {
    const code = text.replace(/[a-z]/g, (c) => c.toUpperCase());
    if (code.length !== CHARS)
        return 'length';
    if ([...code].some((c) => !USCC.includes(c)) || !/^\d{6}$/.test(code.slice(2, 8)))
        return 'character';
    let sum = 0;
    let weight = 1;
    for (let i = 0; i < CHARS - 1; i++) {
        sum += weight * USCC.indexOf(code[i]!);
        weight = (weight * 3) % 31;
    }
    if (USCC[(31 - (sum % 31)) % 31] !== code[CHARS - 1])
        return 'check';
    return organisationCheck(code.slice(8)) === code[CHARS - 2] ? undefined : 'organisation';
}

export function identityFault(kind: string, text: string): IdentityFault | undefined {
    return kind === 'natural' ? citizenFault(text) : usccFault(text);
}
