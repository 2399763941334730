// SPDX-License-Identifier: Apache-2.0
// Log-in: login and password, then the second factor where the account has one.
import { useEffect, useState } from 'preact/hooks';
import { ApiError, Button, Form, FormRefusal, Notice, Page, type PageProps, Submit, TextField, logIn, navigate, t,
         useForm } from '../../kit';
import { safeReturn } from '../../kit/router';

/** Does the server ask for the second factor? */
export function asksTotp(e: ApiError): boolean {
    return e.status === 401 && e.problem?.errors?.some((m) => m.pointer === '#/totp') === true;
}

/** The one field of the second step: six digits, or one of the codes for a lost phone. */
function SecondFactor() {
    const [recovery, setRecovery] = useState(false);
    useEffect(() => document.getElementById('login-totp')?.focus(), [recovery]);
    return (
        <>
            <Notice live>{t('account.totp_asked')}</Notice>
            {recovery
                ? <TextField key="recovery" name="totp" label={t('account.recovery_code')} max={16} upper required />
                : (
                    <TextField key="totp" name="totp" label={t('account.totp_code')} hint={t('account.totp_hint')}
                        inputmode="numeric" autocomplete="one-time-code" max={7} required />
                )}
            <div>
                <Button onClick={() => setRecovery(!recovery)}>
                    {recovery ? t('account.totp_use') : t('account.recovery_use')}
                </Button>
            </div>
        </>
    );
}

export function LogIn({ query }: PageProps) {
    const [second, setSecond] = useState(false);
    const form = useForm({
        id: 'login',
        initial: { login: '', password: '', totp: '' },
        submit: async ({ login, password, totp }, { key }) => {
            try {
                await logIn({ login, password, ...(second ? { totp: totp.replace(/\s/g, '') } : {}) }, key);
            } catch (e) {
                if (!(e instanceof ApiError) || e.status !== 401)
                    throw e;
                if (!asksTotp(e))
                    throw new FormRefusal(t('account.login_wrong'));
                if (second)
                    throw new FormRefusal(t('account.totp_wrong'), 'totp');
                setSecond(true);
                return;
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
                    {second && <SecondFactor />}
                    <Submit wide>{t('account.log_in')}</Submit>
                </Form>
            </div>
            <p class="account-aside">{t('account.party_hint')} <a href="/app/scan">{t('account.party_scan')}</a></p>
        </Page>
    );
}
