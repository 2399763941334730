// SPDX-License-Identifier: Apache-2.0
// What an administrator does to one account: a link to set its password, on and off.
import { useState } from 'preact/hooks';
import { ApiError, Button, Confirm, DateTime, Notice, Section, failureText, newKey, notify, send, t } from '../../kit';
import type { Account, Link } from './types';

/** Say what failed, and give nothing back. */
async function tried<T>(act: Promise<T>): Promise<T | undefined> {
    try {
        return await act;
    } catch (e) {
        notify(e instanceof ApiError ? failureText(e) : String(e), 'bad');
        return undefined;
    }
}

export function NewLink({ account }: { account: Account }) {
    const [link, setLink] = useState<Link | undefined>();
    const make = async (): Promise<void> => {
        const made = await tried(send<Link>('POST', `/api/v1/accounts/${account.id}/link`, undefined, { key: newKey() }));
        if (made !== undefined)
            setLink(made.value);
    };
    const address = link === undefined ? '' : location.origin + link.path;
    const copy = async (): Promise<void> => {
        await navigator.clipboard.writeText(address);
        notify(t('account.copied'));
    };
    return (
        <Section title={t('account.link_make')}>
            <p>{t('account.link_make_text')}</p>
            {link !== undefined && (
                <Notice kind="good" live>
                    <p>{t('account.link_once')}</p>
                    <p><code class="account-link">{address}</code></p>
                    <p>{t('account.link_until')} <DateTime at={link.expires_at} /></p>
                    {'clipboard' in navigator && <Button onClick={copy}>{t('account.copy')}</Button>}
                </Notice>
            )}
            <Button onClick={make}>{t('account.link_make')}</Button>
        </Section>
    );
}

export function Disable({ account, saved }: { account: Account; saved: (a: Account) => void }) {
    const [asking, setAsking] = useState(false);
    const title = account.active ? t('account.disable') : t('account.enable');
    const act = async (): Promise<void> => {
        const done = await tried(send<Account>('PATCH', `/api/v1/accounts/${account.id}`, { active: !account.active },
                                               { key: newKey() }));
        setAsking(false);
        if (done !== undefined) {
            saved(done.value);
            notify(t('account.saved'));
        }
    };
    return (
        <Section title={title}>
            <p>{account.active ? t('account.disable_text') : t('account.enable_text')}</p>
            <Button weight={account.active ? 'danger' : 'plain'} onClick={() => setAsking(true)}>{title}</Button>
            <Confirm title={title} open={asking} onClose={() => setAsking(false)} text={account.login} action={title}
                weight={account.active ? 'danger' : 'main'} onConfirm={act} />
        </Section>
    );
}
