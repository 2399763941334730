// SPDX-License-Identifier: Apache-2.0
// Who works in the stories, and disputes as the public brings them. Every name, number and reason
// here is found nowhere else, so that a page which shows one that it should not is caught.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

// The citizen number whose first 17 digits these are. Source: GB 11643.
export function citizen(head) {
    const sum = WEIGHTS.reduce((all, weight, i) => all + weight * Number(head[i]), 0);
    return head + '10X98765432'[sum % 11];
}

// Staff of the sample data: login, the role they log in with, number, and what they are bound to.
export const PEOPLE = {
    clerk: { role: 'window_clerk', staff: 5030, body: 1011 },
    manager: { role: 'body_manager', staff: 5027, body: 1011 },
    mediator: { role: 'mediator', staff: 5028, body: 1011 },
    colleague: { role: 'mediator', staff: 5029, body: 1011 },
    grid: { role: 'grid_worker', staff: 5031, body: 1011 },
    dispatcher: { role: 'dispatcher', staff: 5010, body: 1007 },
    centre: { role: 'centre', staff: 5009, body: 1007 },
    courtclerk: { role: 'court_clerk', staff: 5021, body: 1009 },
    confirming: { role: 'confirming_judge', staff: 5022, body: 1009 },
    filing: { role: 'filing_judge', staff: 5023, body: 1009 },
    supervisor: { role: 'supervisor', staff: 5002, body: 1002 },
    dpo: { role: 'dpo', staff: 5014, body: 1007 },
    auditor: { role: 'auditor', region: 330108 },
    admin: { role: 'admin' },
    // Of another street and of another district: they have no part in what happens in Xixing.
    farclerk: { role: 'window_clerk', staff: 5035, body: 1012 },
    farmanager: { role: 'body_manager', staff: 5032, body: 1012 },
    farcourt: { role: 'court_clerk', staff: 5024, body: 1010 },
};

// The options of `yima account add` for one of them.
export function grantOf(name) {
    return Object.entries(PEOPLE[name]).flatMap(([option, value]) => [`--${option}`, String(value)]);
}

// The options of `yima token create`.
export function tokenOf(name) {
    const { role, staff, region } = PEOPLE[name];
    return `--role ${role} ${staff === undefined ? `--region ${region}` : `--staff ${staff}`}`;
}

export const PASSWORD = 'west-lake-Lantern-2047';

// The body of POST /disputes: neighbours in Xixing street. n makes every word of it its own.
export function intake(n, changes = {}) {
    const two = String(n).padStart(2, '0');
    return {
        title: `漏水探针${two}`,
        description: `事由探针${two}：楼上卫生间漏水，天花板受损。`,
        type: 'neighbour', channel: 'window', source: 'applied',
        region: '330108001', body: '1011', harm: 0, urgency: 1, scope: 0,
        amount_fen: `4567${two}00`,
        parties: [
            { side: 'claimant', kind: 'natural', name: `甄申请${two}`,
                identity: citizen(`330108198503${two}00${n % 10}`), phone: `137000011${two}`,
                address: `西兴路探针巷${two}号` },
            { side: 'respondent', kind: 'natural', name: `贾被申${two}`,
                identity: citizen(`330108197907${two}01${n % 10}`), phone: `137000022${two}`,
                address: `江陵路探针弄${two}号` },
        ],
        ...changes,
    };
}

// What nobody may see who has no part in dispute n.
export function secrets(n) {
    const two = String(n).padStart(2, '0');
    const body = intake(n);
    return [`甄申请${two}`, `贾被申${two}`, `事由探针${two}`, `漏水探针${two}`, `探针巷${two}`,
        `137000011${two}`, `137000022${two}`, body.parties[0].identity, body.parties[1].identity];
}

// ---- Stretches of the way, as [who, command] for Bed.drive ----

export const accepted = [
    [tokenOf('manager'), { command: 'accept', note: '符合受理条件' }],
    [tokenOf('manager'), { command: 'notify', seat: 0, manner: '电话告知' }],
    [tokenOf('manager'), { command: 'notify', seat: 1, manner: '电话告知' }],
];

export const assigned = [
    ...accepted,
    [tokenOf('manager'), { command: 'assign', mediator: String(PEOPLE.mediator.staff) }],
];

export const inMediation = [
    ...assigned,
    [tokenOf('mediator'), { command: 'accept_case' }],
    [tokenOf('mediator'), { command: 'consent', seat: 0, manner: '当面同意' }],
    [tokenOf('mediator'), { command: 'consent', seat: 1, manner: '当面同意' }],
];

export const failed = [
    ...inMediation,
    [tokenOf('mediator'), { command: 'terminate', ground: 'big_gap', reason: '已告知救济途径' }],
];
