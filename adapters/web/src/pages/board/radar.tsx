// SPDX-License-Identifier: Apache-2.0
// The radar: all that is about to break a limit or has, by harm.
import { useEffect, useState } from 'preact/hooks';
import { type PageProps, Button, Failed, Notice, Page, Section, get, instantText, loadWords, setQuery, t,
         useLoad } from '../../kit';
import { type Radar, type RadarRow, cutOf } from './types';
import { Urgent } from './urgent';

const DAYS = ['0', '3', '5', '10', '30'];

function More({ radar, query, add }: { radar: Radar; query: Record<string, string | undefined>; add: (r: Radar) => void }) {
    if (radar.next === null)
        return null;
    return (
        <p class="pager">
            <Button onClick={async () => {
                add(await get<Radar>('/api/v1/radar', { query: { ...query, cursor: radar.next ?? undefined } }));
            }}>{t('kit.more')}</Button>
        </p>
    );
}

export function RadarPage({ query }: PageProps) {
    const cut = cutOf(query);
    const within = DAYS.find((d) => d === query.get('within')) ?? '5';
    const asked = { region: cut.region, body: cut.body, within_days: within };
    const first = useLoad<Radar>('/api/v1/radar', asked);
    const [later, setLater] = useState<{ of: Radar; pages: Radar[] } | undefined>(undefined);
    useEffect(() => {
        void loadWords();
    }, []);
    const value = first.value;
    const pages = value === undefined ? [] : [value, ...(later?.of === value ? later.pages : [])];
    const rows = pages.flatMap((p): RadarRow[] => p.items);
    const last = pages[pages.length - 1];
    return (
        <Page title={t('board.radar')} actions={<Button onClick={() => print()}>{t('board.print')}</Button>}>
            <p>{t('board.about_radar')}</p>
            <div class="field">
                <label for="board-within">{t('board.within')}</label>
                <select id="board-within" value={within} onChange={(e) => setQuery({ within: e.currentTarget.value })}>
                    {DAYS.map((d) => <option key={d} value={d}>{t('board.within_days', { n: Number(d) })}</option>)}
                </select>
            </div>
            {first.error !== undefined && <Failed error={first.error} retry={first.reload} />}
            {value === undefined || last === undefined ? first.error === undefined && <p class="waiting">{t('kit.loading')}</p> : (
                <Section title={t('board.radar_n', { n: value.weighed })}
                    actions={<Button onClick={first.reload}>{t('board.again')}</Button>}>
                    <p class="board-soft">{t('board.as_of', { at: instantText(value.as_of) })}</p>
                    {value.cut && value.weighed_until !== null && (
                        <Notice kind="warn">{t('board.cut', { n: value.weighed, at: instantText(value.weighed_until) })}</Notice>
                    )}
                    <Urgent rows={rows} caption={t('board.radar')} />
                    <More radar={last} query={asked}
                        add={(r) => setLater({ of: value, pages: [...(later?.of === value ? later.pages : []), r] })} />
                </Section>
            )}
            <details class="board-formula">
                <summary>{t('board.formula')}</summary>
                <p>{t('board.formula_text')}</p>
            </details>
        </Page>
    );
}
