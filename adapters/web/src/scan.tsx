// SPDX-License-Identifier: Apache-2.0
// The script of the page behind a code (/m/TOKEN), which is whole without it: a party enters here,
// and who is in session already goes on to the case.
import { render } from 'preact';
import { get } from './kit/api';
import { language, startLanguage, t } from './kit/i18n';
import { loadSession, type Session } from './kit/session';
import { Entry } from './pages/party/entry';
import { caseOf } from './pages/scan/place';

interface Scanned {
    id?: string;
}

/** The case, when the code is of one that this session may read. */
async function caseHere(token: string, who: Session): Promise<string | undefined> {
    const scanned = await get<Scanned>(`/api/v1/codes/${token}`, { anonymous: true });
    return scanned.id === undefined ? undefined : caseOf(scanned.id, who);
}

async function start(): Promise<void> {
    const root = document.getElementById('party-entry');
    const token = root?.dataset['token'];
    if (root === null || token === undefined)
        return;
    await startLanguage();
    // The page around it says everything in both languages; only what is drawn here follows.
    document.documentElement.lang = 'zh-CN';
    root.lang = language.get();
    const who = await loadSession().catch(() => null);
    const mine = who === null ? undefined : await caseHere(token, who).catch(() => undefined);
    if (mine !== undefined) {
        location.replace(mine);
        return;
    }
    render(
        <section class="party-entry-root">
            <h2>{t('party.enter_title')}</h2>
            <p>{t('party.enter_text')}</p>
            <Entry token={token} />
        </section>, root);
}

void start();
