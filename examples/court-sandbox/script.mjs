// SPDX-License-Identifier: Apache-2.0
// The script that the court plays: which message gets which receipt, and what follows. README.md is
// its reference. The first rule that fits a message answers it.

const WHEN = ['verb', 'kind', 'act', 'dispute'];
const RULE = ['when', 'times', 'receipt', 'reason', 'lose_reply', 'status', 'then'];
const STEP = ['verb', 'kind', 'body', 'after_s', 'set', 'twice', 'again', 'key', 'age_s', 'answers'];
const LIST = ['leave_out', 'add', 'change'];
const RECEIPTS = ['accepted', 'rejected', 'pending'];
export const VERBS = ['ReviewFiling', 'NotifyFilingReviewComplete', 'RecordFiling',
  'NotifyDocketingComplete', 'GetPolicy', 'GetFilingStatus', 'GetFilingList'];
export const KINDS = ['filing', 'confirmation', 'referral', 'agreement', 'performance', 'status',
  'other'];
export const RULES_MAX = 100;
export const STEPS_MAX = 50;

const review = (body, more = {}) => ({ verb: 'NotifyFilingReviewComplete', body, ...more });
const docket = (body, more = {}) => ({ verb: 'NotifyDocketingComplete', body, ...more });

// A court that says yes to everything, and at once.
export const OBLIGING = {
  rules: [
    { when: { kind: 'filing', act: 'withdrawn' }, receipt: 'accepted' },
    { when: { kind: 'filing', verb: 'ReviewFiling' }, receipt: 'pending',
      then: [review({ outcome: 'accepted' }),
        docket({ outcome: 'registered', case_number: '$number', court_procedure: 'ordinary' })] },
    { when: { kind: 'confirmation', act: 'applied' }, receipt: 'pending',
      then: [review({ outcome: 'accepted' }),
        docket({ outcome: 'accepted', case_number: '$number' }),
        docket({ outcome: 'appeared', attendance: '$everybody', date: '$today' }),
        docket({ outcome: 'confirmed', date: '$today' })] },
    { when: { kind: 'referral', act: 'referred' }, receipt: 'pending',
      then: [review({ outcome: 'accepted' }),
        docket({ outcome: 'registered', case_number: '$number' })] },
    { when: { kind: 'agreement' }, then: [docket({ outcome: 'closed', way: 'statement' })] },
    { receipt: 'accepted' },
  ],
};

function known(value, names, where) {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new Error(`${where} must be an object`);
  }
  const strange = Object.keys(value).find((name) => !names.includes(name));
  if (strange !== undefined) throw new Error(`${where}.${strange}: known are ${names.join(', ')}`);
}

function oneOf(value, words, where) {
  if (!words.includes(value)) throw new Error(`${where}: one of ${words.join(', ')}`);
}

function number(value, max, where) {
  if (!Number.isFinite(value) || value < 0 || value > max) {
    throw new Error(`${where}: a number from 0 to ${max}`);
  }
}

function checkStep(step, where) {
  known(step, STEP, where);
  oneOf(step.verb, VERBS, `${where}.verb`);
  if (step.kind !== undefined) oneOf(step.kind, KINDS, `${where}.kind`);
  number(step.after_s ?? 0, 86400, `${where}.after_s`);
  number(Math.abs(step.age_s ?? 0), 86400 * 365, `${where}.age_s`);
  if (step.key !== undefined) oneOf(step.key, ['own', 'wrong'], `${where}.key`);
  if (step.body === null || typeof step.body !== 'object') {
    throw new Error(`${where}.body must be an object`);
  }
  fill([step.body, step.set ?? {}], { day: () => '', number: () => '', everybody: () => [] });
}

function checkRule(rule, where) {
  known(rule, RULE, where);
  known(rule.when ?? {}, WHEN, `${where}.when`);
  if (rule.receipt !== undefined) oneOf(rule.receipt, RECEIPTS, `${where}.receipt`);
  for (const name of ['times', 'lose_reply']) number(rule[name] ?? 1, 1e6, `${where}.${name}`);
  if (rule.status !== undefined && !(rule.status >= 400 && rule.status <= 599)) {
    throw new Error(`${where}.status: 400 to 599`);
  }
  const steps = rule.then ?? [];
  if (!Array.isArray(steps) || steps.length > STEPS_MAX) {
    throw new Error(`${where}.then: at most ${STEPS_MAX} steps`);
  }
  steps.forEach((step, i) => checkStep(step, `${where}.then[${i}]`));
}

// The script itself, or an error that names the place.
export function checked(script) {
  known(script, ['rules', 'list', 'policy'], 'script');
  if (!Array.isArray(script.rules) || script.rules.length > RULES_MAX) {
    throw new Error(`script.rules: an array of at most ${RULES_MAX}`);
  }
  script.rules.forEach((rule, i) => checkRule(rule, `script.rules[${i}]`));
  if (script.list !== undefined) known(script.list, LIST, 'script.list');
  return script;
}

// Which rule answers; its index, or -1. used: how often each has answered already.
export function choose(script, used, message) {
  const facts = { verb: message.verb, kind: message.kind, act: message.body?.act,
    dispute: message.dispute };
  return script.rules.findIndex((rule, i) => (used[i] ?? 0) < (rule.times ?? Infinity)
    && Object.entries(rule.when ?? {}).every(([name, value]) => facts[name] === value));
}

// What a step says: $words stand for what is known only when it is planned.
export function fill(value, words) {
  if (typeof value === 'string' && value.startsWith('$')) {
    const days = /^\$today([+-][0-9]{1,4})?$/.exec(value);
    if (days) return words.day(Number(days[1] ?? 0));
    const make = words[value.slice(1)];
    if (make === undefined) throw new Error(`${value} is no word of a script`);
    return make();
  }
  if (Array.isArray(value)) return value.map((one) => fill(one, words));
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, fill(v, words)]));
  }
  return value;
}
