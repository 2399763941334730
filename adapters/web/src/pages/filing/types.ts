// SPDX-License-Identifier: Apache-2.0
// What the interface says of a filing, as far as these pages read it.
import type { Bilingual, Deadline, Named, Word } from '../../kit';

export interface State extends Bilingual {
    name: string;
    phase: string;
}

export interface Dispute {
    id: string;
    number: string;
    version: number;
    colour: string;
    stage: string;
    stage_zh: string;
    stage_en: string;
    title: string;
    type: string;
    region: string;
    procedure: { id: string; version: string } | null;
    states: { main: State };
    court: Named | null;
    deadlines: Deadline[];
    parties: { seat: number; side: string; name: string }[];
}

export interface PacketParty {
    seat: number;
    side: Word;
    kind: Word;
    name: string;
    identity: string | null;
    phone: string | null;
    address: string | null;
    agent: string | null;
}

export interface Evidence {
    id: string;
    name: string;
    purpose_zh: string;
    purpose_en: string;
    bytes: number;
    sha256: string;
}

export interface Lack extends Bilingual {
    code: string;
    severity: 'stops' | 'warns';
    source: string;
}

export interface Obligation {
    n: number;
    payer: number;
    payee: number;
    amount_fen: string | null;
    act: string | null;
    due: string;
    result: Word | null;
}

export interface Packet {
    version: number;
    court: Named | null;
    case_number: string | null;
    submitted_at: string | null;
    filer: number | null;
    parties: PacketParty[];
    claims: string | null;
    facts: string | null;
    supplements: { at: string; text: string }[];
    undisputed_facts: { id: string; at: string; text: string }[];
    evidence: Evidence[];
    agreement: { terms: string; effective_on: string | null; obligations: Obligation[] } | null;
    answer: { command: Word; at: string; date: string | null; reason: string | null } | null;
    copies: number;
    missing: Lack[];
    ready: boolean;
}
