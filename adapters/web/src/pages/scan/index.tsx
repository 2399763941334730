// SPDX-License-Identifier: Apache-2.0
// From a code on paper to the case: the camera, or the number typed.
import { useState } from 'preact/hooks';
import { ApiError, Form, Notice, Page, type Route, Section, Submit, TextField, failureText, get, hasRole,
         navigate, session, t, useCell, useForm } from '../../kit';
import { Camera } from './camera';
import { caseOf } from './place';
import { type Typed, readNumber, tokenOf } from './check';

interface Scanned {
    id?: string;
}

/** What is found about a number while it is typed; empty when there is nothing to say yet. */
export function numberHint(typed: Typed): string {
    switch (typed.state) {
    case 'empty':
        return '';
    case 'unfinished':
        return t('scan.number_left', { n: typed.left });
    case 'character':
        return t('scan.number_character', { at: typed.at });
    case 'long':
        return t('scan.number_long');
    case 'check':
        return t('scan.number_check');
    case 'ok':
        return t('scan.number_ok');
    }
}

function open(id: string): void {
    const who = session.get();
    if (who !== null && who !== undefined)
        navigate(caseOf(id, who));
}

function NumberForm() {
    const form = useForm({
        id: 'number',
        initial: { number: '' },
        check: (v) => {
            const typed = readNumber(v.number);
            return typed.state === 'ok' || typed.state === 'empty' ? {} : { number: numberHint(typed) };
        },
        submit: async (v) => {
            const typed = readNumber(v.number);
            if (typed.state !== 'ok')
                return;
            await get(`/api/v1/disputes/${typed.text}/commands`); // is it there, and ours to see?
            open(typed.text);
        },
    });
    const hint = numberHint(readNumber(form.values.number));
    return (
        <Form form={form} label={t('scan.by_number')}>
            <TextField name="number" label={t('scan.number')} hint={t('scan.number_hint')} required upper
                max={40} {...(hint === '' || form.mistakes['number'] !== undefined ? {} : { after: hint })} />
            <Submit wide>{t('scan.open')}</Submit>
        </Form>
    );
}

function Scan() {
    const who = useCell(session);
    const [failure, setFailure] = useState<string>();

    async function onCode(text: string): Promise<void> {
        const token = tokenOf(text);
        if (token === undefined) {
            setFailure(t('scan.foreign'));
            return;
        }
        if (who === null || who === undefined) {
            location.assign(`/m/${token}`); // a party goes on with the access code on its paper
            return;
        }
        try {
            const scanned = await get<Scanned>(`/api/v1/codes/${token}`);
            setFailure(undefined);
            if (scanned.id !== undefined)
                open(scanned.id);
            else
                location.assign(`/m/${token}`); // not ours: what any stranger may see
        } catch (e) {
            if (!(e instanceof ApiError))
                throw e;
            setFailure(failureText(e));
        }
    }

    return (
        <Page title={t('scan.title')} narrow>
            {hasRole('party', 'agent') && <Notice><p>{t('scan.for_staff')}</p></Notice>}
            <Section title={t('scan.by_camera')}>
                {who === null && <p>{t('scan.for_parties')}</p>}
                <p>{t('scan.camera_text')}</p>
                {failure !== undefined && <Notice kind="bad" live><p>{failure}</p></Notice>}
                <Camera onCode={(text) => void onCode(text)} />
            </Section>
            {who !== null && who !== undefined && (
                <Section title={t('scan.by_number')}>
                    <NumberForm />
                </Section>
            )}
        </Page>
    );
}

export const routes: Route[] = [{ path: '/app/scan', view: Scan, open: true }];
