// SPDX-License-Identifier: Apache-2.0
// The pages begin here.
import { render } from 'preact';
import { App } from './app';
import { startLanguage } from './kit/i18n';
import { startRouter } from './kit/router';

async function start(): Promise<void> {
    await startLanguage();
    startRouter();
    const root = document.getElementById('app')!;
    root.replaceChildren();
    render(<App />, root);
    // What waits to be sent, and the pages without a line: nobody waits for these to be drawn.
    const [{ startOffice }, { installWorker }] =
        await Promise.all([import('./offline/office'), import('./sw/install')]);
    startOffice();
    await installWorker();
}

void start();
