import { Call } from '../../models/call';
import { CallStep } from '../../models/call-step';
import { freshDatabase, type FreshDatabase } from '../support/database';
import { serviceStage, type ServiceStage } from '../support/service-context';

let fresh: FreshDatabase;
let stage: ServiceStage;

beforeAll(async () => {
  fresh = await freshDatabase();
});
beforeEach(async () => {
  await fresh.reset();
  stage = serviceStage(fresh, '2026-03-02T02:00:00.000Z');
});
afterAll(() => fresh.drop());

const begun = (sid: string) =>
  ({ sid, direction: 'inbound', from: null, to: null, language: 'en', flow: 'caller', attemptId: null }) as const;
const answered = (sid: string) =>
  ({
    call: { sid, phone: null, direction: 'inbound', token: null },
    position: { flow: 'caller', node: 'main-menu', language: 'en', tries: 0, repeats: 0, back: [], facts: {} },
    input: { kind: 'keys', keys: '1' },
    secret: false,
  }) as const;

describe('the call log', () => {
  it('goes on after a line that the database will never take, and says so', async () => {
    const { callLog } = stage.context;
    callLog.begin({ ...begun('CA1'), language: null as unknown as string });
    callLog.begin(begun('CA2'));
    callLog.step(answered('CA2'));
    callLog.end('CA2', 'completed');
    await callLog.flush();
    expect(await Call.findAll()).toMatchObject([{ sid: 'CA2', status: 'completed' }]);
    expect(await CallStep.count()).toBe(1);
    expect(stage.complaints).toEqual(['error a line of the call log cannot be written']);
  });

  it('writes a long row of steps, each once', async () => {
    const { callLog } = stage.context;
    for (let count = 0; count < 450; count += 1) callLog.step(answered('CA1'));
    await callLog.flush();
    await callLog.flush();
    expect(await CallStep.count()).toBe(450);
  });
});
