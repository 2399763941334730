// SPDX-License-Identifier: Apache-2.0
// Slots, money and pointers: text alone.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiError, nearestPointer, pointerPath } from '../../../adapters/web/src/kit/problem';
import { fen, fill, yuan } from '../../../adapters/web/src/kit/text';

test('slots are filled, and one that is not given is seen', () => {
    assert.equal(fill('还剩{n}天，至{day}', { n: 3, day: '今天' }), '还剩3天，至今天');
    assert.equal(fill('{a} and {b}', { a: 0 }), '0 and {b}');
    assert.equal(fill('{a}'), '{a}');
    assert.equal(fill('{a}', { a: '$&{b}' }), '$&{b}');
});

test('fen become yuan without a number in between', () => {
    for (const [of, want] of [['0', '0.00'], ['5', '0.05'], ['50', '0.50'], ['100', '1.00'],
        ['340000', '3,400.00'], ['123456789', '1,234,567.89'], ['-5', '-0.05'], ['007', '0.07'],
        ['90071992547409931234', '900,719,925,474,099,312.34'], ['x', 'x'], ['', '']] as const)
        assert.equal(yuan(of), want, of);
});

test('what people type as an amount becomes fen', () => {
    for (const [typed, want] of [['3400', '340000'], ['3,400.5', '340050'], ['0.05', '5'], ['0', '0'],
        ['¥ 12', '1200'], ['00.10', '10'], ['1234567890123.99', '123456789012399'],
        ['12345678901234', undefined], ['1.234', undefined], ['-1', undefined], ['1e3', undefined],
        ['', undefined], ['.5', undefined]] as const)
        assert.equal(fen(typed), want, typed);
});

test('a mistake belongs to the nearest field above it', () => {
    const known = ['/parties', '/parties/0', '/parties/0/name', '/title'];
    assert.equal(pointerPath('#/parties/0/na~1me~0'), '/parties/0/na/me~');
    assert.equal(pointerPath('#/%E9%BB%84'), '/黄');
    assert.equal(pointerPath('#/%'), '/%');
    assert.equal(nearestPointer('#/parties/0/name', known), '/parties/0/name');
    assert.equal(nearestPointer('#/parties/0/identity', known), '/parties/0');
    assert.equal(nearestPointer('#/parties/10', known), '/parties');
    assert.equal(nearestPointer('#/titles', known), undefined);
    assert.equal(nearestPointer('#', known), undefined);
});

test('when the server may have acted, the same key is sent again', () => {
    const of = (status: number) => new ApiError('answered', { type: 'x', title: 'x', status });
    assert.equal(new ApiError('offline', undefined).isUncertain, true);
    assert.equal(new ApiError('late', undefined).isUncertain, true);
    assert.equal(of(503).isUncertain, true);
    assert.equal(of(409).isUncertain, false);
    assert.equal(of(412).isStale, true);
    assert.equal(of(409).isStale, false);
});
