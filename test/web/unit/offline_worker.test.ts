// SPDX-License-Identifier: Apache-2.0
// What the service worker answers itself, and what it lets pass.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { answerOf, cacheName, outdated } from '../../../adapters/web/src/sw/policy';

const US = 'https://yima.example.gov.cn';

function answer(path: string, mode = 'navigate', method = 'GET'): string {
    return answerOf({ method, mode, url: path.startsWith('http') ? path : US + path }, US);
}

test('every page of /app is the shell', () => {
    for (const path of ['/', '/app', '/app/', '/app/mediator/cases?colour=yellow', '/?lang=en'])
        assert.equal(answer(path), 'shell', path);
});

test('assets are kept; nothing personal passes through', () => {
    for (const path of ['/assets/main-ABC.js', '/favicon.svg', '/manifest.webmanifest'])
        assert.equal(answer(path, 'cors'), 'asset', path);
    for (const path of ['/api/v1/session', '/api/v1/disputes/0SA8P6HT03426W', '/m/TOKEN', '/metrics',
        '/apple', '/openapi.json', '/sw.js'])
        assert.equal(answer(path), 'pass', path);
    assert.equal(answer('/api/v1/disputes', 'cors'), 'pass');
});

test('the public words are kept for later', () => {
    assert.equal(answer('/api/v1/words', 'cors'), 'words');
    assert.equal(answer('/api/v1/words/x', 'cors'), 'pass');
    assert.equal(answer('/api/v1/words', 'cors', 'POST'), 'pass');
});

test('writes and other origins are not touched', () => {
    assert.equal(answer('/app', 'navigate', 'POST'), 'pass');
    assert.equal(answer('/assets/x.js', 'cors', 'HEAD'), 'pass');
    assert.equal(answer('https://elsewhere.example/app'), 'pass');
    assert.equal(answer('https://elsewhere.example/assets/x.js'), 'pass');
    assert.equal(answer('/app', 'cors'), 'pass', 'only a page that is opened');
});

test('the version before stays for pages that are open, older ones go', () => {
    const names = ['yima-1', 'other', 'yima-2', 'yima-3'];

    assert.deepEqual(outdated(names, cacheName('3')), ['yima-1']);
    assert.deepEqual(outdated(['yima-3'], cacheName('3')), []);
    assert.deepEqual(outdated(['yima-2', 'yima-3'], cacheName('3')), []);
});
