// SPDX-License-Identifier: Apache-2.0
// Money is whole fen, as text where it travels; people write yuan.

export const AMOUNT_FEN_MAX = 100_000_000_000_000n; // one trillion yuan

const WIDE = /[\uFF10-\uFF19\uFF0E\uFF0C]/g; // full-width digits, full stop, comma

/** Why a text is no amount. */
export type MoneyError = 'empty' | 'not_money' | 'too_fine' | 'zero' | 'too_much';

/** "3,400.5", "３４００．５０元", "¥3400" → "340050". Commas stand only where thousands part, so that
 *  "3,4" is not taken for thirty-four. */
export function fenOf(yuan: string): { fen: string } | { error: MoneyError } {
    const plain = yuan
        .replace(WIDE, (c) => String.fromCharCode(c.charCodeAt(0) - 0xFEE0))
        .replace(/[\s\u00A5\uFFE5\u5143]/g, '');
    const m = /^(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d*))?$/.exec(plain);

    if (plain === '')
        return { error: 'empty' };
    if (m === null)
        return { error: 'not_money' };
    const cents = (m[2] ?? '').replace(/0+$/, '');
    if (cents.length > 2)
        return { error: 'too_fine' };
    const fen = BigInt((m[1] ?? '').replaceAll(',', '')) * 100n + BigInt(cents.padEnd(2, '0'));
    if (fen === 0n)
        return { error: 'zero' };
    return fen > AMOUNT_FEN_MAX ? { error: 'too_much' } : { fen: String(fen) };
}

/** "340050" → "3,400.50". */
export function yuanOf(fen: string | bigint): string {
    const text = String(fen).padStart(3, '0');
    const whole = text.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');

    return `${whole}.${text.slice(-2)}`;
}

/** What is owed in parts: equal ones, with the odd fen in the last. */
export function parts(fen: string, n: number): string[] {
    const each = BigInt(fen) / BigInt(n);
    const list = Array.from({ length: n }, () => each);

    list[n - 1] = BigInt(fen) - each * BigInt(n - 1);
    return list.map(String);
}
