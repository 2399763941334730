// SPDX-License-Identifier: Apache-2.0
// Text without a page: slots, money, the human number.

export type Slots = Record<string, string | number>;

/** Fill {name} with what slots hold; a slot that is not given stays, so that it is seen. */
export function fill(text: string, slots?: Slots): string {
    if (slots === undefined)
        return text;
    return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
        const value = slots[name];
        return value === undefined ? whole : String(value);
    });
}

/** Fen, a whole number as text of any length, as yuan with two places and grouped thousands. */
export function yuan(fen: string): string {
    const found = /^(-?)(\d+)$/.exec(fen);
    if (found === null)
        return fen;
    const digits = found[2]!.replace(/^0+(?=\d)/, '').padStart(3, '0');
    const whole = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
    return `${found[1]}${whole}.${digits.slice(-2)}`;
}

/** What people type as an amount of yuan, as fen; undefined when it is none. */
export function fen(text: string): string | undefined {
    const found = /^(\d{1,13})(?:\.(\d{1,2}))?$/.exec(text.trim().replace(/[,，¥￥\s]/g, ''));
    if (found === null)
        return undefined;
    const all = `${found[1]}${(found[2] ?? '').padEnd(2, '0')}`.replace(/^0+(?=\d)/, '');
    return all;
}
