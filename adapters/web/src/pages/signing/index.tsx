// SPDX-License-Identifier: Apache-2.0
// Signing the agreement on the page, for a party, the mediator and the manager of the body; and the
// way to the page on which anybody checks a sealed document.
import { Button, Form, LinkButton, Loading, Page, type Route, Section, Submit, TextField, type Values, session, t, useCell,
         useForm, useLoad } from '../../kit';
import { useState } from 'preact/hooks';
import { Sign } from './sign';
import type { Paper } from './types';

export interface SigningCardProps {
    id: string;
    /** Something was signed. */
    done: () => void;
    /** Shown at once; else behind a button, since the first look makes the document. */
    open?: boolean;
}

function Opened({ id, done }: SigningCardProps) {
    const who = useCell(session);
    const paper = useLoad<Paper>(`/api/v1/disputes/${id}/agreement/paper`);
    const signed = (): void => {
        paper.reload();
        done();
    };

    return (
        <Loading of={paper}>
            {(p) => <Sign id={id} paper={p} role={who?.role.code ?? ''} seat={who?.seat ?? undefined}
                done={signed} />}
        </Loading>
    );
}

/** Mount it where an agreement waits to be signed or is in force. */
export function SigningCard(p: SigningCardProps) {
    const [isOpen, setOpen] = useState(p.open === true);

    if (isOpen)
        return <Opened {...p} />;
    return (
        <Section title={t('signing.title')}>
            <p>{t('signing.about')}</p>
            <Button wide onClick={() => setOpen(true)}>{t('signing.open')}</Button>
        </Section>
    );
}

/** Typed from the paper: letters and digits, with or without the dashes. */
function codeOf(typed: string): string {
    return typed.toUpperCase().replace(/[^0-9A-Z]/g, '');
}

function Verify() {
    const form = useForm<Values>({
        id: 'verify',
        initial: { code: '' },
        submit: async (values) => {
            location.assign(`/v/${codeOf(String(values['code']))}`);
            return Promise.resolve();
        },
    });
    return (
        <Page title={t('signing.verify')} narrow>
            <p>{t('signing.verify_text')}</p>
            <Form form={form} label={t('signing.verify')}>
                <TextField name="code" label={t('signing.code')} hint={t('signing.code_hint')} max={32} upper required />
                <Submit wide>{t('signing.check')}</Submit>
            </Form>
            <LinkButton href="/">{t('signing.home')}</LinkButton>
        </Page>
    );
}

export const routes: Route[] = [{ path: '/app/verify', view: Verify, open: true }];
