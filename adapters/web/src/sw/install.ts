// SPDX-License-Identifier: Apache-2.0
// Registers the service worker, and changes to a new version when a page is opened: nobody has
// typed anything yet.

/** Once, when the page has been drawn. Browsers without workers do without. */
export async function installWorker(): Promise<void> {
    const workers = navigator.serviceWorker as ServiceWorkerContainer | undefined;

    if (workers === undefined)
        return;
    const isFirst = workers.controller === null;
    try {
        const registration = await workers.register('/sw.js', { scope: '/' });

        if (isFirst || registration.waiting === null)
            return;
        workers.addEventListener('controllerchange', () => location.reload(), { once: true });
        registration.waiting.postMessage('take over');
    } catch {
        // Private windows and old devices refuse; the pages then need the line.
    }
}
