import { DateTime } from 'luxon';
import type { Words } from './speech';

/** What happened, as it is stored. */
export interface TimelineFacts {
  readonly type: string;
  readonly by: { readonly kind: string; readonly code: string | null; readonly name: string | null };
  readonly data: Readonly<Record<string, unknown>>;
}

/** Everything that can happen to a ticket; stored as type and data, the sentences are rendered from them. `{name}` is who did it or a fact of the data, `{a.b}` the fact b inside a; a part in brackets is left out when one of its facts is missing. */
const sentences = {
  reported: { zh: '收到报修[（{channel}）]', en: 'Reported[ by {channel}]' },
  texted: { zh: '发出短信[：{kind}]', en: 'Text sent[: {kind}]' },
  paged: {
    zh: '派单电话[打给{person.name}][，第{level}级][，第{attemptNo}次]',
    en: 'Paged[ {person.name}][, level {level}][, attempt {attemptNo}]',
  },
  page_answered: {
    zh: '[{person.name}]接听派单电话[：{outcome}]',
    en: 'Page answered[ by {person.name}][: {outcome}]',
  },
  page_failed: {
    zh: '[{kind}]未接通[：{person.name}][：{person}][，{outcome}][，{reason}]',
    en: 'Not reached[: {kind}][, {person.name}][, {person}][, {outcome}][, {reason}]',
  },
  accepted: { zh: '{by}接单[，预计{etaAt}到达]', en: '{by} accepted[, arriving about {etaAt}]' },
  declined: { zh: '{by}拒接派单[：{reason}]', en: '{by} declined[: {reason}]' },
  escalated: {
    zh: '升级派单[至{to}][：{person.name}][（第{round}轮）][：无人接单{exhausted}]',
    en: 'Escalated[ to {to}][: {person.name}][ (round {round})][: nobody took it{exhausted}]',
  },
  departed: { zh: '{by}已出发[，预计{etaAt}到达]', en: '{by} left[, arriving about {etaAt}]' },
  arrived: { zh: '{by}已到场', en: '{by} arrived' },
  arrival_verified: { zh: '到场已核实[：{proof}]', en: 'Arrival verified[ by {proof}]' },
  eta_changed: {
    zh: '{by}更新时间[：预计{etaAt}到达][：预计{expectedRestoreAt}恢复][，晚于时限{late}]',
    en: '{by} set the time[: arriving about {etaAt}][: restored about {expectedRestoreAt}][, past the deadline{late}]',
  },
  warned: { zh: '到场时限将到[：{arrivalDueAt}]', en: 'Arrival is due soon[: {arrivalDueAt}]' },
  breached: { zh: '超过到场时限[：{arrivalDueAt}]', en: 'Arrival was due[ at {arrivalDueAt}] and nobody came' },
  restored: { zh: '已恢复供电[：{restoredAt}]', en: 'Supply restored[ at {restoredAt}]' },
  completed: {
    zh: '{by}报完工[：{result}][，原因：{cause}]',
    en: '{by} reported it done[: {result}][, cause: {cause}]',
  },
  callback: { zh: '回访[第{attempt}次][：{outcome}]', en: 'Callback[ {attempt}][: {outcome}]' },
  waiting: { zh: '等待[：{reason}][，至{until}]', en: 'Waiting[: {reason}][, until {until}]' },
  reopened: { zh: '重新打开[：客户答{reason}]', en: 'Reopened[: the customer said {reason}]' },
  closed: { zh: '结单[：{reason}][（{because}）]', en: 'Closed[: {reason}][ ({because})]' },
  noted: {
    zh: '{by}备注[：{note}][：派给{gaveTo.name}][：有人索要现金{askedForCash}]',
    en: 'Note by {by}[: {note}][: given to {gaveTo.name}][: somebody asked for cash{askedForCash}]',
  },
  chased: { zh: '客户催办[，{callbackBy}前回电]', en: 'Hurried by the customer[, call back by {callbackBy}]' },
  located: { zh: '{by}核实了地址[：{place}]', en: '{by} found the place[: {place}]' },
  linked: { zh: '并入[停电{outage}][工单{parent}]', en: 'Linked[ to outage {outage}][ to ticket {parent}]' },
} as const satisfies Readonly<Record<string, Words>>;

export type TimelineType = keyof typeof sentences;
export const timelineTypes = Object.keys(sentences) as TimelineType[];
type Tongue = keyof Words;

/** Codes that stand in the data, as people say them; a code that is not here is shown as it is. */
const words: Readonly<Record<string, Words>> = {
  phone: { zh: '电话', en: 'phone' },
  text: { zh: '短信', en: 'text' },
  staff: { zh: '人工', en: 'staff' },
  engineering_supervisor: { zh: '工程主管', en: 'the engineering supervisor' },
  zone_manager: { zh: '片区经理', en: 'the zone manager' },
  project_manager: { zh: '项目经理', en: 'the project manager' },
  monitoring: { zh: '监控中心', en: 'the monitoring centre' },
  roster: { zh: '值班人员', en: 'the people on call' },
  accepted: { zh: '接单', en: 'accepted' },
  declined: { zh: '拒接', en: 'declined' },
  no_answer: { zh: '无人接听', en: 'no answer' },
  no_key: { zh: '未按键', en: 'no key pressed' },
  answered: { zh: '已接听', en: 'answered' },
  unsure: { zh: '说不清', en: 'could not tell' },
  page: { zh: '派单电话', en: 'page' },
  completion: { zh: '完工回访', en: 'completion call' },
  other_job: { zh: '另有工作', en: 'on another job' },
  too_far: { zh: '太远', en: 'too far' },
  not_fit: { zh: '身体不适', en: 'not fit' },
  other: { zh: '其他', en: 'other' },
  wrong_number: { zh: '号码有误', en: 'wrong number' },
  texts_only: { zh: '只收短信', en: 'texts only' },
  no_more_calls: { zh: '不再接听', en: 'no more calls' },
  no_phone: { zh: '没有电话', en: 'no phone' },
  number_refused: { zh: '号码打不通', en: 'the number was refused' },
  never_sure: { zh: '始终说不清', en: 'never sure' },
  attempts_used_up: { zh: '次数用完', en: 'no attempts left' },
  time_used_up: { zh: '时间用完', en: 'no time left' },
  invalid_number: { zh: '号码无效', en: 'invalid number' },
  blocked_number: { zh: '号码被拦', en: 'blocked number' },
  opted_out: { zh: '已退订', en: 'opted out' },
  not_textable: { zh: '不能收短信', en: 'cannot take texts' },
  not_permitted: { zh: '不允许呼叫', en: 'not permitted' },
  deferred: { zh: '推迟', en: 'deferred' },
  busy: { zh: '占线', en: 'busy' },
  failed: { zh: '失败', en: 'failed' },
  machine: { zh: '语音信箱', en: 'voicemail' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  refused: { zh: '被拒绝', en: 'refused' },
  delivered: { zh: '已送达', en: 'delivered' },
  undelivered: { zh: '未送达', en: 'not delivered' },
  power_back: { zh: '客户说已来电', en: 'the customer says power is back' },
  restoration: { zh: '来电通知', en: 'restoration notice' },
  still_off: { zh: '仍没电', en: 'still off' },
  receipt: { zh: '受理回执', en: 'receipt' },
  notice: { zh: '派单通知', en: 'dispatch notice' },
  code: { zh: '验证码', en: 'code' },
  customer: { zh: '客户确认', en: 'the customer' },
  desk: { zh: '客服台', en: 'the desk' },
  fixed: { zh: '已修复', en: 'fixed' },
  made_safe: { zh: '已做安全处理', en: 'made safe, more to do' },
  nothing_found: { zh: '未发现问题', en: 'nothing found' },
  not_ours: { zh: '非本方范围', en: 'not ours' },
  low_voltage_line: { zh: '低压线路', en: 'low voltage line' },
  high_voltage_line: { zh: '高压线路', en: 'high voltage line' },
  meter: { zh: '电表', en: 'meter' },
  customer_wiring: { zh: '客户内部线路', en: "customer's wiring" },
  outside_damage: { zh: '外力破坏', en: 'outside damage' },
  weather: { zh: '天气', en: 'weather' },
  voltage_neutral: { zh: '电压或零线', en: 'voltage or neutral' },
  satisfied: { zh: '客户确认已解决', en: 'the customer confirmed' },
  unreached: { zh: '联系不上客户', en: 'customer not reached' },
  place_recorded: { zh: '来电人口述了地点', en: 'the caller recorded the place' },
  not_located: { zh: '地址未及时核实，已按录音派单', en: 'place not found in time, paged with the recording' },
  message_added: { zh: '来电人留言补充', en: 'the caller added a message' },
  details_added: { zh: '来电人补充了情况', en: 'the caller told more' },
  safe: { zh: '来电人报平安', en: 'the caller is safe' },
  still_in_danger: { zh: '来电人仍有危险', en: 'the caller is still in danger' },
  cancelled_by_mistake: { zh: '误报', en: 'called by mistake' },
  next_visit: { zh: '到了约定的下次上门时间', en: 'the next visit is due' },
  customer_called: { zh: '通过热线致电客户', en: 'called the customer through the hotline' },
  support_hands: { zh: '请求增援人手', en: 'asked for more hands' },
  support_material: { zh: '请求材料或其他单位', en: 'asked for material or another firm' },
  support_major: { zh: '报告重大故障或事故', en: 'reported a major fault or accident' },
  support_security: { zh: '请求保安或警察', en: 'asked for security or police' },
  handed_back: { zh: '退回工单', en: 'handed back' },
  unsafe: { zh: '现场不安全', en: 'unsafe' },
  parts: { zh: '缺少配件', en: 'parts' },
  long_work: { zh: '工时较长', en: 'long work' },
  access: { zh: '未能进场', en: 'nobody home or not free' },
  vendor: { zh: '需其他单位', en: 'another firm' },
  quote: { zh: '报价待商定', en: 'quote open' },
  arrears: { zh: '欠费停电', en: 'cut for arrears' },
  told: { zh: '已告知缴费方式', en: 'told how to pay' },
  self_fixed: { zh: '客户自查后已恢复', en: 'fixed by the customer' },
  quote_refused: { zh: '不接受报价', en: 'quote refused' },
  old_problem: { zh: '遗留问题', en: 'old problem' },
  news: { zh: '进展通知', en: 'news' },
  number_is_confirmed: { zh: '联系电话已核实', en: 'the contact number is confirmed' },
  number_is_refused: { zh: '机主说号码不是报修人的', en: 'the contact number belongs to somebody else' },
  number_is_unreached: { zh: '联系电话无法核实', en: 'the contact number could not be confirmed' },
  notice_heard: { zh: '客户已知悉派工', en: 'the customer knows who comes' },
  arrival: { zh: '到场', en: 'arrival' },
  restore: { zh: '恢复', en: 'restoration' },
  yes: { zh: '是', en: 'yes' },
  no: { zh: '否', en: 'no' },
  partly: { zh: '部分', en: 'partly' },
};

const kinds: Readonly<Record<string, Words>> = {
  caller: { zh: '来电人', en: 'The caller' },
  system: { zh: '系统', en: 'The hotline' },
  carrier: { zh: '电话网', en: 'The carrier' },
  api: { zh: '接口', en: 'The API' },
  person: { zh: '工作人员', en: 'Staff' },
};

const isoTime = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

function found(facts: TimelineFacts, path: string, tongue: Tongue): unknown {
  if (path === 'by') return facts.by.name ?? facts.by.code ?? kinds[facts.by.kind]?.[tongue] ?? facts.by.kind;
  return path.split('.').reduce<unknown>((value, key) => {
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }, facts.data);
}

/** A value in words; null when there is nothing to say. */
function spoken(value: unknown, tongue: Tongue, zone: string): string | null {
  if (value === true) return '';
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '') return null;
  if (isoTime.test(value)) return DateTime.fromISO(value, { zone }).toFormat('MM-dd HH:mm');
  return words[value]?.[tongue] ?? value;
}

/** The template with its facts; null when one of them is missing. */
function fill(template: string, value: (path: string) => string | null): string | null {
  const paths = [...template.matchAll(/\{([\w.]+)\}/g)].map(([, path]) => path ?? '');
  if (paths.some((path) => value(path) === null)) return null;
  return template.replace(/\{([\w.]+)\}/g, (_whole, path: string) => value(path) ?? '');
}

function render(facts: TimelineFacts, tongue: Tongue, zone: string): string {
  const known: Partial<Record<string, Words>> = sentences;
  const template = known[facts.type]?.[tongue] ?? facts.type.replaceAll('_', ' ');
  const value = (path: string) => spoken(found(facts, path, tongue), tongue, zone);
  // Each part is filled once, so that braces in what somebody said are not filled again.
  const parts = [...template.matchAll(/\[([^\]]*)\]|([^[\]]+)/g)].map(([, optional, fixed]) => optional ?? fixed ?? '');
  return parts.map((part) => fill(part, value) ?? '').join('');
}

/** The sentence of one timeline entry in both languages, times in `zone` (IANA); an unknown type is told by its own name. */
export function timelineText(facts: TimelineFacts, zone: string): Words {
  return { zh: render(facts, 'zh', zone), en: render(facts, 'en', zone) };
}
