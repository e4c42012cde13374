import twilio from 'twilio';
import { tooManyRequests } from './twilio-errors';

export interface TwilioSettings {
  readonly accountSid: string;
  readonly authToken: string;
  /** Scheme, host and port of the REST API; a path in it is kept as a prefix. */
  readonly apiBaseUrl: string;
}

type Request = InstanceType<typeof twilio.RequestClient>['request'];

/** Shorter than the library's 30 s, for which neither a caller nor a page can wait. */
const timeoutMs = 5000;
/** The library accepts only account ids that begin with AC, which those of other carriers do not; so this id stands in until the URL is built. */
const placeholder = 'ACplaceholder';

/** Sends the library's requests to our own base URL: the library has no setting for that, and stray TWILIO_EDGE or TWILIO_REGION variables change its host. */
class RedirectedClient extends twilio.RequestClient {
  constructor(private readonly settings: TwilioSettings) {
    super({ timeout: timeoutMs, autoRetry: false });
  }

  override request: Request = async (options) => {
    const answer = await super.request({ ...options, uri: this.target(options.uri) });
    if (answer.statusCode === 429) throw tooManyRequests(headerOf(answer.headers, 'retry-after'));
    return answer;
  };

  private target(uri: string): string {
    const { pathname, search } = new URL(uri);
    const path = pathname.replace(placeholder, encodeURIComponent(this.settings.accountSid));
    return `${this.settings.apiBaseUrl.replace(/\/+$/, '')}${path}${search}`;
  }
}

function headerOf(headers: unknown, name: string): string | undefined {
  const value = (headers as Record<string, unknown> | undefined)?.[name];
  return typeof value === 'string' ? value : undefined;
}

/** Twilio's own client, pointed at `apiBaseUrl`, with a 5 s time limit and no retries of its own. */
export function twilioClient(settings: TwilioSettings): twilio.Twilio {
  const httpClient = new RedirectedClient(settings);
  return twilio(settings.accountSid, settings.authToken, { accountSid: placeholder, httpClient });
}
