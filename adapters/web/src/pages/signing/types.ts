// SPDX-License-Identifier: Apache-2.0
// What the interface says of the document to be signed (schema AgreementPaper).
import type { Word } from '../../kit';

export interface Paper {
    document_code: string;
    document_code_text: string;
    sha256: string;
    version: number;
    state: Word;
    signatures: { who: 'party' | 'mediator' | 'body'; seat: number | null; at: string }[];
    missing: { seats: number[]; mediator: boolean; seal: boolean };
    esign: { allowed: boolean; zh: string; en: string; source: string };
    proof: 'digits' | 'session' | 'paper';
}
