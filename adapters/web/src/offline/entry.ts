// SPDX-License-Identifier: Apache-2.0
// One write that waits to be sent, and what may become of it.

/** Who is logged in, as far as sending is concerned. */
export interface Sender {
    account: string; // stable across log-ins: "a:mediator-1011", "p:DISPUTE:0"
    role: string;
}

export type Method = 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** What a form asks for. */
export interface Wish {
    key: string; // Idempotency-Key, made when the form was opened
    method: Method;
    path: string;
    body: string; // the bytes that are sent, now and on each repetition; '' for none
    subject: string; // what it is about, a dispute's id: entries of one subject go in order
    base: number | null; // the version that the person saw; null: it does not depend on one
    title: string; // in the person's words: "记录到场 · 3-0401"
}

/** Why an entry waits for its person instead of the line. */
export type ConflictKind =
    | 'refused' // the procedure does not allow it now
    | 'changed' // somebody changed the dispute meanwhile
    | 'forbidden' // no longer this person's to do
    | 'invalid' // a field holds what it may not hold
    | 'old' // waited longer than OUTBOX_AGE_MAX_MS
    | 'unexpected'; // an answer that this program does not know

/** What the server said, in its own words. */
export interface Verdict {
    kind: ConflictKind;
    status: number;
    type: string; // of the problem document: "/problems/refused"
    title: string;
    detail: string;
    zh: string; // the refusal in Chinese, '' when it has none
    en: string;
    rule: number | null;
    source: string; // law and article
    version: number | null; // the present one, if the server told
    errors: Mistake[];
}

/** One mistake of a body, at its place. */
export interface Mistake {
    pointer: string; // "#/obligations/0/due"
    code: string;
    detail: string;
}

export interface Entry extends Wish, Sender {
    order: number; // in which entries were made
    created_at: number; // ms
    tries: number; // how often it went out without an answer that counts
    not_before: number; // ms
    conflict: Verdict | null; // null: it waits for the line
}

/** The lane of an entry: those of one lane are sent one after the other. */
export function laneOf(entry: Sender & { subject: string }): string {
    return `${entry.account}|${entry.role}|${entry.subject}`;
}

/** Entries in the order in which they were made. */
export function inOrder(a: Entry, b: Entry): number {
    return a.order - b.order || a.created_at - b.created_at || (a.key < b.key ? -1 : 1);
}
