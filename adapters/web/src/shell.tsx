// SPDX-License-Identifier: Apache-2.0
// What stands around every page: skip link, name, navigation by rights, language, who is here.
import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isOnline } from './kit/api';
import { useCell } from './kit/cell';
import { failureText } from './kit/failure';
import { language, say, switchLanguage, t } from './kit/i18n';
import { Live, Toasts, notify } from './kit/live';
import { Button } from './kit/parts/button';
import { ApiError } from './kit/problem';
import { navigate, usePlace } from './kit/router';
import { type Session, logOut, session } from './kit/session';
import { navOf } from './nav';

function LanguageSwitch() {
    const now = useCell(language);
    const other = now === 'en' ? 'zh-CN' : 'en';
    // The other language's name stands in that language.
    return (
        <button type="button" class="plain bar-button" lang={other}
            onClick={() => void switchLanguage(other)}>{t('shell.other_language')}</button>
    );
}

function Nav({ who, path }: { who: Session; path: string }) {
    return (
        <nav aria-label={t('shell.navigation')} class="nav">
            <ul>
                {navOf(who).map((item) => (
                    <li key={item.href}>
                        <a href={item.href} aria-current={
                            path === item.href || path.startsWith(`${item.href}/`) ? 'page' : undefined
                        }>{item.title}</a>
                    </li>
                ))}
            </ul>
        </nav>
    );
}

async function leave(): Promise<void> {
    try {
        await logOut();
        navigate('/app/login');
    } catch (e) {
        notify(e instanceof ApiError ? failureText(e) : t('kit.failure_offline'), 'bad');
    }
}

function Who({ who }: { who: Session }) {
    return (
        <div class="who">
            {who.kind === 'account'
                ? <a class="bar-button" href="/app/account">{who.name} · {say(who.role)}</a>
                : <span class="bar-text">{say(who.role)}</span>}
            <Button onClick={leave}>{t('shell.log_out')}</Button>
        </div>
    );
}

/** The line may be lost without a call that notices. */
function useOffline(): boolean {
    const reached = useCell(isOnline);
    const [up, setUp] = useState(navigator.onLine);
    useEffect(() => {
        const look = (): void => setUp(navigator.onLine);
        addEventListener('online', look);
        addEventListener('offline', look);
        return () => {
            removeEventListener('online', look);
            removeEventListener('offline', look);
        };
    }, []);
    return !up || !reached;
}

/** On a narrow screen links and all else lie behind one button; it closes when one has gone. */
function Bar({ who, path, visit }: { who: Session | null | undefined; path: string; visit: number }) {
    const [open, setOpen] = useState(false);
    useEffect(() => setOpen(false), [visit]);
    const here = who !== null && who !== undefined;
    const onKey = (e: KeyboardEvent): void => {
        if (e.key === 'Escape')
            setOpen(false);
    };
    return (
        <header class={`bar${open ? ' bar-open' : ''}${here ? '' : ' bar-bare'}`} onKeyDown={onKey}>
            <div class="bar-inner">
                <a class="brand" href="/">
                    <img src="/favicon.svg" alt="" width="32" height="32" />
                    <span>{t('shell.name')}</span>
                </a>
                {here && (
                    <button type="button" class="bar-menu button" aria-expanded={open} aria-controls="bar-rest"
                        onClick={() => setOpen(!open)}>{t('shell.menu')}</button>
                )}
                <div class="bar-rest" id="bar-rest">
                    {here && <Nav who={who} path={path} />}
                    <div class="bar-end">
                        {here && <Who who={who} />}
                        <LanguageSwitch />
                    </div>
                </div>
            </div>
        </header>
    );
}

export function Shell({ children }: { children: ComponentChildren }) {
    const who = useCell(session);
    const { path, visit } = usePlace();
    const offline = useOffline();
    useCell(language);
    return (
        <>
            <a class="skip" href="#main">{t('shell.skip')}</a>
            <Bar who={who} path={path} visit={visit} />
            {offline && <p class="offline" role="status">{t('shell.offline')}</p>}
            <main id="main" tabIndex={-1}>{children}</main>
            <Toasts />
            <Live />
        </>
    );
}
