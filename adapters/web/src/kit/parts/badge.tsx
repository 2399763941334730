// SPDX-License-Identifier: Apache-2.0
// The five colours, and grey: never colour alone. A word, a shape and a pattern say the same, on the
// screen, in print without colours, and to who cannot tell colours apart.
import { t } from '../i18n';
import { useCell } from '../cell';
import { wordOf, wordsCell } from '../words';

export type Colour = 'none' | 'yellow' | 'orange' | 'blue' | 'red' | 'green';

// The shapes of the printed label and of the scan page.
const shapes: Record<string, string> = {
    none: 'M3 9h18v6H3z',
    yellow: 'M12 3 22 21H2z',
    orange: 'M12 2 22 12 12 22 2 12z',
    blue: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20z',
    red: 'M5 2 12 9 19 2 22 5 15 12 22 19 19 22 12 15 5 22 2 19 9 12 2 5z',
    green: 'M9 16 20 5 23 8 9 22 1 14 4 11z',
};

export function knownColour(code: string): Colour {
    return code in shapes ? (code as Colour) : 'none';
}

export function ColourShape({ colour }: { colour: string }) {
    return (
        <svg class="shape" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
            <path d={shapes[knownColour(colour)]} fill="currentColor" />
        </svg>
    );
}

/** "黄码" with shape and pattern; large: for the head of a case. */
export function ColourBadge({ colour, large = false }: { colour: string; large?: boolean }) {
    useCell(wordsCell);
    return (
        <span class={`badge colour-${knownColour(colour)}${large ? ' badge-large' : ''}`}>
            <span class="badge-pattern" aria-hidden="true" />
            <ColourShape colour={colour} />
            <span>{t('kit.colour', { colour: wordOf('colour', colour) })}</span>
        </span>
    );
}

/** A word in a box: stage, risk, state. */
export function Tag({ children, kind = 'plain' }:
    { children: preact.ComponentChildren; kind?: 'plain' | 'good' | 'warn' | 'bad' }) {
    return <span class={`tag tag-${kind}`}>{children}</span>;
}
