// SPDX-License-Identifier: Apache-2.0
// Changing one's own password, and what a password must be. The server judges; this tells earlier.
import { ApiError, Form, FormRefusal, Section, Submit, TextField, notify, send, session, t, useCell, useForm } from '../../kit';

export const PASSWORD_CHARS_MIN = 10;

export function passwordFits<K extends string>(name: K, password: string, login: string): { [P in K]?: string } {
    const wrong = [...password].length < PASSWORD_CHARS_MIN ? t('account.password_short', { n: PASSWORD_CHARS_MIN })
        : password.toLowerCase() === login.toLowerCase() ? t('account.password_login') : undefined;
    return (wrong === undefined || password === '' ? {} : { [name]: wrong }) as { [P in K]?: string };
}

export function againMistake(password: string, again: string): { again?: string } {
    return again === '' || again === password ? {} : { again: t('account.password_differs') };
}

export function ChangePassword() {
    const who = useCell(session);
    const form = useForm({
        id: 'password',
        initial: { old: '', new: '', again: '' },
        check: (v) => ({ ...passwordFits('new', v.new, who?.login ?? ''), ...againMistake(v.new, v.again) }),
        submit: async (v, { key }) => {
            try {
                await send('PUT', '/api/v1/account/password', { old: v.old, new: v.new }, { key });
            } catch (e) {
                if (e instanceof ApiError && e.status === 403)
                    throw new FormRefusal(t('account.password_wrong'), 'old');
                throw e;
            }
            form.reset();
            notify(t('account.password_changed'));
        },
    });
    return (
        <Section title={t('account.password_change')}>
            <Form form={form} label={t('account.password_change')}>
                <TextField name="old" label={t('account.password_old')} type="password" required
                    autocomplete="current-password" />
                <TextField name="new" label={t('account.password_new')} type="password" required
                    hint={t('account.password_hint', { n: PASSWORD_CHARS_MIN })} autocomplete="new-password" />
                <TextField name="again" label={t('account.password_again')} type="password" required pointer="/-"
                    autocomplete="new-password" />
                <Submit>{t('account.password_save')}</Submit>
            </Form>
        </Section>
    );
}
