// SPDX-License-Identifier: Apache-2.0
export type Words = Record<string, Record<string, string>>;
export const LANGUAGES: string[];
export function slots(text: string): string[];
export function readCatalogues(folder: string): { words: Words; faults: string[] };
export function compare(words: Words): string[];
export function judgeUse(words: Record<string, string>, sources: Record<string, string>,
                         bundled: Set<string>): string[];
export function comesFirst(key: string): boolean;
export function cataloguePlugin(words: Words, isFirst: (key: string) => boolean): unknown;
