// SPDX-License-Identifier: Apache-2.0
// What is kept on the device, for whom, and when it goes.
import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { dropDraft, forgetDrafts, listDrafts, ownDrafts, readDraft, writeDraft } from
    '../../../adapters/web/src/kit/drafts';

class Kept {
    readonly rows = new Map<string, string>();
    full = false;
    get length(): number {
        return this.rows.size;
    }
    key(i: number): string | null {
        return [...this.rows.keys()][i] ?? null;
    }
    getItem(name: string): string | null {
        return this.rows.get(name) ?? null;
    }
    setItem(name: string, text: string): void {
        if (this.full)
            throw new Error('full');
        this.rows.set(name, text);
    }
    removeItem(name: string): void {
        this.rows.delete(name);
    }
}

let kept: Kept;

beforeEach(() => {
    kept = new Kept();
    Object.assign(globalThis, { window: { localStorage: kept } });
});

test('a draft comes back as it was', () => {
    assert.equal(writeDraft('note.1', { text: '笔记', n: [1] }), true);
    assert.deepEqual(readDraft('note.1'), { text: '笔记', n: [1] });
    assert.equal(readDraft('note.2'), undefined);
    dropDraft('note.1');
    assert.equal(readDraft('note.1'), undefined);
});

test('what is too long or does not fit is told, and what is broken is nothing', () => {
    assert.equal(writeDraft('a', 'x'.repeat(262142)), true);
    assert.equal(writeDraft('b', 'x'.repeat(262143)), false);
    assert.equal(readDraft('b'), undefined);
    kept.full = true;
    assert.equal(writeDraft('c', 1), false);
    kept.full = false;
    kept.rows.set('yima.draft.d', '{');
    assert.equal(readDraft('d'), undefined);
});

test('forgetting takes the drafts and nothing else', () => {
    writeDraft('a', 1);
    writeDraft('b.1', 2);
    kept.setItem('yima.language', 'en');
    assert.deepEqual(listDrafts(), ['a', 'b.1']);
    assert.deepEqual(listDrafts('b.'), ['b.1']);
    forgetDrafts();
    assert.deepEqual(listDrafts(), []);
    assert.equal(kept.getItem('yima.language'), 'en');
});

test('another one who comes does not find them', () => {
    ownDrafts('a:li');
    writeDraft('a', 1);
    ownDrafts('a:li');
    assert.equal(readDraft('a'), 1);
    ownDrafts('a:wang');
    assert.equal(readDraft('a'), undefined);
});
