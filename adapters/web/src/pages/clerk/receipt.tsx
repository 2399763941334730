// SPDX-License-Identifier: Apache-2.0
// The receipt of a request, to be printed with its code; and the sheets of codes.
import { useEffect } from 'preact/hooks';
import { type PageProps, Button, ColourBadge, DateTime, DeadlineText, Empty, Facts, LinkButton, Loading, Notice, Page, Papers,
         Section, announce, say, t, useLoad, withQuery } from '../../kit';
import { Keys } from './keys';
import type { Dispute } from './types';

const SHEET = 4; // codes of one page
const SHEETS_MAX = 50;

function Doubles({ numbers }: { numbers: string[] }) {
    if (numbers.length === 0)
        return null;
    return (
        <Notice kind="warn">
            <p>{t('clerk.duplicates', { n: numbers.length })}</p>
            <ul>{numbers.map((n) => <li key={n}><a href={`/app/disputes/${n}`}>{n}</a></li>)}</ul>
        </Notice>
    );
}

function Receipt({ d, doubles }: { d: Dispute; doubles: string[] }) {
    const first = d.deadlines.find((x) => x.state === 'running');
    return (
        <>
            <Notice kind="good"><p>{t('clerk.registered', { number: d.number })}</p></Notice>
            <Doubles numbers={doubles} />
            <div class="clerk-receipt">
                <Section title={t('clerk.receipt')}>
                    <Facts rows={[
                        [t('clerk.col_number'), <strong class="number">{d.number}</strong>],
                        [t('clerk.title'), d.title],
                        [t('clerk.parties'), d.parties.map((p) => p.name).join('、')],
                        [t('clerk.col_stands'), <><ColourBadge colour={d.colour} />{' '}
                            {say({ zh: d.stage_zh, en: d.stage_en })}</>],
                        [t('clerk.body'), <>{d.body?.name ?? '—'} {d.body?.phone ?? ''}</>],
                        [t('clerk.col_received'), <DateTime at={d.received_at} />],
                        [t('clerk.col_due'), <DeadlineText deadline={first} />],
                    ]} />
                    <p class="hint">{t('clerk.receipt_law')}</p>
                </Section>
                <img class="clerk-label" src={`/api/v1/disputes/${d.id}/code.svg`}
                    alt={t('clerk.code_of', { number: d.number })} />
            </div>
            <div class="clerk-screen"><Papers key={d.version} id={d.id} /></div>
            <div class="actions clerk-screen">
                <Button weight="main" onClick={() => window.print()}>{t('clerk.print')}</Button>
                <LinkButton href={`/app/work/labels?ids=${d.id}`}>{t('clerk.print_label')}</LinkButton>
                <LinkButton href={`/app/disputes/${d.id}`}>{t('clerk.open_case')}</LinkButton>
                <LinkButton href="/app/intake">{t('clerk.another')}</LinkButton>
            </div>
        </>
    );
}

/** At an address of its own, so that it is there again after a reload, and for who asks for it later. */
export function ReceiptPage({ params, query }: PageProps) {
    const dispute = useLoad<Dispute>(`/api/v1/disputes/${params['id'] ?? ''}`);
    const doubles = (query.get('like') ?? '').split(',').filter((x) => /^[0-9A-Z]{14}$/.test(x));
    const number = dispute.value?.number;
    useEffect(() => {
        if (number !== undefined)
            announce(t('clerk.registered', { number }));
    }, [number]);
    return (
        <Page title={t('clerk.receipt')} actions={<Keys />}>
            <Loading of={dispute}>{(d) => <Receipt d={d} doubles={doubles} />}</Loading>
        </Page>
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
