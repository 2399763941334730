// SPDX-License-Identifier: Apache-2.0
// The source of a rule, as people read it. In English the laws that the server knows have names of
// their own, and the Chinese text stands behind them, since that is what counts.
import { language, t } from './i18n';
import { wordsCell } from './words';

/** "人民调解法 17、19" as "PRC People's Mediation Law art. 17, 19"; undefined: no law that is known. */
function named(part: string): string | undefined {
    const law = wordsCell.get()?.laws.find((l) => part.startsWith(l.zh));
    if (law === undefined)
        return undefined;
    const articles = /^ ?([0-9][0-9（）()、，,–-]*)/.exec(part.slice(law.zh.length))?.[1];
    return articles === undefined ? law.en
        : `${law.en} art. ${articles.replaceAll(/[、，]/g, ', ').replaceAll('（', '(').replaceAll('）', ')')}`;
}

export function sourceText(source: string): string {
    const text = source.replaceAll(/\blocal: */g, t('kit.local_rule'));
    if (language.get() !== 'en')
        return text;
    const names = source.split(/[；;]/).map((part) => named(part.trim())).filter((x) => x !== undefined);
    return names.length === 0 ? text : `${names.join('; ')} (${text})`;
}
