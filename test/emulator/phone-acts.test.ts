import { nextTurn } from '../../emulator/clock';
import { act, sendSound } from '../../emulator/phone-page/browser/phone-api';

/** The acts of the browser phones, on a network that holds every request back until the test lets it through. */

/** Other phones in each test: what one leaves unanswered keeps none of the next waiting. */
let [wang, li] = ['', ''];
let phonesSoFar = 0;

interface Held {
  readonly what: string;
  readonly body: unknown;
  answer(): void;
  fail(): void;
}

let held: Held[];

beforeEach(() => {
  [wang, li] = [`+861380000${phonesSoFar++}`, `+861390000${phonesSoFar++}`];
  held = [];
  jest.spyOn(globalThis, 'fetch').mockImplementation((path, options) => {
    const [, , number = '', what = ''] = (path as string).split('/');
    return new Promise<Response>((resolve, reject) => {
      held.push({
        what: `${decodeURIComponent(number)} ${what}`,
        body: options?.body,
        answer: () => {
          resolve(new Response(null, { status: 202 }));
        },
        fail: () => {
          reject(new TypeError('fetch failed'));
        },
      });
    });
  });
});
afterEach(() => jest.restoreAllMocks());

const sent = async () => {
  await nextTurn();
  return held.map(({ what }) => what);
};

it('sends what one does with a phone in the order in which one does it, each when the one before has begun', async () => {
  void act(wang, 'say', { words: '没电了' });
  void act(wang, 'keys', { keys: '#' });
  void act(wang, 'hangup');
  expect(await sent()).toEqual([`${wang} say`]);
  held[0]?.answer();
  expect(await sent()).toEqual([`${wang} say`, `${wang} keys`]);
  held[1]?.answer();
  expect(await sent()).toEqual([`${wang} say`, `${wang} keys`, `${wang} hangup`]);
});

it('keeps no phone waiting for another', async () => {
  void act(wang, 'dial');
  void act(li, 'answer');
  expect(await sent()).toEqual([`${wang} dial`, `${li} answer`]);
});

it('goes on when a request gets lost', async () => {
  void act(wang, 'keys', { keys: '1' });
  void act(wang, 'keys', { keys: '2' });
  await nextTurn();
  held[0]?.fail();
  expect(await sent()).toHaveLength(2);
});

it('lets no key overtake a sound that is still being made ready', async () => {
  let ready: (sound: Blob) => void = () => undefined;
  void sendSound(wang, new Promise((resolve) => (ready = resolve)));
  void act(wang, 'keys', { keys: '#' });
  expect(await sent()).toEqual([]);
  const sound = new Blob(['hum']);
  ready(sound);
  expect(await sent()).toEqual([`${wang} sound`]);
  expect(held[0]?.body).toBe(sound);
  held[0]?.answer();
  expect(await sent()).toEqual([`${wang} sound`, `${wang} keys`]);
});

it('goes on without a sound that cannot be made', async () => {
  void sendSound(wang, Promise.reject(new Error('the microphone was unplugged')));
  void act(wang, 'keys', { keys: '#' });
  expect(await sent()).toEqual([`${wang} keys`]);
});
