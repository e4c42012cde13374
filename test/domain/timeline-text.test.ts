import fc from 'fast-check';
import { timelineText, timelineTypes } from '../../src/domain/timeline-text';

const crew = { kind: 'person', code: '101', name: '王师傅' };
const system = { kind: 'system', code: null, name: null };
const zone = 'Asia/Shanghai';

it.each([
  [
    { type: 'accepted', by: crew, data: { etaAt: '2026-03-01T02:40:00.000Z' } },
    { zh: '王师傅接单，预计03-01 10:40到达', en: '王师傅 accepted, arriving about 03-01 10:40' },
  ],
  [
    { type: 'accepted', by: crew, data: {} },
    { zh: '王师傅接单', en: '王师傅 accepted' },
  ],
  [
    { type: 'declined', by: { ...crew, name: null }, data: { reason: 'busy' } },
    { zh: '101拒接派单：占线', en: '101 declined: busy' },
  ],
  [
    { type: 'escalated', by: system, data: { to: 'zone_manager', person: { code: '9', name: '李经理' }, round: 2 } },
    { zh: '升级派单至片区经理：李经理（第2轮）', en: 'Escalated to the zone manager: 李经理 (round 2)' },
  ],
  [
    { type: 'escalated', by: system, data: { exhausted: true } },
    { zh: '升级派单：无人接单', en: 'Escalated: nobody took it' },
  ],
  [
    { type: 'arrived', by: system, data: {} },
    { zh: '系统已到场', en: 'The hotline arrived' },
  ],
  [
    { type: 'completed', by: crew, data: { result: 'fixed', cause: 'outside_damage' } },
    { zh: '王师傅报完工：已修复，原因：外力破坏', en: '王师傅 reported it done: fixed, cause: outside damage' },
  ],
  [
    { type: 'moon_landing', by: system, data: {} },
    { zh: 'moon landing', en: 'moon landing' },
  ],
])('%j', (facts, sentences) => {
  expect(timelineText(facts, zone)).toEqual(sentences);
});

it('has a sentence without loose ends for every type, whatever the data', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant({ name: 'x' }), fc.boolean());
  const keys = fc.constantFrom('etaAt', 'person', 'to', 'reason', 'outcome', 'round', 'dueAt', 'result');
  fc.assert(
    fc.property(fc.constantFrom(...timelineTypes), fc.dictionary(keys, value), (type, data) => {
      const bare = timelineText({ type, by: system, data: {} }, zone);
      expect(bare.zh).toMatch(/\p{Script=Han}/u);
      expect(bare.en).toMatch(/^[A-Z][^[\]{}]*$/);
      expect(() => timelineText({ type, by: system, data }, zone)).not.toThrow();
    }),
  );
});
