import type twilio from 'twilio';
import type { CarrierAccount, NumberSetup } from './carrier';
import { twilioClient, type TwilioSettings } from './twilio-client';
import { translated } from './twilio-errors';

/** Twilio's account resource, and its number as IncomingPhoneNumbers gives it. */
export class TwilioAccount implements CarrierAccount {
  private readonly client: twilio.Twilio;
  private readonly accountSid: string;

  constructor(settings: TwilioSettings) {
    this.client = twilioClient(settings);
    this.accountSid = settings.accountSid;
  }

  async readAccount(): Promise<{ readonly name: string; readonly status: string }> {
    const { friendlyName, status } = await translated(this.client.api.v2010.accounts(this.accountSid).fetch());
    return { name: friendlyName, status };
  }

  async readNumber(phone: string): Promise<NumberSetup | null> {
    const [found] = await translated(this.client.incomingPhoneNumbers.list({ phoneNumber: phone, limit: 1 }));
    if (found === undefined || found.phoneNumber !== phone) return null;
    const { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, smsUrl, voiceApplicationSid, trunkSid } = found;
    const setup = { voiceUrl, voiceMethod, voiceFallbackUrl, statusCallback, smsUrl };
    const given = Object.entries(setup).map(([name, value]) => [name, (value as string | null) ?? '']);
    const takenBy = [voiceApplicationSid, trunkSid].find((sid) => Boolean(sid)) ?? '';
    return { ...(Object.fromEntries(given) as typeof setup), takenBy };
  }
}
