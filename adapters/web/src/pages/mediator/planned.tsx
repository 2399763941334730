// SPDX-License-Identifier: Apache-2.0
// What has been arranged and lies ahead, on the page of a case: whoever opens it sees when to meet.
import { DateTime, Section, t } from '../../kit';
import { useTold } from './read';
import type { Page as PageOf } from './types';

interface Plan {
    id: string;
    at: string;
    minutes: number;
    place: string | null;
    cancelled: boolean;
}

/** Nothing where nothing lies ahead: the way to arrange a session stands below in any case. */
export function Planned({ id }: { id: string }) {
    const told = useTold<PageOf<Plan>>(`/api/v1/disputes/${id}/appointments`);
    const ends = (p: Plan): number => Date.parse(p.at) + p.minutes * 60_000;
    const ahead = (told.value?.items ?? []).filter((p) => !p.cancelled && ends(p) > Date.now())
        .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));

    if (ahead.length === 0)
        return null;
    return (
        <Section title={t('mediator.planned')}>
            <ul class="mediator-planned">
                {ahead.map((p) => (
                    <li key={p.id}>
                        <a href={`/app/my/${id}/appointments`}><DateTime at={p.at} /></a>{' '}
                        {t('mediator.planned_at', { minutes: p.minutes, place: p.place ?? '—' })}
                    </li>
                ))}
            </ul>
        </Section>
    );
}
