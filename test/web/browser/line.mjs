// SPDX-License-Identifier: Apache-2.0
// The line between a page and the server: how much comes over it, and how slow it is.

// Counts the bytes of content that a page receives, as they travel (compressed), by address.
export class Meter {
    static async on(visitor) {
        const cdp = await visitor.context.newCDPSession(visitor.page);
        await cdp.send('Network.enable');
        return new Meter(cdp);
    }

    constructor(cdp) {
        this.cdp = cdp;
        this.requests = new Map();
        cdp.on('Network.responseReceived', ({ requestId, response }) => {
            const headers = Object.fromEntries(Object.entries(response.headers)
                .map(([name, value]) => [name.toLowerCase(), value]));
            this.requests.set(requestId, { url: response.url, headers,
                encoding: headers['content-encoding'], head: response.encodedDataLength, bytes: 0 });
        });
        cdp.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
            const request = this.requests.get(requestId);
            if (request !== undefined) request.bytes = encodedDataLength - request.head;
        });
    }

    total() {
        return [...this.requests.values()].reduce((all, one) => all + one.bytes, 0);
    }

    table() {
        return [...this.requests.values()].map((r) => `${String(r.bytes).padStart(8)}  ` +
            `${(r.encoding ?? '-').padEnd(5)} ${r.url}`).join('\n');
    }

    // A line of mobile telephony in a stairwell.
    async slow() {
        await this.cdp.send('Network.emulateNetworkConditions',
            { offline: false, latency: 400, downloadThroughput: 50000, uploadThroughput: 25000 });
    }
}
