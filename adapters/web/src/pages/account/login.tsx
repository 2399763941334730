// SPDX-License-Identifier: Apache-2.0
import { useState } from 'preact/hooks';
import { ApiError, Form, Notice, Page, type PageProps, Submit, TextField, logIn, navigate, t,
         useForm } from '../../kit';
import { safeReturn } from '../../kit/router';

/** Does the server ask for the second factor? */
export function asksTotp(e: ApiError): boolean {
    return e.problem?.errors?.some((m) => m.pointer === '#/totp') === true;
}

export function LogIn({ query }: PageProps) {
    const [second, setSecond] = useState(false);
    const form = useForm({
        id: 'login',
        initial: { login: '', password: '', totp: '' },
        submit: async ({ login, password, totp }, { key }) => {
            try {
                await logIn({ login, password, ...(second ? { totp } : {}) }, key);
            } catch (e) {
                if (e instanceof ApiError && asksTotp(e) && !second) {
                    setSecond(true);
                    return;
                }
                throw e;
            }
            navigate(safeReturn(query.get('return')) ?? '/', { replace: true });
        },
    });
    return (
        <Page title={t('account.login')} narrow>
            <div class="card">
                {query.get('return') !== null && <Notice>{t('account.login_again')}</Notice>}
                <Form form={form} label={t('account.login')}>
                    <TextField name="login" label={t('account.login_name')} autocomplete="username" required />
                    <TextField name="password" label={t('account.password')} type="password"
                        autocomplete="current-password" required />
                    {second && (
                        <TextField name="totp" label={t('account.totp_code')} hint={t('account.totp_hint')}
                            inputmode="numeric" autocomplete="one-time-code" max={6} required />
                    )}
                    <Submit wide>{t('account.log_in')}</Submit>
                </Form>
            </div>
            <p class="account-aside">{t('account.party_hint')} <a href="/app/scan">{t('account.party_scan')}</a></p>
        </Page>
    );
}
