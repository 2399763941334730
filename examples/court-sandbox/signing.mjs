// SPDX-License-Identifier: Apache-2.0
// Standard Webhooks with Ed25519: `v1a,` and the signature over `id.timestamp.body`, in base64. A
// public key is written as the base64 of its 32 bytes; the prefixes of that specification, `whpk_`
// and `whsk_`, are admitted before a public and a secret one.
import crypto from 'node:crypto';
import fs from 'node:fs';

export const WINDOW_S = 300; // by how much the two clocks may differ
const PUBLIC = 'whpk_';
const SECRET = 'whsk_';
// What stands before the raw bytes of a key in its DER form (RFC 8410).
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');

function raw(text, prefix, lengths) {
  const base64 = String(text).startsWith(prefix) ? text.slice(prefix.length) : String(text);
  const bytes = Buffer.from(base64, 'base64');
  if (!lengths.includes(bytes.length)) throw new Error(`a key is base64 of ${lengths[0]} bytes`);
  return bytes;
}

export function publicKey(text) {
  const key = Buffer.concat([SPKI, raw(text, PUBLIC, [32])]);
  return crypto.createPublicKey({ key, format: 'der', type: 'spki' });
}

export class Signer {
  constructor(secret) {
    const seed = raw(secret, SECRET, [32, 64]).subarray(0, 32);
    this.key = crypto.createPrivateKey({
      key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
    const point = crypto.createPublicKey(this.key).export({ format: 'der', type: 'spki' })
      .subarray(SPKI.length);
    this.public = point.toString('base64');
  }

  // A key made now, for one that has none or for a forgery.
  static make() {
    return new Signer(Signer.secret());
  }

  static secret() {
    return SECRET + crypto.randomBytes(32).toString('base64');
  }

  // The key of this file, made when there is none.
  static keep(path) {
    if (!fs.existsSync(path)) {
      fs.writeFileSync(`${path}.new`, `${Signer.secret()}\n`, { mode: 0o600 });
      fs.renameSync(`${path}.new`, path);
    }
    return new Signer(fs.readFileSync(path, 'utf8').trim());
  }

  // The three headers. at: seconds since 1970.
  headers(id, body, at) {
    const signed = Buffer.from(`${id}.${at}.${body}`);
    return {
      'webhook-id': id,
      'webhook-timestamp': String(at),
      'webhook-signature': `v1a,${crypto.sign(null, signed, this.key).toString('base64')}`,
    };
  }
}

// Null when the headers vouch for the body, else what is wrong with them.
export function doubt(keys, headers, body, now) {
  const id = headers['webhook-id'];
  const at = headers['webhook-timestamp'];
  if (!id || !/^[0-9]{1,15}$/.test(at ?? '')) return 'unsigned';
  if (Math.abs(Number(at) - now) > WINDOW_S) return 'clock';
  const signed = Buffer.concat([Buffer.from(`${id}.${at}.`), body]);
  const given = (headers['webhook-signature'] ?? '').split(' ')
    .filter((one) => one.startsWith('v1a,')).map((one) => Buffer.from(one.slice(4), 'base64'));
  const fits = given.some((signature) => signature.length === 64
    && keys.some((key) => crypto.verify(null, signed, key, signature)));
  return fits ? null : 'signature';
}
