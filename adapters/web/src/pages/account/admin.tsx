// SPDX-License-Identifier: Apache-2.0
// The administration of accounts: the list, a new one, one of them.
import { useState } from 'preact/hooks';
import { DateTime, Facts, Failed, Form, LinkButton, Loading, Notice, Page, type PageProps, Pager, Section, Submit, Table,
         Tag, TextField, listText, navigate, notify, say, send, t, useForm, useList, useLoad } from '../../kit';
import { Disable, NewLink } from './adminacts';
import { Grants, cleanGrants, grantOf } from './grants';
import type { Account, NewGrant } from './types';

function State({ account }: { account: Account }) {
    if (!account.active)
        return <Tag kind="bad">{t('account.disabled')}</Tag>;
    return account.has_password ? <Tag kind="good">{t('account.active')}</Tag> : <Tag kind="warn">{t('account.waits')}</Tag>;
}

function roleNames(a: Account): string {
    return listText(a.grants.map((g) => say(g.role))) || '—';
}

export function Accounts() {
    const list = useList<Account>('/api/v1/accounts');
    return (
        <Page title={t('account.admin')}
            actions={<LinkButton weight="main" href="/app/admin/new">{t('account.new')}</LinkButton>}>
            {list.error !== undefined && <Failed error={list.error} retry={list.reload} />}
            {list.items === undefined && list.error === undefined && <p class="waiting">{t('kit.loading')}</p>}
            {list.items !== undefined && (
                <Table caption={t('account.admin')} quiet rows={list.items} id={(a) => a.id} columns={[
                    { title: t('account.login_name'), heads: true, cell: (a) => <a href={`/app/admin/${a.id}`}>{a.login}</a> },
                    { title: t('account.name'), cell: (a) => a.name },
                    { title: t('account.roles'), cell: roleNames },
                    { title: t('account.state'), cell: (a) => <State account={a} /> },
                    { title: t('account.totp_short'), cell: (a) => (a.totp ? t('account.totp_is_on') : t('account.totp_is_off')) },
                ]} />
            )}
            <Pager list={list} />
        </Page>
    );
}

export function NewAccount() {
    const [grants, setGrants] = useState<NewGrant[]>([{ role: '' }]);
    const form = useForm({
        id: 'account',
        initial: { login: '', name: '' },
        submit: async ({ login, name }, { key }) => {
            const made = await send<Account>('POST', '/api/v1/accounts', { login, name, grants: cleanGrants(grants) }, { key });
            notify(t('account.made', { login: made.value.login }));
            navigate(`/app/admin/${made.value.id}`, { replace: true });
        },
    });
    return (
        <Page title={t('account.new')} narrow>
            <div class="card">
                <Form form={form} label={t('account.new')}>
                    <TextField name="login" label={t('account.login_name')} hint={t('account.login_hint')} max={64} required />
                    <TextField name="name" label={t('account.name')} max={100} required />
                    <Grants form={form} value={grants} put={setGrants} />
                    <Submit wide>{t('account.create')}</Submit>
                </Form>
            </div>
        </Page>
    );
}

function EditAccount({ account, saved }: { account: Account; saved: (a: Account) => void }) {
    const [grants, setGrants] = useState<NewGrant[]>(account.grants.map(grantOf));
    const form = useForm({
        id: `account-${account.id}`,
        initial: { name: account.name },
        submit: async ({ name }, { key }) => {
            const answer = await send<Account>('PATCH', `/api/v1/accounts/${account.id}`,
                { name, grants: cleanGrants(grants) }, { key });
            saved(answer.value);
            notify(t('account.saved'));
        },
    });
    return (
        <Section title={t('account.edit')}>
            <Form form={form} label={t('account.edit')}>
                <TextField name="name" label={t('account.name')} max={100} required />
                <Grants form={form} value={grants} put={setGrants} />
                <Submit>{t('account.save')}</Submit>
            </Form>
        </Section>
    );
}

export function OneAccount({ params }: PageProps) {
    const id = params['id'] ?? '';
    const loaded = useLoad<Account>(`/api/v1/accounts/${encodeURIComponent(id)}`);
    return (
        <Page title={loaded.value?.name ?? t('account.account')} narrow>
            <Loading of={loaded}>
                {(a) => (
                    <>
                        {!a.active && <Notice kind="warn">{t('account.disabled_text')}</Notice>}
                        <Section title={a.login}>
                            <Facts rows={[
                                [t('account.state'), <State account={a} />],
                                [t('account.created'), <DateTime at={a.created_at} />],
                                [t('account.password_since'), <DateTime at={a.changed_at} />],
                                [t('account.totp_short'), a.totp ? t('account.totp_is_on') : t('account.totp_is_off')],
                            ]} />
                        </Section>
                        <NewLink account={a} />
                        <EditAccount account={a} saved={loaded.set} />
                        <Disable account={a} saved={loaded.set} />
                    </>
                )}
            </Loading>
        </Page>
    );
}
