// SPDX-License-Identifier: Apache-2.0
// What goes to the court: read before it is sent, and printed for who brings it.
import { DateTime, Day, Money, Notice, Section, Table, Tag, language, say, sourceText, t, wordOf } from '../../kit';
import type { Evidence, Packet } from './types';

function size(bytes: number): string {
    if (bytes < 1024 * 1024)
        return `${Math.max(1, Math.ceil(bytes / 1024))} KB`;
    return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** What is still missing: first what it cannot be submitted without. */
export function Missing({ packet }: { packet: Packet }) {
    const rows = [...packet.missing].sort((a, b) => a.severity.localeCompare(b.severity));

    if (rows.length === 0)
        return <Notice kind="good"><p>{t('filing.complete')}</p></Notice>;
    return (
        <ul class="filing-missing">
            {rows.map((m) => (
                <li key={m.code}>
                    <Tag kind={m.severity === 'stops' ? 'bad' : 'warn'}>
                        {t(m.severity === 'stops' ? 'filing.needed' : 'filing.advised')}
                    </Tag>{' '}
                    {say(m)} <small>{sourceText(m.source)}</small>
                </li>
            ))}
        </ul>
    );
}

function Facts({ packet }: { packet: Packet }) {
    if (packet.undisputed_facts.length === 0)
        return <p class="empty">{t('filing.no_facts')}</p>;
    return (
        <ol class="filing-facts">
            {packet.undisputed_facts.map((f) => (
                <li key={f.id}>{f.text} <small><DateTime at={f.at} /></small></li>
            ))}
        </ol>
    );
}

function Papers({ rows }: { rows: Evidence[] }) {
    return (
        <Table caption={t('filing.evidence')} quiet rows={rows} id={(e) => e.id} empty={t('filing.no_evidence')} columns={[
            { title: t('filing.name'), heads: true, cell: (e) => e.name },
            { title: t('filing.purpose'), cell: (e) => (language.get() === 'en' ? e.purpose_en : e.purpose_zh) },
            { title: t('filing.size'), number: true, cell: (e) => size(e.bytes) },
            { title: 'SHA-256', cell: (e) => <code class="filing-hash">{e.sha256}</code> },
        ]} />
    );
}

function SuedUpon({ packet }: { packet: Packet }) {
    const name = (seat: number): string => packet.parties.find((p) => p.seat === seat)?.name ?? String(seat);

    if (packet.agreement === null)
        return null;
    return (
        <>
            <h3>{t('filing.agreement')}</h3>
            <p class="filing-words">{packet.agreement.terms}</p>
            <ol class="filing-facts">
                {packet.agreement.obligations.map((o) => (
                    <li key={o.n}>
                        {name(o.payer)} → {name(o.payee)}：{o.act}{' '}
                        {o.amount_fen !== null && <Money fen={o.amount_fen} />} · <Day day={o.due} />{' '}
                        {o.result !== null && <Tag>{say(o.result)}</Tag>}
                    </li>
                ))}
            </ol>
        </>
    );
}

function Complaint({ packet }: { packet: Packet }) {
    if (packet.claims === null && packet.facts === null)
        return null;
    return (
        <>
            <h3>{t('filing.claims')}</h3>
            <p class="filing-words">{packet.claims ?? '—'}</p>
            <h3>{t('filing.reasons')}</h3>
            <p class="filing-words">{packet.facts ?? '—'}</p>
            {packet.supplements.map((s) => (
                <p class="filing-words" key={s.at}>{t('filing.supplement')} <DateTime at={s.at} />：{s.text}</p>
            ))}
        </>
    );
}

/** Files are put in on the page of the case, at `home`; the court only reads. */
export function PacketView({ id, packet, home }: { id: string; packet: Packet; home: string | undefined }) {
    const paper = `/api/v1/disputes/${id}/documents/filing_packet`;

    return (
        <Section title={t('filing.packet')}>
            <p>{t('filing.packet_text')}</p>
            <Missing packet={packet} />
            <Complaint packet={packet} />
            <SuedUpon packet={packet} />
            <h3>{t('filing.parties')}</h3>
            <Table caption={t('filing.parties')} quiet rows={packet.parties} id={(p) => String(p.seat)} columns={[
                { title: t('filing.name'), heads: true, cell: (p) => p.name },
                { title: t('filing.side'), cell: (p) => wordOf('side', p.side.code) },
                { title: t('filing.identity'), cell: (p) => p.identity ?? '—' },
                { title: t('filing.phone'), cell: (p) => p.phone ?? '—' },
                { title: t('filing.address'), cell: (p) => p.address ?? '—' },
            ]} />
            <h3>{t('filing.facts')}</h3>
            <Facts packet={packet} />
            <h3>{t('filing.evidence')}</h3>
            <Papers rows={packet.evidence} />
            {home !== undefined && <p><a href={home}>{t('filing.add_evidence')}</a></p>}
            <p>{t('filing.copies', { n: packet.copies })}</p>
            <p class="filing-prints">
                <a class="button button-plain" href={paper} target="_blank" rel="noopener">{t('filing.print')}</a>{' '}
                <a class="button button-plain" href={`${paper}?lang=zh%2Ben`} target="_blank" rel="noopener">{t('filing.print_en')}</a>
            </p>
        </Section>
    );
}
