// SPDX-License-Identifier: Apache-2.0
// A failed call as one sentence for people: what happened, and what to do next.
import { language, say, t } from './i18n';
import type { ApiError } from './problem';

const KINDS = ['unauthorized', 'forbidden', 'not_found', 'gone', 'throttled', 'busy', 'unavailable',
               'too_large', 'invalid', 'conflict', 'duplicate', 'refused', 'unprocessable', 'key_reused'];

/** "/problems/not-found" as "not_found". */
function kindOf(type: string): string {
    return type.slice(type.lastIndexOf('/') + 1).replace(/-/g, '_');
}

function byKind(error: ApiError): string {
    const kind = kindOf(error.problem?.type ?? '');
    if (KINDS.includes(kind))
        return t(`kit.problem_${kind}`, { n: error.retryAfter ?? 1 });
    return error.status >= 500 ? t('kit.problem_server') : t('kit.not_done');
}

export function failureText(error: ApiError): string {
    const p = error.problem;
    if (error.failure !== 'answered' || p === undefined)
        return t(`kit.failure_${error.failure}`);
    if (error.isStale)
        return t('kit.stale');
    if (p.refusal !== undefined) {
        return p.source === undefined ? t('kit.refused', { why: say(p.refusal) })
            : t('kit.refused_source', { why: say(p.refusal), source: p.source });
    }
    if (p.zh !== undefined && language.get() !== 'en')
        return p.zh;
    const sentence = byKind(error);
    // The server's detail says what to do next. It is English: beside our own words it helps all.
    return p.detail !== undefined && error.status < 500 ? `${sentence} ${p.detail}` : sentence;
}
