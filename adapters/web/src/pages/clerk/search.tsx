// SPDX-License-Identifier: Apache-2.0
// All disputes that one may see, by filters that stand in the address: a search can be kept and sent.
import { useEffect, useState } from 'preact/hooks';
import { type PageProps, Button, Failed, Page, Pager, Section, loadWords, navigate, say, session, setQuery, t, useCell,
         useList, vocabulary, wordsCell } from '../../kit';
import { Bulk } from './bulk';
import { Keys } from './keys';
import { RegionPicker } from './region';
import { type Verdict, Rows } from './rows';
import type { Row } from './types';

const FILTERS = ['q', 'colour', 'stage', 'type', 'region', 'open', 'overdue', 'external_ref', 'body', 'mediator',
                 'court'] as const;

/** "0SA6B-KHNG3-4EE2", however it was typed. */
export function numberIn(text: string): string | undefined {
    const compact = text.toUpperCase().replace(/[\s-]/g, '');
    return /^[0-9A-HJKMNP-TV-Z]{14}$/.test(compact) ? compact : undefined;
}

function Choose({ name, label, value, choices }:
    { name: string; label: string; value: string; choices: [string, string][] }) {
    return (
        <div class="field">
            <label for={`clerk-${name}`}>{label}</label>
            <select id={`clerk-${name}`} value={value}
                onChange={(e) => setQuery({ [name]: e.currentTarget.value })}>
                <option value="">{t('clerk.any')}</option>
                {choices.map(([code, text]) => <option key={code} value={code}>{text}</option>)}
            </select>
        </div>
    );
}

/** Words, or the number of one: which leads straight to it. */
function Words({ value }: { value: string }) {
    const [typed, setTyped] = useState(value);
    useEffect(() => setTyped(value), [value]);
    const go = (e: Event): void => {
        e.preventDefault();
        const number = numberIn(typed);
        if (number !== undefined)
            navigate(`/app/disputes/${number}`);
        else
            setQuery({ q: typed.trim() });
    };
    return (
        <form class="clerk-find" role="search" onSubmit={go}>
            <div class="field">
                <label for="clerk-q">{t('clerk.words')}</label>
                <input id="clerk-q" name="q" type="search" value={typed} maxLength={60}
                    onInput={(e) => setTyped(e.currentTarget.value)} />
            </div>
            <Button type="submit" weight="main">{t('clerk.find')}</Button>
        </form>
    );
}

function Filters({ query }: { query: URLSearchParams }) {
    const me = useCell(session);
    useCell(wordsCell);
    const of = (name: string): string => query.get(name) ?? '';
    const words = (name: string): [string, string][] => vocabulary(name).map((w) => [w.code, say(w)]);
    return (
        <>
            <Words value={of('q')} />
            <div class="clerk-filters">
                <Choose name="colour" label={t('clerk.colour')} value={of('colour')} choices={words('colour')} />
                <Choose name="stage" label={t('clerk.stage')} value={of('stage')} choices={words('stage')} />
                <Choose name="type" label={t('clerk.type')} value={of('type')} choices={words('type')} />
                <Choose name="open" label={t('clerk.is_open')} value={of('open')}
                    choices={[['true', t('clerk.open')], ['false', t('clerk.closed')]]} />
                <Choose name="overdue" label={t('clerk.is_overdue')} value={of('overdue')}
                    choices={[['true', t('clerk.overdue')]]} />
                <div class="field">
                    <label for="clerk-ref">{t('clerk.external')}</label>
                    <input id="clerk-ref" value={of('external_ref')} maxLength={64}
                        onChange={(e) => setQuery({ external_ref: e.currentTarget.value.trim() })} />
                </div>
            </div>
            <details open={of('region') !== ''}>
                <summary>{t('clerk.region')}</summary>
                <RegionPicker id="clerk-region" label={t('clerk.region')} value={of('region')} root={me?.region ?? undefined}
                    onPick={(r) => setQuery({ region: r?.code })} />
            </details>
        </>
    );
}

export function SearchPage({ query }: PageProps) {
    const me = useCell(session);
    const asked = Object.fromEntries(FILTERS.map((f) => [f, query.get(f) ?? undefined]));
    const list = useList<Row>('/api/v1/disputes', asked);
    const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
    const [verdicts, setVerdicts] = useState<ReadonlyMap<string, Verdict>>(new Map());
    useEffect(() => {
        void loadWords();
    }, []);
    const rows = list.items ?? [];
    const chosen = rows.filter((r) => marked.has(r.id));
    const mark = (id: string, on: boolean): void => {
        const next = new Set(marked);
        if (on)
            next.add(id);
        else
            next.delete(id);
        setMarked(next);
    };
    return (
        <Page title={t('clerk.search')} actions={<Keys />}>
            <Section title={t('clerk.filters')} actions={(
                <Button onClick={() => setQuery(Object.fromEntries(FILTERS.map((f) => [f, undefined])))}>
                    {t('clerk.clear')}
                </Button>
            )}>
                <Filters query={query} />
            </Section>
            <Section title={t('clerk.found')}>
                {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
                {list.items === undefined ? list.error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                    <Rows caption={t('clerk.found')} rows={rows} verdicts={verdicts}
                        empty={list.more ? t('clerk.look_on') : t('clerk.none')}
                        marks={{ has: (id) => marked.has(id), set: mark }} />
                )}
                <Pager list={list} />
            </Section>
            {chosen.length > 0 && me !== null && me !== undefined && me.rights.includes('bulk') && (
                <Bulk rows={chosen} session={me} clear={() => setMarked(new Set())} done={(v) => {
                    setVerdicts(v);
                    setMarked(new Set());
                    list.reload();
                }} />
            )}
        </Page>
    );
}
