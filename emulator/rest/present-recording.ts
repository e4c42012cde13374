import { API_VERSION } from '../call-params';
import type { Exchange } from '../exchange';
import type { Recording } from '../recording';
import { rfc2822 } from '../rfc2822';

/** A recording as Twilio's OpenAPI has it. */
export function presentRecording(exchange: Exchange, recording: Recording): object {
  const uri = `/${API_VERSION}/Accounts/${exchange.options.accountSid}/Recordings/${recording.sid}`;
  return {
    ...common(exchange, recording),
    uri: `${uri}.json`,
    media_url: `${exchange.baseUrl}${uri}`,
    subresource_uris: { transcriptions: `${uri}/Transcriptions.json` },
  };
}

/** The same recording as it is shown below its call, with slightly different fields. */
export function presentCallRecording(exchange: Exchange, recording: Recording): object {
  const { accountSid } = exchange.options;
  const uri = `/${API_VERSION}/Accounts/${accountSid}/Calls/${recording.callSid}/Recordings/${recording.sid}.json`;
  return { ...common(exchange, recording), track: 'both', uri };
}

function common({ options }: Exchange, recording: Recording): object {
  const at = rfc2822(recording.createdAt);
  return {
    sid: recording.sid,
    account_sid: options.accountSid,
    api_version: API_VERSION,
    call_sid: recording.callSid,
    conference_sid: null,
    date_created: at,
    date_updated: at,
    start_time: at,
    duration: String(recording.seconds),
    price: null,
    price_unit: 'USD',
    status: recording.status,
    channels: recording.channels,
    source: recording.source,
    error_code: null,
    encryption_details: null,
  };
}
