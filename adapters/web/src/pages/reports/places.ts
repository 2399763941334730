// SPDX-License-Identifier: Apache-2.0
// Addresses of reports: the page of a month and scope, and its files.

/** Of what a report tells; neither: of all that one may see. */
export interface Scope {
    region: string | undefined;
    body: string | undefined;
}

export function scopeOf(query: URLSearchParams): Scope {
    const body = query.get('body') ?? undefined;
    // A report is of a region or of a body: never both.
    return { region: body === undefined ? query.get('region') ?? undefined : undefined, body };
}

function address(path: string, pairs: Record<string, string | undefined>): string {
    const query = new URLSearchParams();
    for (const [name, value] of Object.entries(pairs)) {
        if (value !== undefined && value !== '')
            query.set(name, value);
    }
    const text = query.toString();
    return text === '' ? path : `${path}?${text}`;
}

/** The page of a month. */
export function reportOf(month: string, scope: Scope, revision?: number): string {
    return address(`/app/reports/${month}`, { ...scope, revision: revision === undefined ? undefined : String(revision) });
}

export type Form = 'json' | 'csv' | 'html' | 'pdf';

/** The same as a file. */
export function fileOf(month: string, scope: Scope, form: Form, revision: string | null): string {
    return address(`/api/v1/reports/${month}`, { ...scope, revision: revision ?? undefined, format: form });
}
