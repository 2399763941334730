// SPDX-License-Identifier: Apache-2.0
// The receipt of a request, to be printed with its code; and the sheets of codes.
import { useEffect, useRef } from 'preact/hooks';
import { type PageProps, Button, ColourBadge, DateTime, DeadlineText, Empty, Facts, LinkButton, Notice, Page, Section, announce,
         say, t, withQuery } from '../../kit';
import type { Outcome } from './types';

const SHEET = 4; // codes of one page
const SHEETS_MAX = 50;

export function Receipt({ made, another }: { made: Outcome; another: () => void }) {
    const box = useRef<HTMLDivElement>(null);
    const first = made.deadlines.find((d) => d.state === 'running');
    useEffect(() => {
        box.current?.focus();
        announce(t('clerk.registered', { number: made.number }));
    }, []);
    return (
        <div tabIndex={-1} ref={box}>
            <Notice kind="good"><p>{t('clerk.registered', { number: made.number })}</p></Notice>
            {(made.possible_duplicates ?? []).length > 0 && (
                <Notice kind="warn">
                    <p>{t('clerk.duplicates', { n: made.possible_duplicates!.length })}</p>
                    <ul>{made.possible_duplicates!.map((d) => (
                        <li key={d.id}><a href={`/app/disputes/${d.id}`}>{d.number}</a></li>
                    ))}</ul>
                </Notice>
            )}
            <div class="clerk-receipt">
                <Section title={t('clerk.receipt')}>
                    <Facts rows={[
                        [t('clerk.col_number'), <strong class="number">{made.number}</strong>],
                        [t('clerk.col_stands'), <><ColourBadge colour={made.colour} />{' '}
                            {say({ zh: made.stage_zh, en: made.stage_en })}</>],
                        [t('clerk.col_received'), <DateTime at={made.at} />],
                        [t('clerk.col_due'), <DeadlineText deadline={first} />],
                        [t('clerk.documents'), made.documents.map((d) => say(d)).join('、')],
                    ]} />
                    <p class="hint">{t('clerk.receipt_law')}</p>
                </Section>
                <img class="clerk-label" src={`/api/v1/disputes/${made.id}/code.svg`}
                    alt={t('clerk.code_of', { number: made.number })} />
            </div>
            <div class="actions clerk-screen">
                <Button weight="main" onClick={() => window.print()}>{t('clerk.print')}</Button>
                <LinkButton href={`/app/work/labels?ids=${made.id}`}>{t('clerk.print_label')}</LinkButton>
                <LinkButton href={`/app/disputes/${made.id}`}>{t('clerk.open_case')}</LinkButton>
                <Button onClick={another}>{t('clerk.another')}</Button>
            </div>
        </div>
    );
}

/** One A6 label, or sheets of A4 with four each, as images that print at their true size. */
export function LabelsPage({ query }: PageProps) {
    const ids = (query.get('ids') ?? '').split(',').filter((x) => /^[0-9A-Z]{14}$/.test(x)).slice(0, SHEET * SHEETS_MAX);
    const sheets: string[][] = [];
    for (let i = 0; i < ids.length; i += SHEET)
        sheets.push(ids.slice(i, i + SHEET));
    const alone = ids.length === 1;
    return (
        <Page title={t('clerk.labels', { n: ids.length })} actions={ids.length > 0 && (
            <Button weight="main" onClick={() => window.print()}>{t('clerk.print')}</Button>
        )}>
            {ids.length === 0 && <Empty>{t('clerk.none')}</Empty>}
            <p class="hint clerk-screen">{alone ? t('clerk.label_hint') : t('clerk.sheet_hint')}</p>
            <div class="clerk-sheets">
                {alone ? (
                    <img class="clerk-label" src={`/api/v1/disputes/${ids[0]}/code.svg`} alt={t('clerk.code_of', { number: ids[0]! })} />
                ) : sheets.map((sheet, i) => (
                    <img key={sheet[0]} class="clerk-sheet" src={withQuery('/api/v1/labels.svg', { ids: sheet.join(',') })}
                        alt={t('clerk.sheet', { n: i + 1, of: sheets.length })} />
                ))}
            </div>
        </Page>
    );
}
