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
    if ('serviceWorker' in navigator)
        navigator.serviceWorker.register('/sw.js').catch(() => undefined); // pages work without
}

void start();
