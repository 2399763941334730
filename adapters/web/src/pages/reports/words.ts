// SPDX-License-Identifier: Apache-2.0
// What the numbers of a report are called: in the words of the server, or of its vocabularies.
import { type Word, say, t, wordOf } from '../../kit';
import { type By, type Line, OTHERS, type RateWord, type ReportWords } from './types';

function found(words: Word[], code: string): string {
    const word = words.find((w) => w.code === code);
    return word === undefined ? code : say(word);
}

export function cellText(words: ReportWords, cell: string): string {
    return found(words.cells, cell);
}

export function dimensionText(words: ReportWords, by: By): string {
    return found(words.dimensions, by);
}

export function rateWord(words: ReportWords, code: string): RateWord | undefined {
    return words.rates.find((r) => r.code === code);
}

/** The key of a line within its dimension. */
export function keyOf(line: Line): string {
    return line.code ?? line.id ?? '';
}

export function lineText(by: By, line: Line): string {
    if (line.code !== undefined)
        return by === 'colour' ? t('kit.colour', { colour: wordOf('colour', line.code) }) : wordOf(by, line.code);
    if (line.id === OTHERS)
        return t('reports.others');
    if (line.name !== undefined && line.name !== null)
        return line.name;
    return line.id === undefined || line.id === '0' ? t('reports.nobody') : line.id;
}
