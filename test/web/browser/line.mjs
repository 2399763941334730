// SPDX-License-Identifier: Apache-2.0
// The line between a page and the server: how much comes over it, how slow it is, whether it is
// there; and the numbers of an authenticator.
import { createHmac } from 'node:crypto';

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

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

// The six digits of an authenticator. Source: RFC 6238 with the usual 30 s and SHA-1.
export function totp(secret, now = Date.now()) {
    let bits = '';
    for (const letter of secret.replaceAll(/[^A-Z2-7]/g, '')) {
        bits += BASE32.indexOf(letter).toString(2).padStart(5, '0');
    }
    const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
    const counter = Buffer.alloc(8);
    counter.writeBigUInt64BE(BigInt(Math.floor(now / 30000)));
    const hash = createHmac('sha1', key).update(counter).digest();
    const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
    return String(number % 1000000).padStart(6, '0');
}
