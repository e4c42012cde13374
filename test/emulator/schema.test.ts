import { readFileSync } from 'node:fs';
import { parseTwiml } from '../../emulator/twiml/parse';

const typings = readFileSync(require.resolve('twilio/lib/twiml/VoiceResponse.d.ts'), 'utf8');

/** The attributes that the typings of Twilio's own builder give a verb. */
function attributesOf(verb: string): string[] {
  const block = new RegExp(`interface ${verb}Attributes \\{([\\s\\S]*?)\\n    \\}`).exec(typings)?.[1] ?? '';
  return Array.from(block.matchAll(/^\s+(\w+)\?:/gm), ([, name]) => name ?? '');
}

const warningsFor = (verbs: string) => parseTwiml(`<Response>${verbs}</Response>`, '').warnings;

describe('the check of verbs and attributes', () => {
  it.each(['Say', 'Play', 'Pause', 'Gather', 'Record', 'Dial', 'Redirect', 'Reject'])(
    "knows every attribute of <%s> in Twilio's typings",
    (verb) => {
      const names = attributesOf(verb);
      expect(names.length).toBeGreaterThan(0);
      const attributes = names.map((name) => `${name}="1"`).join(' ');
      expect(warningsFor(`<${verb} ${attributes}/>`)).toEqual([]);
    },
  );

  it("knows every attribute of <Number> in Twilio's typings", () => {
    const attributes = attributesOf('Number').map((name) => `${name}="1"`);
    expect(attributes.length).toBeGreaterThan(5);
    expect(warningsFor(`<Dial><Number ${attributes.join(' ')}>+861</Number></Dial>`)).toEqual([]);
  });

  it.each([
    ['<Say colour="red">x</Say>', "Attribute 'colour' is not allowed in <Say>"],
    ['<Gather><Record/></Gather>', '<Record> is not allowed in <Gather>'],
    ['<Dial><Number tune="x">1</Number></Dial>', "Attribute 'tune' is not allowed in <Number>"],
    ['<say>x</say>', '<say> is no verb that is known here'],
    ['<Number>1</Number>', '<Number> is no verb that is known here'],
  ])('warns of %s', (verbs, warning) => {
    expect(warningsFor(verbs)).toEqual([warning]);
  });

  it('lets speech markup through, and reads its words', () => {
    const { verbs, warnings } = parseTwiml(
      '<Response><Say>Ticket <say-as interpret-as="digits">12</say-as><break time="1s"/>\n  thanks &amp; bye</Say></Response>',
      '',
    );
    expect(warnings).toEqual([]);
    expect(verbs[0]?.text).toBe('Ticket 12 thanks & bye');
  });
});
