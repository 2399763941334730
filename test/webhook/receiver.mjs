// SPDX-License-Identifier: Apache-2.0
// A foreign receiver: it takes posts the way a stranger would, with the packages `standardwebhooks`
// and `cloudevents`, and believes nothing that those two do not.
//
//   node receiver.mjs [CERT KEY]     prints its port; with a certificate it speaks https
//
//   POST /hook/NAME     a webhook. Checked, noted down, answered as NAME was told to
//   POST /behave/NAME   {secrets, mode, only, times}: verify by all of these secrets; mode: ok, 500,
//                       410, 429, 503, redirect, drop (the connection), stall (no answer), chatter
//                       (an endless one); only: mode concerns this subject alone; times: so often
//   GET  /seen/NAME     what came, in order: {id, subject, sequence, type, answer, wrong}
import fs from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { HTTP } from 'cloudevents';
import { Webhook } from 'standardwebhooks';

// What the data of an event may hold: nothing that a person wrote, no name, no amount.
const MEMBERS = ['id', 'number', 'version', 'command', 'topics', 'colour', 'stage', 'type', 'region',
  'body', 'rule', 'procedure'];
const hooks = new Map();

function hook(name) {
  if (!hooks.has(name)) hooks.set(name, { secrets: [], mode: 'ok', only: null, times: -1, seen: [] });
  return hooks.get(name);
}

function read(request) {
  return new Promise((resolve, reject) => {
    const chunks = [];
    request.on('data', (chunk) => chunks.push(chunk));
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

// Throws when anything is not as the two specifications say.
function check(h, headers, body) {
  if (h.secrets.length === 0) throw new Error('no secret is known');
  for (const secret of h.secrets) new Webhook(secret).verify(body, headers);
  const event = HTTP.toEvent({ headers, body });
  if (!event.validate()) throw new Error('no valid CloudEvent');
  if (event.id !== headers['webhook-id']) throw new Error('two ids');
  if (event.type === 'cn.yima.ping') return event;
  const strange = Object.keys(event.data).filter((key) => !MEMBERS.includes(key));
  const missing = MEMBERS.filter((key) => !(key in event.data));
  if (strange.length + missing.length > 0) throw new Error(`data: ${strange} / ${missing}`);
  if (event.data.number !== event.subject) throw new Error('two numbers');
  if (Number(event.sequence) !== event.data.version) throw new Error('two versions');
  return event;
}

function answer(mode, response) {
  switch (mode) {
    case 'ok': response.writeHead(204).end(); break;
    case 'drop': response.socket.destroy(); break;
    case 'stall': break;
    case 'redirect': response.writeHead(307, { location: '/hook/elsewhere' }).end(); break;
    case '429': case '503':
      response.writeHead(Number(mode), { 'retry-after': '2' }).end();
      break;
    case 'chatter': {
      response.writeHead(200);
      const more = () => { while (!response.destroyed && response.write('x'.repeat(16384))); };
      response.on('drain', more);
      response.on('error', () => {});
      more();
      break;
    }
    default: response.writeHead(Number(mode)).end('a body that nobody reads');
  }
}

function take(h, request, body, response) {
  const note = { id: request.headers['webhook-id'], answer: 'ok', wrong: null };
  try {
    const event = check(h, request.headers, body);
    Object.assign(note, { subject: event.subject, sequence: event.sequence, type: event.type,
      source: event.source, data: event.data });
  } catch (error) {
    note.wrong = String(error);
  }
  if (h.times !== 0 && (h.only === null || h.only === note.subject)) {
    note.answer = h.mode;
    if (h.mode !== 'ok') h.times -= 1;
  }
  h.seen.push(note);
  answer(note.answer, response);
}

async function serve(request, response) {
  const [, verb, name] = request.url.split('/');
  const body = await read(request);
  const h = hook(name);
  if (verb === 'hook' && request.method === 'POST') {
    take(h, request, body, response);
  } else if (verb === 'behave') {
    Object.assign(h, { mode: 'ok', only: null, times: -1 }, JSON.parse(body));
    response.writeHead(204).end();
  } else if (verb === 'seen') {
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(h.seen));
  } else {
    response.writeHead(404).end();
  }
}

const [cert, key] = process.argv.slice(2);
const server = cert === undefined ? http.createServer(serve)
  : https.createServer({ cert: fs.readFileSync(cert), key: fs.readFileSync(key) }, serve);
server.keepAliveTimeout = 2000;
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
process.on('SIGTERM', () => process.exit(0));
