// SPDX-License-Identifier: Apache-2.0
// Sends a work order as a hotline or the police would: signed, once, its receipt shown.
//
//   node send-order.mjs KEYFILE                            print the public key; made when there is none
//   node send-order.mjs KEYFILE URL PARTNER ORDER.json     send; exit 0 when it was accepted
//
// Standard Webhooks with Ed25519. The id follows from the content: sent again, it is the same message,
// and the same receipt comes back. Node 18 or later, no packages.
import crypto from 'node:crypto';
import fs from 'node:fs';

const [keyFile, url, partner, orderFile] = process.argv.slice(2);
if (keyFile === undefined || (url !== undefined && orderFile === undefined)) {
    console.error('usage: node send-order.mjs KEYFILE [URL PARTNER ORDER.json]');
    process.exit(2);
}
if (!fs.existsSync(keyFile)) {
    const { privateKey } = crypto.generateKeyPairSync('ed25519');
    fs.writeFileSync(keyFile, privateKey.export({ format: 'pem', type: 'pkcs8' }), { mode: 0o600 });
}
const key = crypto.createPrivateKey(fs.readFileSync(keyFile));
if (url === undefined) {
    const der = crypto.createPublicKey(key).export({ format: 'der', type: 'spki' });
    console.log(der.subarray(-32).toString('base64')); // what `yima partner key PARTNER` takes
    process.exit(0);
}
const body = fs.readFileSync(orderFile);
const id = `order-${crypto.createHash('sha256').update(body).digest('hex').slice(0, 32)}`;
const at = String(Math.floor(Date.now() / 1000));
const signature = crypto.sign(null, Buffer.concat([Buffer.from(`${id}.${at}.`), body]), key).toString('base64');
const reply = await fetch(`${url}/api/v1/intake/${partner}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'webhook-id': id, 'webhook-timestamp': at,
        'webhook-signature': `v1a,${signature}` },
    body,
});
const receipt = await reply.json();
console.log(JSON.stringify(receipt, null, 2));
process.exit(reply.ok && receipt.status === 'accepted' ? 0 : 1);
