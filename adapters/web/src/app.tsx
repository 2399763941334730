// SPDX-License-Identifier: Apache-2.0
// From the address to the page: load the area, ask for a session where one is needed.
import { Component, type ComponentChildren, type ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { useCell } from './kit/cell';
import { failureText } from './kit/failure';
import { language, loadRest, t } from './kit/i18n';
import { Button, LinkButton } from './kit/parts/button';
import { Page } from './kit/parts/page';
import { ApiError } from './kit/problem';
import { type PageProps, type Params, type Route, areaOf, matchPath, navigate, usePlace } from './kit/router';
import { hasLeft, loadSession, session } from './kit/session';
import { loadWords, wordsCell } from './kit/words';
import { homeOf } from './nav';
import { areas } from './routes';
import { Shell } from './shell';

interface Found {
    path: string;
    view: ComponentType<PageProps>;
    params: Params;
    open: boolean;
}

type Outcome = Found | 'none' | 'failed';

async function find(path: string): Promise<Outcome> {
    const area = areaOf(areas, path);
    if (area === undefined)
        return 'none';
    let routes: Route[];
    try {
        [{ routes }] = await Promise.all([area.load(), area.isFirst === true ? undefined : loadRest()]);
    } catch {
        return 'failed';
    }
    for (const r of routes) {
        const params = matchPath(r.path, path);
        if (params !== undefined)
            return { path, view: r.view, params, open: r.open === true };
    }
    return 'none';
}

function Missing() {
    return (
        <Page title={t('shell.missing')} narrow>
            <p>{t('shell.missing_text')}</p>
            <LinkButton href="/" weight="main">{t('shell.home')}</LinkButton>
        </Page>
    );
}

function Unloaded() {
    return (
        <Page title={t('shell.unloaded')} narrow>
            <p>{t('shell.unloaded_text')}</p>
            <Button weight="main" onClick={() => location.reload()}>{t('kit.again')}</Button>
        </Page>
    );
}

/** A page that breaks says so, and the shell around it stays. */
class Guard extends Component<{ at: string; children: ComponentChildren }, { broken: boolean }> {
    override state = { broken: false };

    override componentDidCatch(error: unknown): void {
        console.error(error);
        this.setState({ broken: true });
    }

    override componentDidUpdate(before: { at: string }): void {
        if (before.at !== this.props.at && this.state.broken)
            this.setState({ broken: false });
    }

    override render(): ComponentChildren {
        return this.state.broken ? <Unloaded /> : this.props.children;
    }
}

/** Ask who is here; what the line does not give now may come at a press. */
function useStart(): { failed: ApiError | undefined; start: () => void } {
    const [failed, setFailed] = useState<ApiError | undefined>(undefined);
    const start = (): void => {
        setFailed(undefined);
        loadSession().catch(async (e: unknown) => {
            // Without a line, who was here last may read what the device keeps.
            const last = await import('./offline/office').then((o) => o.lastSession())
                .catch(() => undefined);
            if (last !== undefined && (!(e instanceof ApiError) || e.failure !== 'answered'))
                session.set(last);
            else
                setFailed(e instanceof ApiError ? e : new ApiError('offline', undefined));
        });
    };
    useEffect(start, []);
    return { failed, start };
}

function logInPath(path: string): string {
    const back = path === '/' || path === '/app' ? '' : path + location.search;
    return back === '' ? '/app/login' : `/app/login?return=${encodeURIComponent(back)}`;
}

export function App() {
    const now = usePlace();
    const who = useCell(session);
    const { failed, start } = useStart();
    const [outcome, setOutcome] = useState<{ visit: number; path: string; of: Outcome } | undefined>();
    const isHome = now.path === '/' || now.path === '/app';
    useCell(language);
    useCell(wordsCell); // codes become words wherever they stand

    useEffect(() => {
        let current = true;
        if (!isHome)
            void find(now.path).then((of) => current && setOutcome({ visit: now.visit, path: now.path, of }));
        return () => {
            current = false;
        };
    }, [now.path, now.visit]);

    useEffect(() => {
        // Not before somebody is here: who logs in need not wait for them. Pages show codes until then.
        if (who !== undefined && who !== null)
            void loadWords().catch(() => undefined);
    }, [who]);

    const ready = outcome !== undefined && outcome.path === now.path ? outcome : undefined;
    const found = typeof ready?.of === 'object' ? ready.of : undefined;
    useEffect(() => {
        if (who !== undefined && who !== null && isHome)
            navigate(homeOf(who), { replace: true });
        else if (who === null && (isHome || (found !== undefined && !found.open)))
            navigate(hasLeft() ? '/app/login' : logInPath(now.path), { replace: true });
    }, [who, isHome, found, now.path]);

    return (
        <Shell>
            <Guard at={`${now.path} ${now.visit}`}>
                {body()}
            </Guard>
        </Shell>
    );

    function body(): ComponentChildren {
        if (failed !== undefined && found?.open !== true) {
            return (
                <Page title={t('shell.unreached')} narrow>
                    <p role="alert">{failureText(failed)}</p>
                    <Button weight="main" onClick={start}>{t('kit.again')}</Button>
                </Page>
            );
        }
        if (ready?.of === 'none')
            return <Missing />;
        if (ready?.of === 'failed')
            return <Unloaded />;
        if (found === undefined || (!found.open && (who === undefined || who === null)))
            return <p class="waiting">{t('kit.loading')}</p>;
        const View = found.view;
        return <View key={`${now.path} ${ready!.visit}`} params={found.params} query={now.query} />;
    }
}
