// SPDX-License-Identifier: Apache-2.0
// The document, and signing it: what is signed are its very bytes, named by code and hash. Who has
// signed stands with the agreement, above it.
import { CheckField, Form, Notice, Section, Submit, Tag, TextField, type Values, language, notify, say, send,
         sourceText, t, useForm } from '../../kit';
import type { Paper } from './types';

export interface SigningProps {
    id: string;
    paper: Paper;
    role: string;
    /** A party's own. */
    seat?: number | undefined;
    done: () => void;
}

/** The exact bytes, to be read; on a phone they open in a window of their own. */
function Bytes({ id, paper }: { id: string; paper: Paper }) {
    return (
        <>
            <p>
                <a class="button button-plain button-wide" target="_blank" rel="noopener"
                    href={`/api/v1/disputes/${id}/sealed/${paper.document_code}`}>{t('signing.read')}</a>
            </p>
            <p class="signing-code">
                {t('signing.code')} <a href={`/v/${paper.document_code}`}><code>{paper.document_code_text}</code></a>
            </p>
            <details>
                <summary>{t('signing.what')}</summary>
                <p>{t('signing.what_text')}</p>
                <p><code class="signing-hash">{paper.sha256}</code></p>
            </details>
        </>
    );
}

/** Is it this reader's turn? */
function mayStill({ paper, role, seat }: SigningProps): boolean {
    if (role === 'party')
        return seat !== undefined && paper.missing.seats.includes(seat);
    return role === 'mediator' ? paper.missing.mediator : role === 'body_manager' && paper.missing.seal;
}

function SignForm({ p }: { p: SigningProps }) {
    const { id, paper } = p;
    const form = useForm<Values>({
        id: `sign-${paper.document_code}`,
        initial: { digits: '', read: false },
        submit: async (values, { key }) => {
            const digits = paper.proof === 'digits' ? { digits: String(values['digits']).trim() } : {};
            await send('POST', `/api/v1/disputes/${id}/agreement/signature`,
                       { document_code: paper.document_code, sha256: paper.sha256, ...digits }, { key });
            notify(t('signing.done'), 'good');
            p.done();
        },
    });
    return (
        <Form form={form} label={t('signing.title')}>
            {paper.proof === 'digits' && (
                <TextField name="digits" label={t('signing.digits')} hint={t('signing.digits_hint')} max={6} upper
                    required />
            )}
            <CheckField name="read" label={t('signing.have_read')} required />
            <Submit wide disabled={form.values['read'] !== true}>
                {t(p.role === 'body_manager' ? 'signing.seal' : 'signing.sign')}
            </Submit>
        </Form>
    );
}

function OnPaper({ esign }: { esign: Paper['esign'] }) {
    if (esign.allowed)
        return <Notice kind="warn"><p>{t('signing.on_paper')}</p></Notice>;
    return (
        <Notice kind="warn">
            <p>{language.get() === 'en' ? esign.en : esign.zh}</p>
            <small>{t('signing.source', { source: sourceText(esign.source) })}</small>
        </Notice>
    );
}

function Doing({ p }: { p: SigningProps }) {
    const { paper } = p;
    if (paper.state.code === 'in_force')
        return <Notice kind="good"><p>{t('signing.in_force')}</p></Notice>;
    if (!mayStill(p))
        return <p class="hint">{t('signing.waits')}</p>;
    if (!paper.esign.allowed || paper.proof === 'paper')
        return <OnPaper esign={paper.esign} />;
    return <SignForm p={p} />;
}

export function Sign(p: SigningProps) {
    return (
        <Section title={t('signing.title')}>
            <p><Tag kind={p.paper.state.code === 'in_force' ? 'good' : 'warn'}>{say(p.paper.state)}</Tag></p>
            <Bytes id={p.id} paper={p.paper} />
            <Doing p={p} />
        </Section>
    );
}
