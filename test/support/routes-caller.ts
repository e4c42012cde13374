import { Account } from '../../models/account';
import { AccountPhone } from '../../models/account-phone';
import { verbs } from '../../src/dialogue/verbs/verbs';
import type { Flow } from '../../src/domain/flow';
import { isOnReport } from '../../src/domain/flow-leaves';
import type { Context } from '../../src/services/context';
import { outagesAt } from '../../src/services/outages/outages-at';
import { findRoutes, type Found, type Searcher } from './find-routes';
import { Hotline } from './hotline';
import { askingNodes, questionAt, type Step } from './routes';
import { takenReport } from './routes-stage';

/** What a caller who hangs up at a node leaves behind. */
type Left =
  /** No more than the first question was answered, or what was spoken is the answer. */
  | 'nothing'
  /** A draft that the desk sees, and a text that says how to go on. */
  | 'draft'
  /** A ticket that is closed: the cause of the cut was spoken. */
  | 'told';

/** How a node of the `caller` flow is reached: by whom, and what is pressed from `main-menu` on. */
export interface CallerRoute {
  readonly node: string;
  readonly phone: string;
  readonly keys: readonly Step[];
  readonly left: Left;
  readonly withheld?: true;
  /** A crew has a report of this address already. */
  readonly reported?: boolean;
}

const zhou = '+8613800000003';
const stranger = '+8613900000001';
const home: readonly Step[] = ['1', '1'];

/** Where silence is an answer, or what a hang-up leaves is a story of its own: every-node-silence tells them. */
export const silenceAnswers: readonly Pick<CallerRoute, 'node' | 'phone' | 'keys'>[] = [
  { node: 'caller/danger', phone: zhou, keys: ['5'] },
  { node: 'caller/help', phone: zhou, keys: ['5', '3'] },
  { node: 'caller/danger-place', phone: zhou, keys: ['5', '1'] },
  { node: 'caller/danger-address', phone: stranger, keys: ['5', '1'] },
  { node: 'caller/describe', phone: zhou, keys: [...home, '1'] },
  { node: 'caller/created', phone: zhou, keys: [...home, '1', 'speak', '1'] },
  { node: 'caller/add-message', phone: zhou, keys: ['3', '1', '2'] },
  { node: 'caller/bill', phone: zhou, keys: ['3', '3'] },
  { node: 'caller/leave-message', phone: zhou, keys: ['0'] },
];

/** The questions where the third silence or unused key leads to a person; how each is come to is found by `findCallerRoutes`. */
export function questionsToCallers(flows?: ReadonlyMap<string, Flow>): string[] {
  return askingNodes(flows).filter((place) => {
    const node = questionAt(place, flows);
    const meaning = node.kind === 'menu' ? node.silence : node.kind === 'record' ? node.nothing : undefined;
    return place.startsWith('caller/') && meaning === undefined && node.third === undefined && node.leaves !== 'danger';
  });
}
export const callerQuestions: readonly string[] = questionsToCallers();

/** A caller whom nobody knows, with a withheld number. */
export const withheldRoute: CallerRoute = {
  node: 'caller/contact-number',
  phone: stranger,
  withheld: true,
  keys: ['1', '5710000103#', '1'],
  left: 'draft',
};

type Caller = Searcher & Pick<CallerRoute, 'phone' | 'reported'>;

/** A way to each question of a caller, by the first caller who reaches it: Zhou, Zhou and a stranger while a crew has a report, then others of the demo town. */
export async function findCallerRoutes(): Promise<ReadonlyMap<string, CallerRoute>> {
  const hotline = await Hotline.start();
  const routes = new Map<string, CallerRoute>();
  await search(hotline, routes, { phone: zhou }, 1);
  const { number } = await takenReport(hotline);
  const callers: readonly Caller[] = [
    { phone: zhou, reported: true },
    { phone: stranger, reported: true, entries: [{ step: 'ticket', keys: number }] },
    ...(await differentPhones(hotline)).map((phone) => ({ phone })),
  ];
  for (const mostTimes of [1, 3]) for (const caller of callers) await search(hotline, routes, caller, mostTimes);
  await hotline.close();
  return routes;
}

async function search(
  { context }: Hotline,
  routes: Map<string, CallerRoute>,
  { reported = false, ...searcher }: Caller,
  mostTimes: number,
): Promise<void> {
  const wanted = new Set(callerQuestions.filter((place) => !routes.has(place)));
  if (wanted.size === 0) return;
  const found = await findRoutes({ context, verbs }, searcher, { from: 'caller/welcome', wanted, mostTimes });
  for (const [node, way] of found)
    routes.set(node, { node, phone: searcher.phone, keys: way.keys, reported, left: leftAt(node, way) });
}

function leftAt(node: string, { answered }: Found): Left {
  const { leaves } = questionAt(node);
  if (leaves === 'told') return 'told';
  return leaves === 'draft' && answered.some((place) => isOnReport(questionAt(place))) ? 'draft' : 'nothing';
}

/** One phone of the demo town for each kind of account; those of a kind are asked the same. The rarest first: few questions are for everybody. */
async function differentPhones({ context }: Hotline): Promise<string[]> {
  const accounts = await Account.findAll({ where: { language: 'zh-CN' } });
  const kindOf = new Map<string, string>();
  for (const account of accounts) kindOf.set(account.accountNo, await kindOfAccount(context, account));
  const phones = await AccountPhone.findAll({ where: { accountNo: [...kindOf.keys()] }, order: [['id', 'ASC']] });
  const kinds = new Map<string, string>();
  for (const { phone, accountNo, tenant } of phones)
    kinds.set(phone, [kinds.get(phone), kindOf.get(accountNo), tenant].join());
  const howMany = (kind: string): number => [...kinds.values()].filter((other) => other === kind).length;
  const first = new Map([...kinds].toReversed().map(([phone, kind]) => [kind, phone]));
  return [...first].toSorted(([one], [other]) => howMany(one) - howMany(other)).map(([, phone]) => phone);
}

async function kindOfAccount(context: Context, account: Account): Promise<string> {
  const { meter, supply, balanceCents, medical, critical, care, networkNodeCode } = account;
  const [outage] = await outagesAt(context, networkNodeCode);
  return [meter, supply, Math.sign(balanceCents), medical, critical, care, outage?.kind].join();
}
