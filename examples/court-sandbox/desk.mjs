// SPDX-License-Identifier: Apache-2.0
// The court's desk: its filings, its case numbers, and the messages that it still owes. Everything
// stands in the journal before it is said, so whatever was acknowledged outlives a kill -9, and a
// message that comes twice gets the same receipt, byte for byte.
import crypto from 'node:crypto';
import path from 'node:path';
import { Journal } from './journal.mjs';
import { OBLIGING, checked, choose, fill } from './script.mjs';

// Type words of case numbers. Source: 关于人民法院案件案号的若干规定 (amended 2018, 2022).
const WORDS = { filing: '民初', confirmation: '诉前调确', referral: '民诉前调', agreement: '民初',
  performance: '执' };
const REASONS = {
  id_reused: ['同一编号的消息内容不同', 'another message came under this id'],
  unsigned: ['消息未签名', 'the message is not signed'],
  clock: ['签名时间与本院时钟相差过大', 'the time of the signature is too far from the clock here'],
  signature: ['签名不符', 'the signature does not fit'],
  envelope: ['消息格式不符', 'no envelope of the exchange'],
  verb: ['本院不受理此类消息', 'the court takes no such message'],
  by_script: ['按脚本不予接收', 'refused by the script'],
};

// What an outcome is called in the list; what is not here is not listed: refused, dismissed, withdrawn.
const STATES = { submitted: 'submitted', supplemented: 'submitted', applied: 'submitted',
  referred: 'submitted', objected: 'objected', enforcement: 'submitted', supplement: 'supplement',
  registered: 'registered', confirmed: 'confirmed', closed: 'closed' };
// Outcomes that move nothing in the list: notices between registration and the end.
const STILL = ['appeared', 'extended', 'served', 'fee_notice', 'fee_paid', 'consented', 'declined',
  'appointed', 'performed'];
const LIST_MAX = 200; // rows of one page

// What an outcome makes of a filing that stood like this.
function after({ outcome, ruling }, verb, stood) {
  if (outcome === 'objection_decided') return ruling === 'upheld' ? 'dismissed' : 'confirmed';
  if (STILL.includes(outcome)) return stood;
  if (outcome !== 'accepted') return outcome ?? stood;
  return verb === 'NotifyDocketingComplete' ? 'registered' : stood;
}

const digest = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const keyOf = (dispute, kind) => `${dispute} ${kind}`;

export class Desk {
  // options: folder, court (code such as 浙0108), name, partner (our code at Yima), clock (milliseconds)
  constructor(options) {
    this.options = options;
    this.script = OBLIGING;
    this.yima = undefined;     // where it is, and its public keys
    this.used = [];            // how often each rule has answered
    this.losing = new Map();   // id of a message -> replies to it that are still to be lost
    this.taken = new Map();    // id of a message -> { digest, receipt }
    this.filings = new Map();  // dispute and kind -> what stands in the list
    this.serials = new Map();  // year and type word -> last number given out
    this.plans = new Map();    // id of a plan -> messages that are owed, in order
    this.told = [];            // what was sent and what was answered
    this.inbox = [];           // what was taken, in order
    this.journal = new Journal(path.join(options.folder, 'journal'), (r) => this.#apply(r));
  }

  // ---- Replay: each record changes the state in one way, now and after a restart ----

  #apply(record) {
    const apply = { took: () => this.#took(record), told: () => this.#toldOf(record),
      script: () => { this.script = record.script; this.used = []; },
      met: () => { this.yima = { url: record.url, keys: record.keys }; },
      planned: () => this.#plan(record) }[record.t];
    if (apply === undefined) throw new Error(`no record ${record.t}`);
    apply();
  }

  #write(record) {
    this.journal.append(record);
    this.#apply(record);
  }

  #took(record) {
    const { envelope, receipt } = record;
    this.taken.set(envelope.id, { digest: record.digest, receipt });
    this.inbox.push(envelope);
    if (record.rule >= 0) this.used[record.rule] = (this.used[record.rule] ?? 0) + 1;
    if (envelope.verb === 'ReviewFiling' && JSON.parse(receipt).status !== 'rejected') {
      const known = this.filings.get(keyOf(envelope.dispute, envelope.kind));
      this.filings.set(keyOf(envelope.dispute, envelope.kind), {
        ref: `F-${this.filings.size + 1}`, dispute: envelope.dispute,
        kind: envelope.kind, case_number: null, ...known, act: envelope.body?.act ?? 'submitted',
        state: envelope.body?.act ?? 'submitted', at: record.at });
    }
    this.#plan(record);
  }

  #plan(record) {
    if (record.plan.length === 0) return;
    this.plans.set(record.plan[0].envelope.id, record.plan);
    for (const [name, serial] of Object.entries(record.serials)) this.serials.set(name, serial);
  }

  #toldOf(record) {
    const plan = this.plans.get(record.plan);
    const step = plan.shift();
    if (plan.length === 0) this.plans.delete(record.plan);
    const { envelope } = step;
    this.told.push({ envelope, key: step.key, age_s: step.age_s, status: record.status,
      receipts: record.receipts, at: record.at });
    const filing = this.filings.get(keyOf(envelope.dispute, envelope.kind));
    const believed = record.receipts.at(-1)?.status === 'accepted';
    if (filing === undefined || !believed) return;
    filing.state = after(envelope.body, envelope.verb, filing.state);
    filing.case_number = envelope.body.case_number ?? filing.case_number;
    filing.at = record.at;
  }

  // ---- Taking a message ----

  // { receipt: text, lose: drop the connection, status: HTTP status without taking it }
  take(envelope, bytes) {
    const known = this.taken.get(envelope.id);
    if (known !== undefined) {
      return known.digest === digest(bytes) ? { receipt: known.receipt, lose: this.#loses(envelope.id) }
        : { receipt: Desk.#receipt(envelope.id, 'rejected', 'id_reused') };
    }
    if (envelope.verb.startsWith('Get')) return { receipt: this.#answer(envelope) };
    const index = choose(this.script, this.used, envelope);
    const rule = index < 0 ? { receipt: 'rejected', reason: 'verb' } : this.script.rules[index];
    if (rule.status !== undefined) {
      // Not taken, but the rule has answered once: only as long as this process lives.
      this.used[index] = (this.used[index] ?? 0) + 1;
      return { status: rule.status };
    }
    const status = rule.receipt ?? 'accepted';
    const receipt = Desk.#receipt(envelope.id, status, rule.reason ?? 'by_script');
    const serials = {};
    const plan = this.#planOf(rule.then ?? [], envelope, serials);
    this.#write({ t: 'took', at: this.#now(), digest: digest(bytes), envelope, receipt,
      rule: index, plan, serials });
    this.losing.set(envelope.id, rule.lose_reply ?? 0);
    return { receipt, lose: this.#loses(envelope.id) };
  }

  #loses(id) {
    const left = this.losing.get(id) ?? 0;
    this.losing.set(id, Math.max(0, left - 1));
    return left > 0;
  }

  // The receipt of what was never taken.
  static refusal(id, code) {
    return Desk.#receipt(id ?? null, 'rejected', code);
  }

  static #receipt(id, status, code, body) {
    const [zh, en] = REASONS[code] ?? [code, code];
    return JSON.stringify({ id, status, ...(status === 'rejected' && { reason: { code, zh, en } }),
      ...(body && { body }) });
  }

  // ---- What is asked ----

  #answer(envelope) {
    const answers = { GetPolicy: () => this.policy(), GetFilingList: () => this.page(envelope.body),
      GetFilingStatus: () => this.page({}, envelope.dispute) };
    const answer = answers[envelope.verb];
    return answer === undefined ? Desk.#receipt(envelope.id, 'rejected', 'verb')
      : Desk.#receipt(envelope.id, 'accepted', null, answer());
  }

  policy() {
    return { kinds: Object.keys(WORDS), max_bytes: 262144, answer_hours: 72, ...this.script.policy };
  }

  // Our filings, as the script wants them told: it may leave some out, add some, change some.
  list() {
    const { leave_out: out = [], add = [], change = [] } = this.script.list ?? {};
    const changed = (one) => Object.assign({}, one, ...change.filter(
      (c) => c.dispute === one.dispute && (c.kind ?? one.kind) === one.kind).map((c) => c.set));
    const filings = [...this.filings.values()]
      .filter((one) => one.state in STATES && !out.includes(one.dispute))
      .map((one) => changed({ ref: one.ref, dispute: one.dispute, kind: one.kind,
        state: STATES[one.state], case_number: one.case_number }));
    return [...filings, ...add];
  }

  // One page of it, behind the row that `after` counts to.
  page({ after: start = '0' } = {}, dispute = undefined) {
    const rows = this.list().filter((one) => dispute === undefined || one.dispute === dispute);
    const from = Number(start) || 0;
    const next = from + LIST_MAX < rows.length ? String(from + LIST_MAX) : null;
    return { items: rows.slice(from, from + LIST_MAX), next };
  }

  // ---- What is owed ----

  #now() {
    return new Date(this.options.clock()).toISOString();
  }

  #day(offset) {
    const at = new Date(this.options.clock() + 8 * 3600e3 + offset * 86400e3); // 北京时间
    return at.toISOString().slice(0, 10);
  }

  #number(kind, serials) {
    const year = this.#day(0).slice(0, 4);
    const name = `${year}${WORDS[kind]}`;
    const serial = (serials[name] ?? this.serials.get(name) ?? 0) + 1;
    serials[name] = serial;
    return `(${year})${this.options.court}${WORDS[kind]}${serial}号`;
  }

  #planOf(steps, envelope, serials) {
    const dispute = envelope?.dispute ?? null;
    return steps.flatMap((step) => (step.again ? [step, step] : [step])).map((step) => {
      const kind = step.kind ?? envelope?.kind ?? 'filing';
      const words = { number: () => this.#number(kind, serials), day: (n) => this.#day(n),
        everybody: () => (envelope?.body?.parties ?? envelope?.body?.packet?.parties ?? []).map(
          (party, seat) => ({ seat: party.seat ?? seat, status: 'attended' })) };
      return { after_s: step.after_s ?? 0, key: step.key ?? 'own', age_s: step.age_s ?? 0,
        twice: step.twice === true,
        envelope: { id: crypto.randomUUID(), verb: step.verb, partner: this.options.partner, dispute,
          number: envelope?.number ?? null, at: this.#now(),
          in_reply_to: step.answers === false ? null : envelope?.id ?? null, kind,
          body: fill(step.body, words), ...fill(step.set ?? {}, words) } };
    });
  }

  // Say something of our own accord; the id of the plan.
  send(step) {
    const about = step.set?.dispute === undefined ? null : this.inbox.findLast(
      (one) => one.dispute === step.set.dispute && one.kind === (step.kind ?? one.kind));
    const serials = {};
    const plan = this.#planOf([step], about, serials);
    this.#write({ t: 'planned', plan, serials });
    return plan[0].envelope.id;
  }

  // The first message of a plan was answered.
  answered(plan, status, receipts) {
    this.#write({ t: 'told', plan, status, receipts, at: this.#now() });
  }

  // Told again at each start: only news are written, so that a script goes on where it was.
  meet({ url, keys }) {
    if (JSON.stringify(this.yima) === JSON.stringify({ url, keys })) return;
    this.#write({ t: 'met', url, keys });
  }

  play(script, isAnew = true) {
    const same = JSON.stringify(this.script) === JSON.stringify(checked(script));
    if (isAnew || !same) this.#write({ t: 'script', script });
  }

  state() {
    return { court: this.options.court, name: this.options.name, script: this.script, used: this.used,
      filings: [...this.filings.values()], inbox: this.inbox, told: this.told,
      owed: [...this.plans.values()].flat().map((one) => one.envelope) };
  }

  close() {
    this.journal.close();
  }
}
