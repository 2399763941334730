// SPDX-License-Identifier: Apache-2.0
// Paths to pages, and where log-in may lead back to.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { areaOf, matchPath, safeReturn } from '../../../adapters/web/src/kit/router';
import { homeOf, navOf } from '../../../adapters/web/src/nav';
import type { Session } from '../../../adapters/web/src/kit/session';

test('templates take whole segments', () => {
    assert.deepEqual(matchPath('/app/disputes/:id', '/app/disputes/0SA'), { id: '0SA' });
    assert.deepEqual(matchPath('/app', '/app'), {});
    assert.deepEqual(matchPath('/app/:a/:b', '/app/x/%E9%BB%84'), { a: 'x', b: '黄' });
    assert.equal(matchPath('/app/disputes/:id', '/app/disputes'), undefined);
    assert.equal(matchPath('/app/disputes/:id', '/app/disputes/1/2'), undefined);
    assert.equal(matchPath('/app/disputes', '/app/dispute'), undefined);
    assert.equal(matchPath('/app/:a', '/app/%E9'), undefined);
});

test('the longest prefix takes a path', () => {
    const area = (...prefixes: string[]) => ({ prefixes, load: () => Promise.resolve({ routes: [] }) });
    const [a, b] = [area('/app/my', '/app/login'), area('/app/my/notes')];
    assert.equal(areaOf([a, b], '/app/my'), a);
    assert.equal(areaOf([a, b], '/app/my/1'), a);
    assert.equal(areaOf([a, b], '/app/my/notes/1'), b);
    assert.equal(areaOf([b, a], '/app/my/notes'), b);
    assert.equal(areaOf([a, b], '/app/mine'), undefined);
});

test('log-in leads back to our own pages alone', () => {
    for (const good of ['/app', '/app/my/0SA?colour=red&q=%E9%BB%84', '/app/disputes?open=true'])
        assert.equal(safeReturn(good), good);
    for (const bad of [null, '', '/', '//evil.example', 'https://evil.example/app', '/app\\evil', '/application',
        '/app/../../evil', '/m/TOKEN', 'javascript:alert(1)', '/app?x=<script>'])
        assert.equal(safeReturn(bad), undefined, String(bad));
});

function as(role: string, rights: string[], kind: 'account' | 'party' = 'account'): Session {
    return { kind, name: '', role: { code: role, zh: '', en: '' }, roles: [], rights, csrf: '', expires_at: '' };
}

test('each role begins where its work is, and sees no link that it may not follow', () => {
    const everything = ['board', 'radar', 'register', 'accounts', 'worklists'];
    assert.equal(homeOf(as('mediator', ['board', 'radar'])), '/app/my');
    assert.equal(homeOf(as('window_clerk', everything.filter((r) => r !== 'accounts'))), '/app/work');
    assert.equal(homeOf(as('party', [], 'party')), '/app/party');
    // Who watches begins with the board, not with the messages of partners.
    assert.equal(homeOf(as('supervisor', ['exchange', 'board', 'radar'])), '/app/board');
    assert.equal(homeOf(as('court_clerk', ['exchange', 'board', 'radar'])), '/app/exchange');
    for (const right of ['board', 'radar', 'accounts']) {
        const href = right === 'accounts' ? '/app/admin' : `/app/${right}`;
        const links = (rights: string[]) => navOf(as('dispatcher', rights)).map((x) => x.href);
        assert.equal(links([right]).includes(href), true, right);
        assert.equal(links(everything.filter((r) => r !== right)).includes(href), false, right);
    }
});
