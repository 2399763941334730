// SPDX-License-Identifier: Apache-2.0
// The second factor: show the key, take the first code, give the codes for a lost phone.
import { useMemo, useState } from 'preact/hooks';
import { Button, Confirm, Form, Notice, Section, Submit, Tag, TextField, failureText, newKey, notify, send, t,
         useForm, ApiError } from '../../kit';
import type { TotpSetup } from './types';

/** "ABCD EFGH …": a key that is typed is read in fours. */
export function inFours(secret: string): string {
    return secret.replace(/(.{4})(?=.)/g, '$1 ');
}

/** The server draws the code; it is shown as an image, so that nothing in it can run. */
function svgAddress(svg: string): string {
    return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
}

function Setup({ setup, done, stop }: { setup: TotpSetup; done: (codes: string[]) => void; stop: () => void }) {
    const form = useForm({
        id: 'totp',
        initial: { code: '' },
        submit: async ({ code }, { key }) => {
            const answer = await send<{ recovery_codes?: string[] } | undefined>('PUT', '/api/v1/account/totp',
                { code: code.replace(/\s/g, '') }, { key });
            done(answer.value?.recovery_codes ?? []);
        },
    });
    return (
        <>
            <ol>
                <li>{t('account.totp_step_app')}</li>
                <li>
                    {setup.svg !== undefined ? t('account.totp_step_scan') : t('account.totp_step_type')}
                    {setup.svg !== undefined && (
                        <p><img class="account-qr" src={svgAddress(setup.svg)} alt={t('account.totp_qr')} /></p>
                    )}
                    <p><code class="account-secret">{inFours(setup.secret)}</code></p>
                    <p><a href={setup.otpauth}>{t('account.totp_open')}</a></p>
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

/** isOn: undefined when the server does not say. */
export function Totp({ isOn, changed }: { isOn: boolean | undefined; changed: () => void }) {
    const [setup, setSetup] = useState<TotpSetup | undefined>();
    const [codes, setCodes] = useState<string[] | undefined>();
    const [asking, setAsking] = useState(false);
    const endKey = useMemo(newKey, [asking]);

    async function call<T>(method: string, key: string): Promise<T | undefined> {
        try {
            return (await send<T>(method, '/api/v1/account/totp', undefined, { key })).value;
        } catch (e) {
            notify(e instanceof ApiError ? failureText(e) : String(e), 'bad');
            return undefined;
        }
    }
    async function begin(): Promise<void> {
        setSetup(await call<TotpSetup>('POST', newKey()));
    }
    async function end(): Promise<void> {
        await call('DELETE', endKey);
        setAsking(false);
        changed();
    }
    function finish(): void {
        setCodes(undefined);
        setSetup(undefined);
        changed();
    }
    return (
        <Section title={t('account.totp')}>
            {codes !== undefined && codes.length > 0 ? <RecoveryCodes codes={codes} done={finish} />
                : setup !== undefined
                    ? <Setup setup={setup} stop={() => setSetup(undefined)}
                        done={(c) => (c.length > 0 ? setCodes(c) : finish())} />
                    : (
                        <>
                            <p>
                                {isOn !== undefined && (
                                    <Tag kind={isOn ? 'good' : 'plain'}>
                                        {isOn ? t('account.totp_is_on') : t('account.totp_is_off')}
                                    </Tag>
                                )} {t('account.totp_text')}
                            </p>
                            <div class="actions">
                                {isOn !== true && <Button onClick={begin}>{t('account.totp_begin')}</Button>}
                                {isOn !== false && (
                                    <Button weight="danger" onClick={() => setAsking(true)}>{t('account.totp_off')}</Button>
                                )}
                            </div>
                        </>
                    )}
            <Confirm title={t('account.totp_off')} open={asking} onClose={() => setAsking(false)} weight="danger"
                text={t('account.totp_off_text')} action={t('account.totp_off')} onConfirm={end} />
        </Section>
    );
}
