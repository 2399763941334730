// SPDX-License-Identifier: Apache-2.0
// The live stream: what changed, as it changes. See adapters/http/README.md for the protocol.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type Query, withQuery } from './api';

export interface Change {
    id: string;
    number: string;
    version: number;
    command: string;
    at: string;
    colour: string;
    stage: string;
    type: string;
    open: boolean;
    region: string;
    body: string;
    due: string | null;
}

/** connecting; live; waiting: the line is lost and tried again; ended: the session has ended. */
export type StreamState = 'connecting' | 'live' | 'waiting' | 'ended';

export interface StreamHandlers {
    change: (c: Change) => void;
    /** Load afresh: at the beginning, and whenever changes are missing. */
    load: () => void;
    ended?: () => void;
}

const SILENT_MS = 45000; // thrice the heartbeat: the line is dead
const WAIT_MS = 1500;
const WAIT_MS_MAX = 30000;

/** Open a stream; returns what closes it. */
export function openStream(query: Query, on: StreamHandlers,
                           told: (s: StreamState) => void): () => void {
    let source: EventSource | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let silence: ReturnType<typeof setTimeout> | undefined;
    let place = '';
    let failures = 0;
    let closed = false;

    function heard(e?: MessageEvent): void {
        if (e !== undefined && e.lastEventId !== '')
            place = e.lastEventId;
        clearTimeout(silence);
        silence = setTimeout(lost, SILENT_MS);
    }

    function lost(): void {
        source?.close();
        clearTimeout(silence);
        if (closed)
            return;
        told('waiting');
        clearTimeout(timer);
        timer = setTimeout(connect, Math.min(WAIT_MS * 2 ** failures++, WAIT_MS_MAX));
    }

    function end(): void {
        closed = true;
        source?.close();
        clearTimeout(silence);
        told('ended');
        on.ended?.();
    }

    function connect(): void {
        const resuming = place !== '';
        told('connecting');
        source = new EventSource(withQuery('/api/v1/stream',
            resuming ? { ...query, last_event_id: place } : query));
        source.addEventListener('ready', (e) => {
            heard(e);
            failures = 0;
            told('live');
            if (!resuming)
                on.load();
        });
        source.addEventListener('change', (e: MessageEvent<string>) => {
            heard(e);
            on.change(JSON.parse(e.data) as Change);
        });
        source.addEventListener('resync', (e) => {
            heard(e);
            on.load();
        });
        source.addEventListener('end', end);
        source.onerror = lost;
        heard();
    }

    connect();
    return () => {
        closed = true;
        clearTimeout(timer);
        clearTimeout(silence);
        source?.close();
    };
}

/** The stream of a page, for as long as it is shown. query is compared by what it says. */
export function useStream(query: Query, on: StreamHandlers): StreamState {
    const [state, setState] = useState<StreamState>('connecting');
    const handlers = useRef(on);
    handlers.current = on;
    const text = JSON.stringify(query);
    useEffect(() => openStream(query, {
        change: (c) => handlers.current.change(c),
        load: () => handlers.current.load(),
        ended: () => handlers.current.ended?.(),
    }, setState), [text]);
    return state;
}
