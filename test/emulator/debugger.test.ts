import { createServer } from 'node:https';
import { createServer as createTcpServer, type AddressInfo, type Server } from 'node:net';
import { generate } from 'selfsigned';
import { CALLER, startWorld, type World } from './program';

const servers: Server[] = [];
const listening = async (server: Server): Promise<number> => {
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

describe('[8] the debugger', () => {
  let world: World;
  beforeEach(async () => {
    world = await startWorld();
  });
  afterEach(async () => {
    await world.stop();
    for (const server of servers.splice(0)) server.close();
  });

  const redirectedTo = async (url: string) => {
    world.on('/voice', `<Redirect>${url}</Redirect>`);
    await world.emulator.phone(CALLER).dial();
    return world.emulator.debugger.map(({ code }) => code);
  };

  it('names what failed before there was an answer', async () => {
    expect(await redirectedTo('http://127.0.0.1:9/')).toEqual([11205]);
  });

  it('names a host that has no address', async () => {
    expect(await redirectedTo('http://nobody.invalid/')).toEqual([11210]);
  });

  it('names a server that does not speak HTTP', async () => {
    const server = createTcpServer((socket) => socket.end('SSH-2.0-nothing\r\n\r\n'));
    const port = await listening(server);
    expect(await redirectedTo(`http://127.0.0.1:${port}/`)).toEqual([11206]);
  });

  it('names a server that does not speak TLS', async () => {
    const server = createTcpServer((socket) => socket.end('hello'));
    const port = await listening(server);
    expect(await redirectedTo(`https://127.0.0.1:${port}/`)).toEqual([11220]);
  });

  it('names a certificate that nobody vouches for', async () => {
    // Nobody vouches for this certificate.
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    const server = createServer({ key, cert });
    const port = await listening(server);
    expect(await redirectedTo(`https://127.0.0.1:${port}/`)).toEqual([11237]);
  });

  it('keeps request and answer of what went wrong, by call, errors and warnings apart', async () => {
    world.on('/voice', '<Say tone="high">Hello</Say><Redirect>/broken?x=1</Redirect>');
    world.on('/broken', (_received, response) => response.status(500).type('text').send('It broke'));
    await world.emulator.phone(CALLER).dial();
    await world.clock.advance(10_000);
    const { sid: callSid } = world.emulator.calls[0]!;
    const { notifications } = world.client;
    const [error] = await notifications.list({ log: 0 });
    expect(error).toMatchObject({
      ...{ errorCode: '11200', log: '0', callSid, requestMethod: 'POST' },
      ...{ requestUrl: `${world.base}/broken?x=1`, moreInfo: 'https://www.twilio.com/docs/errors/11200' },
    });
    const whole = await notifications(error!.sid).fetch();
    expect(whole.responseBody).toBe('It broke');
    expect(whole.responseHeaders).toContain('HTTP 500');
    expect(new URLSearchParams(whole.requestVariables).get('CallSid')).toBe(callSid);
    const [warning] = await notifications.list({ log: 1 });
    expect(warning?.errorCode).toBe('12200');
    expect(warning?.messageText).toContain("Attribute 'tone'");
    expect((await notifications(warning!.sid).fetch()).responseBody).toContain('<Say tone="high">');
    expect(await world.client.calls(callSid).notifications.list()).toHaveLength(2);
    await expect(notifications(`NO${'f'.repeat(32)}`).fetch()).rejects.toMatchObject({ code: 20404 });
  });
});
