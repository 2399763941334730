// SPDX-License-Identifier: Apache-2.0
// Addresses: the board of a part, and the list of the cases behind a number.
import type { Cut } from './types';

type Filters = Record<string, string | undefined>;

function address(path: string, filters: Filters): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(filters)) {
        if (value !== undefined && value !== '')
            query.set(name, value);
    }
    const text = query.toString();
    return text === '' ? path : `${path}?${text}`;
}

/** The list of open cases of this cut, narrowed by more. */
export function casesOf(cut: Cut, more: Filters = {}): string {
    return address('/app/disputes', { open: 'true', region: cut.region, body: cut.body, ...more });
}

export function boardOf(cut: Cut): string {
    return address('/app/board', { region: cut.region, body: cut.body });
}

export function radarOf(cut: Cut, more: Filters = {}): string {
    return address('/app/radar', { region: cut.region, body: cut.body, ...more });
}
