// SPDX-License-Identifier: Apache-2.0
// The worklists of a role: what waits in each, oldest first, and what can be done with many at once.
import { useEffect, useRef, useState } from 'preact/hooks';
import { type PageProps, Failed, Notice, Page, Pager, Section, loadWords, say, session, setQuery, t, useCell, useList,
         useLoad, useStream } from '../../kit';
import { Bulk } from './bulk';
import { Keys } from './keys';
import { type Verdict, Rows } from './rows';
import type { Row, Worklist } from './types';

const COUNT_MS = 5000; // counts are asked for again so long after a change, however many come

/** Counts, again some time after something has changed. */
function useCounts(): { lists: Worklist[] | undefined; days: number; error: preact.ComponentChildren; soon: () => void } {
    const counts = useLoad<{ items: Worklist[]; stalled_days: number }>('/api/v1/worklists');
    const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
    const soon = (): void => {
        timer.current ??= setTimeout(() => {
            timer.current = undefined;
            counts.reload();
        }, COUNT_MS);
    };
    useEffect(() => () => clearTimeout(timer.current), []);
    return { lists: counts.value?.items, days: counts.value?.stalled_days ?? 0, soon,
             error: counts.error === undefined ? null : <Failed error={counts.error} retry={counts.reload} /> };
}

function countText(list: Worklist): string {
    return list.count === null ? '…' : `${list.count}${list.more ? '+' : ''}`;
}

function Lists({ lists, shown }: { lists: Worklist[]; shown: string }) {
    return (
        <nav aria-label={t('clerk.lists')}>
            <ul class="clerk-lists">
                {lists.map((list) => (
                    <li key={list.work.code}>
                        <a href={`/app/work?list=${list.work.code}`}
                            aria-current={list.work.code === shown ? 'page' : undefined}>
                            {say(list.work)} <span class="count">{countText(list)}</span>
                        </a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

/** The rows of one list; its marks and verdicts are its own. */
function OneList({ code, days, changed }: { code: string; days: number; changed: () => void }) {
    const me = useCell(session);
    const list = useList<Row>('/api/v1/disputes', { work: code });
    const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
    const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map());
    const [stale, setStale] = useState(false);
    const rows = list.items ?? [];
    useStream({}, {
        change(c) {
            changed();
            const shown = rows.find((r) => r.id === c.id);
            if (shown !== undefined && c.version > shown.version && !verdicts.has(c.id))
                setStale(true);
        },
        load: changed,
    });
    const mark = (id: string, on: boolean): void => {
        const next = new Set(marked);
        if (on)
            next.add(id);
        else
            next.delete(id);
        setMarked(next);
    };
    const again = (): void => {
        setStale(false);
        setVerdicts(new Map());
        setMarked(new Set());
        list.reload();
    };
    const chosen = rows.filter((r) => marked.has(r.id));
    return (
        <>
            {stale && (
                <Notice kind="warn" live>
                    {t('clerk.list_changed')} <button type="button" class="plain" onClick={again}>{t('clerk.reload')}</button>
                </Notice>
            )}
            {verdicts.size > 0 && (
                <Notice kind={[...verdicts.values()].every((v) => v.good) ? 'good' : 'warn'} live>
                    {t('clerk.bulk_done', { good: [...verdicts.values()].filter((v) => v.good).length, n: verdicts.size })}{' '}
                    <button type="button" class="plain" onClick={again}>{t('clerk.reload')}</button>
                </Notice>
            )}
            <p class="hint">{code === 'stalled' ? t('clerk.about_stalled', { n: days }) : t(`clerk.about_${code}`)}</p>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items === undefined ? <p class="waiting">{t('kit.loading')}</p> : (
                <Rows caption={t('clerk.lists')} rows={rows} verdicts={verdicts} empty={t('clerk.list_empty')}
                    marks={{ has: (id) => marked.has(id), set: mark }} />
            )}
            <Pager list={list} />
            {chosen.length > 0 && me !== null && me !== undefined && me.rights.includes('bulk') && (
                <Bulk rows={chosen} session={me} clear={() => setMarked(new Set())} done={(v) => {
                    setVerdicts(v);
                    setMarked(new Set());
                    changed();
                }} />
            )}
        </>
    );
}

export function WorkPage({ query }: PageProps) {
    const counts = useCounts();
    const wanted = query.get('list');
    const lists = counts.lists ?? [];
    const shown = lists.find((l) => l.work.code === wanted) ??
        lists.find((l) => l.count !== 0) ?? lists[0];
    useEffect(() => {
        void loadWords();
    }, []);
    useEffect(() => {
        if (wanted === null && shown !== undefined)
            setQuery({ list: shown.work.code });
    }, [wanted, shown?.work.code]);
    return (
        <Page title={t('clerk.work')} actions={<Keys />}>
            {counts.error}
            {shown === undefined ? counts.error === null && <p class="waiting">{t('kit.loading')}</p> : (
                <>
                    <Lists lists={lists} shown={shown.work.code} />
                    <Section title={say(shown.work)}>
                        <OneList key={shown.work.code} code={shown.work.code} days={counts.days} changed={counts.soon} />
                    </Section>
                </>
            )}
        </Page>
    );
}
