// SPDX-License-Identifier: Apache-2.0
// What was agreed, as the party reads it before it signs and keeps it afterwards. Of the events a
// party reads those that state an agreement, and nothing else that was said.
import { Loading, t, useLoad } from '../../kit';
import { Agreement } from '../../kit/agreement';
import { type ProgressEvent, principalsOf, progressOf } from '../../kit/progress';
import type { Dispute } from './types';

export function Terms({ d }: { d: Dispute }) {
    const events = useLoad<{ items: ProgressEvent[] }>(`/api/v1/disputes/${d.id}/events`);

    return (
        <Loading of={events}>
            {(page) => <Agreement parties={d.parties} p={progressOf(page.items, principalsOf(d.parties))} />}
        </Loading>
    );
}

/** The agreement on paper, in a window of its own: what is being filled in stays. */
export function TermsPaper({ id }: { id: string }) {
    return (
        <p>
            <a class="button button-plain button-wide" href={`/api/v1/disputes/${id}/documents/agreement`}
                target="_blank" rel="noopener">{t('party.read_agreement')}</a>
        </p>
    );
}
