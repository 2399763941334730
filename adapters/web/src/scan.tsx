// SPDX-License-Identifier: Apache-2.0
// The script of the page behind a code (/m/TOKEN), which is whole without it.
import { startLanguage } from './kit/i18n';

async function start(): Promise<void> {
    const root = document.getElementById('party-entry');
    if (root === null)
        return;
    await startLanguage();
}

void start();
