// SPDX-License-Identifier: Apache-2.0
// One's own account: who I am here, in which role, password, second factor, sessions.
import { useState } from 'preact/hooks';
import { ApiError, Button, Confirm, DateTime, Facts, Form, Page, RadioField, Section, type Session, Submit,
         failureText, loadSession, logOut, navigate, notify, say, session, switchRole, t, useCell,
         useForm } from '../../kit';
import { ChangePassword } from './password';
import { Totp } from './totp';

function RoleSwitch({ who }: { who: Session }) {
    const form = useForm({
        id: 'role',
        initial: { role: who.role.code },
        submit: async ({ role }, { key }) => {
            await switchRole(role, key);
            notify(t('account.role_now', { role: say(session.get()?.role) }));
            navigate('/');
        },
    });
    return (
        <Section title={t('account.role')}>
            <Form form={form} label={t('account.role')}>
                <RadioField name="role" label={t('account.role_as')} required
                    choices={who.roles.map((r) => ({ value: r.code, label: say(r) }))} />
                <Submit>{t('account.role_switch')}</Submit>
            </Form>
        </Section>
    );
}

function Sessions({ who }: { who: Session }) {
    const [asking, setAsking] = useState(false);
    const leave = async (): Promise<void> => {
        try {
            await logOut(true);
            navigate('/app/login');
        } catch (e) {
            notify(e instanceof ApiError ? failureText(e) : String(e), 'bad');
        }
    };
    return (
        <Section title={t('account.sessions')}>
            <p>{t('account.session_until')} <DateTime at={who.expires_at} /></p>
            <Button weight="danger" onClick={() => setAsking(true)}>{t('account.log_out_all')}</Button>
            <Confirm title={t('account.log_out_all')} open={asking} onClose={() => setAsking(false)} weight="danger"
                text={t('account.log_out_all_text')} action={t('account.log_out_all')} onConfirm={leave} />
        </Section>
    );
}

export function Mine() {
    const who = useCell(session);
    if (who === null || who === undefined || who.kind !== 'account')
        return <Page title={t('account.mine')} narrow><p>{t('account.none')}</p></Page>;
    return (
        <Page title={t('account.mine')} narrow>
            <Section title={who.name}>
                <Facts rows={[[t('account.login_name'), who.login ?? '—'], [t('account.role'), say(who.role)]]} />
            </Section>
            {who.roles.length > 1 && <RoleSwitch who={who} key={who.role.code} />}
            <ChangePassword />
            <Totp isOn={who.totp === true} changed={() => void loadSession()} />
            <Sessions who={who} />
        </Page>
    );
}
