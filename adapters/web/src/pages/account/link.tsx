// SPDX-License-Identifier: Apache-2.0
// Behind a one-time link: choose a password, once.
import { DateTime, Form, Loading, LinkButton, Notice, Page, type PageProps, Submit, TextField, notify, send,
         t, useForm, useLoad } from '../../kit';
import { navigate } from '../../kit/router';
import { againMistake, passwordFits } from './password';

interface LinkInfo {
    login: string;
    name: string;
    expires_at: string;
}

function SetPassword({ link, info }: { link: string; info: LinkInfo }) {
    const form = useForm({
        id: 'link',
        initial: { password: '', again: '' },
        check: (v) => ({ ...passwordFits('password', v.password, info.login), ...againMistake(v.password, v.again) }),
        submit: async ({ password }, { key }) => {
            await send('POST', `/api/v1/links/${encodeURIComponent(link)}`, { password }, { key, anonymous: true });
            notify(t('account.password_set'));
            navigate('/app/login', { replace: true });
        },
    });
    return (
        <div class="card">
            <p>{t('account.link_for', { name: info.name, login: info.login })}</p>
            <p class="hint">{t('account.link_until')} <DateTime at={info.expires_at} /></p>
            <Form form={form} label={t('account.link')}>
                {/* Password managers keep the login with the password. */}
                <div class="hidden" aria-hidden="true">
                    <input type="text" autocomplete="username" value={info.login} readOnly tabIndex={-1} />
                </div>
                <TextField name="password" label={t('account.password_new')} type="password" required
                    hint={t('account.password_hint', { n: 10 })} autocomplete="new-password" />
                <TextField name="again" label={t('account.password_again')} type="password" required
                    pointer="/-" autocomplete="new-password" />
                <Submit wide>{t('account.password_save')}</Submit>
            </Form>
        </div>
    );
}

export function LinkPage({ params }: PageProps) {
    const link = params['link'] ?? '';
    const info = useLoad<LinkInfo>(`/api/v1/links/${encodeURIComponent(link)}`, undefined, { anonymous: true });
    const isDead = info.error?.status === 404 || info.error?.status === 410;
    return (
        <Page title={t('account.link')} narrow>
            {isDead
                ? (
                    <>
                        <Notice kind="warn">{t('account.link_dead')}</Notice>
                        <LinkButton href="/app/login">{t('account.log_in')}</LinkButton>
                    </>
                )
                : <Loading of={info}>{(i) => <SetPassword link={link} info={i} />}</Loading>}
        </Page>
    );
}
