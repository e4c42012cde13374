import { leftover, type CallTrace } from '../../src/domain/leftover';
import { questionAt } from '../../src/domain/flow';
import { loadFlows } from '../../src/services/flow-library';

const { flows } = loadFlows('ivr-flows', 'zh-CN');

const trace = (walk: string, more: Partial<CallTrace> = {}): CallTrace => ({
  steps: walk.split(' ').map((word) => {
    const [node = '', input = 'keys'] = word.split(':');
    const [flow = '', name = ''] = node.includes('/') ? node.split('/') : ['caller', node];
    return { input, leaves: questionAt(flows, { flow, node: name })?.leaves };
  }),
  hasTicket: false,
  hasDanger: false,
  handoff: 'none',
  ...more,
});

describe('what a call that has ended leaves undone', () => {
  it.each([
    ['nothing but the menu', 'main-menu:enter', 'nothing'],
    ['no answer yet on the path', 'main-menu:enter main-menu account:enter', 'nothing'],
    ['silence is no answer', 'main-menu:enter main-menu account:enter account:silence account:enter', 'nothing'],
    ['an answer on the path', 'main-menu:enter main-menu account:enter account neighbours:enter', 'draft'],
    ['a recording is an answer', 'main-menu address-voice:enter address-voice:recording neighbours:enter', 'draft'],
    ['all but the last key', 'main-menu account neighbours describe:recording confirm:enter', 'draft'],
    ['a hang-up where it is reported already', 'main-menu account:enter account duplicate:enter', 'nothing'],
    ['a hang-up at the news of an outage', 'main-menu account:enter account known-outage:enter', 'nothing'],
    ['a goodbye at the end', 'main-menu account:enter account known-outage:enter known-outage', 'nothing'],
    ['arrears were told', 'main-menu account:enter account arrears:enter', 'told'],
    ['arrears were told and a goodbye at the end', 'main-menu account:enter account arrears:enter arrears', 'nothing'],
    ['arrears were told and passed by', 'main-menu account arrears:enter arrears neighbours:enter', 'draft'],
    ['an empty meter was told', 'main-menu account top-up:enter', 'told'],
    ['existing reports', 'main-menu existing:enter existing status:enter', 'nothing'],
    [
      'an answer, then another matter',
      'main-menu account:enter account main-menu:enter main-menu existing:enter',
      'nothing',
    ],
    ['danger', 'main-menu account neighbours danger:enter', 'danger'],
    ['somebody who needs help', 'main-menu danger:enter danger help:enter', 'danger'],
    ['danger that was answered: the answer opened or kept it', 'main-menu danger:enter danger', 'nothing'],
    ['danger by mistake', 'main-menu danger:enter danger main-menu:enter', 'nothing'],
    ['another flow', 'crew/pin:enter crew/pin crew/menu:enter', 'nothing'],
  ])('%s: %s → %s', (_name, walk, kind) => {
    expect(leftover(trace(walk)).kind).toBe(kind);
  });

  it('is nothing before the first question', () => {
    expect(leftover(trace('main-menu', { steps: [] })).kind).toBe('nothing');
  });

  it('is nothing once there is a ticket or a person took the call', () => {
    const walk = 'main-menu account:enter account neighbours:enter';
    expect(leftover(trace(walk, { hasTicket: true })).kind).toBe('nothing');
    expect(leftover(trace(walk, { handoff: 'taken' })).kind).toBe('nothing');
  });

  it('is a danger beside a report too, but not twice, and not once a person took the call', () => {
    const walk = 'main-menu confirm created:enter created danger:enter';
    expect(leftover(trace(walk, { hasTicket: true })).kind).toBe('danger');
    expect(leftover(trace(walk, { hasTicket: true, hasDanger: true })).kind).toBe('nothing');
    expect(leftover(trace(walk, { hasTicket: true, handoff: 'taken' })).kind).toBe('nothing');
  });

  it('names the place where it broke off, also before a person who never came', () => {
    expect(leftover(trace('main-menu account:enter account neighbours:enter'))).toEqual({ kind: 'draft', step: 3 });
    const waited = trace('main-menu account:enter account arrears:enter arrears', { handoff: 'untaken' });
    expect(leftover(waited)).toEqual({ kind: 'draft', step: 4 });
    // The news of an outage is an answer only to those who did not want a person besides.
    const heard = trace('main-menu account:enter account known-outage:enter known-outage', { handoff: 'untaken' });
    expect(leftover(heard)).toEqual({ kind: 'draft', step: 4 });
  });
});
