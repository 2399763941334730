// SPDX-License-Identifier: Apache-2.0
// The second factor: the password, the key, the first code, the codes for a lost phone.
import { useState } from 'preact/hooks';
import { ApiError, Button, Form, FormRefusal, Notice, Section, Submit, Tag, TextField, announce, notify, send, t,
         useForm } from '../../kit';
import type { TotpSetup } from './types';

const PATH = '/api/v1/account/totp';

/** "ABCD EFGH …": a key that is typed is read in fours. */
export function inFours(secret: string): string {
    return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

/** A call that needs the password once more: who is logged in may have left the desk. */
async function withPassword<T>(method: string, password: string, key: string): Promise<T> {
    try {
        return (await send<T>(method, PATH, { password }, { key })).value;
    } catch (e) {
        if (e instanceof ApiError && e.status === 403)
            throw new FormRefusal(t('account.password_wrong'), 'password');
        throw e;
    }
}

function AskPassword({ id, action, danger = false, act, stop }:
    { id: string; action: string; danger?: boolean; act: (password: string, key: string) => Promise<void>;
      stop: () => void }) {
    const form = useForm({
        id,
        initial: { password: '' },
        submit: ({ password }, { key }) => act(password, key),
    });
    return (
        <Form form={form} label={action}>
            <TextField name="password" label={t('account.password')} hint={t('account.password_why')} type="password"
                autocomplete="current-password" required />
            <div class="actions">
                <Submit weight={danger ? 'danger' : 'main'}>{action}</Submit>
                <Button onClick={stop}>{t('kit.cancel')}</Button>
            </div>
        </Form>
    );
}

function Setup({ setup, done, stop }: { setup: TotpSetup; done: (codes: string[]) => void; stop: () => void }) {
    const form = useForm({
        id: 'totp',
        initial: { code: '' },
        submit: async ({ code }, { key }) => {
            try {
                const answer = await send<{ recovery_codes: string[] }>('PUT', PATH,
                    { code: code.replace(/\s/g, '') }, { key });
                done(answer.value.recovery_codes);
            } catch (e) {
                if (e instanceof ApiError && e.problem?.errors?.some((m) => m.pointer === '#/code') === true)
                    throw new FormRefusal(t('account.totp_wrong'), 'code');
                throw e;
            }
        },
    });
    return (
        <>
            <ol>
                <li>{t('account.totp_step_app')}</li>
                <li>
                    {t('account.totp_step_type')}
                    <p><code class="account-secret">{inFours(setup.secret)}</code></p>
                    <p><a class="account-open" href={setup.otpauth}>{t('account.totp_open')}</a></p>
                </li>
                <li>{t('account.totp_step_code')}</li>
            </ol>
            <Form form={form} label={t('account.totp')}>
                <TextField name="code" label={t('account.totp_code')} hint={t('account.totp_hint')} inputmode="numeric"
                    autocomplete="one-time-code" max={7} required />
                <div class="actions">
                    <Submit>{t('account.totp_on')}</Submit>
                    <Button onClick={stop}>{t('kit.cancel')}</Button>
                </div>
            </Form>
        </>
    );
}

function RecoveryCodes({ codes, done }: { codes: string[]; done: () => void }) {
    return (
        <>
            <Notice kind="warn" live>{t('account.recovery_text')}</Notice>
            <ul class="account-codes">{codes.map((c) => <li key={c}><code>{c}</code></li>)}</ul>
            <div class="actions">
                <Button onClick={() => window.print()}>{t('account.print')}</Button>
                <Button weight="main" onClick={done}>{t('account.recovery_kept')}</Button>
            </div>
        </>
    );
}

type Step = { at: 'rest' | 'begin' | 'end' } | { at: 'setup'; setup: TotpSetup } | { at: 'codes'; codes: string[] };

function AtRest({ isOn, go }: { isOn: boolean; go: (at: 'begin' | 'end') => void }) {
    return (
        <>
            <p>
                <Tag kind={isOn ? 'good' : 'plain'}>{isOn ? t('account.totp_is_on') : t('account.totp_is_off')}</Tag>
                {' '}{t('account.totp_text')}
            </p>
            {isOn
                ? <Button weight="danger" onClick={() => go('end')}>{t('account.totp_off')}</Button>
                : <Button onClick={() => go('begin')}>{t('account.totp_begin')}</Button>}
        </>
    );
}

export function Totp({ isOn, changed }: { isOn: boolean; changed: () => void }) {
    const [step, setStep] = useState<Step>({ at: 'rest' });
    const rest = (): void => setStep({ at: 'rest' });
    const finish = (text: string): void => {
        rest();
        notify(text);
        changed();
    };
    return (
        <Section title={t('account.totp')}>
            {step.at === 'rest' && <AtRest isOn={isOn} go={(at) => setStep({ at })} />}
            {step.at === 'begin' && (
                <AskPassword id="totp-begin" action={t('account.totp_begin')} stop={rest}
                    act={async (password, key) => {
                        setStep({ at: 'setup', setup: await withPassword<TotpSetup>('POST', password, key) });
                        announce(t('account.totp_step_type'));
                    }} />
            )}
            {step.at === 'setup' && (
                <Setup setup={step.setup} stop={rest} done={(codes) => setStep({ at: 'codes', codes })} />
            )}
            {step.at === 'codes' && (
                <RecoveryCodes codes={step.codes} done={() => finish(t('account.totp_now_on'))} />
            )}
            {step.at === 'end' && (
                <>
                    <Notice kind="warn">{t('account.totp_off_text')}</Notice>
                    <AskPassword id="totp-end" action={t('account.totp_off')} danger stop={rest}
                        act={async (password, key) => {
                            await withPassword<undefined>('DELETE', password, key);
                            finish(t('account.totp_now_off'));
                        }} />
                </>
            )}
        </Section>
    );
}
