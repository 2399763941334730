// SPDX-License-Identifier: Apache-2.0
// The form on the page behind a code: a party enters with the code on its paper.
import { send } from '../../kit/api';
import { Form, useForm } from '../../kit/form';
import { t } from '../../kit/i18n';
import { Submit } from '../../kit/parts/button';
import { TextField } from '../../kit/parts/field';
import { type Typed, readAccessCode } from '../scan/check';

/** What is found about a code while it is typed; empty when there is nothing to say yet. */
export function codeHint(typed: Typed): string {
    switch (typed.state) {
    case 'empty':
        return '';
    case 'unfinished':
        return t('party.code_left', { n: typed.left });
    case 'character':
        return t('party.code_character', { at: typed.at });
    case 'long':
        return t('party.code_long');
    case 'check':
        return t('party.code_check');
    case 'ok':
        return t('party.code_ok');
    }
}

export function Entry({ token }: { token: string }) {
    const form = useForm({
        id: 'enter',
        initial: { code: '' },
        check: (v) => {
            const typed = readAccessCode(v.code);
            return typed.state === 'ok' || typed.state === 'empty' ? {} : { code: codeHint(typed) };
        },
        submit: async (v, { key }) => {
            await send('POST', `/api/v1/codes/${token}/session`, { code: v.code },
                       { key, anonymous: true, tries: 1 });
            location.assign('/app/party');
        },
    });
    const hint = codeHint(readAccessCode(form.values.code));
    return (
        <Form form={form} label={t('party.enter')}>
            <TextField name="code" label={t('party.code')} hint={t('party.code_hint')} required upper
                max={32} {...(hint === '' || form.mistakes['code'] !== undefined ? {} : { after: hint })} />
            <Submit wide>{t('party.enter')}</Submit>
        </Form>
    );
}
