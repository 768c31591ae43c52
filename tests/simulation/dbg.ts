import { simulate } from './run.ts';
import { Shown } from './shown.ts';
import { World, START, DAY } from './world.ts';
import { Person } from './person.ts';
import { ServerSide } from './server-side.ts';
const [seed, filter] = process.argv.slice(2);
const log: string[] = [];
const o = World.prototype.violated as any;
let world: any;
World.prototype.violated = function (this: any, k: any, w: any) {
  log.push(`${day(this)} !!! ${k} ${w}`);
  if (process.env.STACK) console.log(new Error(w).stack);
  return o.call(this, k, w);
};
const day = (w: any) => ((w.time.now() - START) / DAY).toFixed(5);
for (const m of [
  'writing',
  'wrote',
  'notWritten',
  'sending',
  'saved',
  'dropping',
  'puttingAway',
  'neverHappened',
  'gone',
  'chose',
] as const) {
  const p = Shown.prototype as any;
  const f = p[m];
  p[m] = function (...a: any[]) {
    log.push(
      `${day(this.world)} ${m} ${JSON.stringify(a, (k, v) => (k === 'procedure' || (k === 'place' && typeof v === 'object') ? undefined : v instanceof Map ? [...v.keys()] : v)).slice(0, 900)}`,
    );
    return f.apply(this, a);
  };
}
const last = new Map<string, string>();
const lk = (Shown.prototype as any).look;
(Shown.prototype as any).look = async function (place: string, ...r: any[]) {
  const g = await lk.call(this, place, ...r);
  const now = new Set<string>();
  for (const d of g?.drafts ?? []) {
    const k = `${place} ${d.id.slice(0, 4)}`;
    now.add(k);
    const v = `rev=${d.rev} ${d.answers.nickname} [${d.attachments.flatMap((x: any) => x.files.map((f: any) => f.hash.slice(0, 4)))}]`;
    if (last.get(k) !== v) log.push(`${day(this.world)} SEES ${k} ${v}`);
    last.set(k, v);
  }
  if (g)
    for (const k of last.keys())
      if (k.startsWith(place + ' ') && !now.has(k)) {
        log.push(`${day(this.world)} GONE ${k} ${last.get(k)}`);
        last.delete(k);
      }
  return g;
};
const ex = ServerSide.prototype.exchange;
ServerSide.prototype.exchange = async function (this: any, s: any, b: any) {
  const r = await ex.call(this, s, b);
  const q = JSON.parse(b);
  log.push(
    `${day(this.world)} exch ${s} dev=${q.device.slice(0, 4)} cmds=${q.commands.map((c: any) => `${c.seq}:${c.intent.type}:${c.id.slice(0, 4)}`)} cur=${q.cursor} ep=${q.epoch?.slice(-2)} dr=${q.drafts.map((d: any) => `${d.id.slice(0, 4)}@${d.base}:${d.body?.answers.nickname ?? d.body}`)} proof=${q.proof} -> ${r === null ? 'null' : r.slice(0, 700)}`,
  );
  return r;
};
const rs = ServerSide.prototype.restore;
ServerSide.prototype.restore = function (this: any) {
  const r = rs.call(this);
  log.push(`${day(this.world)} RESTORE ${r}`);
  return r;
};
const r = await simulate(Number(seed));
console.log(log.filter((l) => !filter || l.includes(filter) || l.includes('!!!') || l.includes('RESTORE')).join('\n'));
console.log(r.violations);
