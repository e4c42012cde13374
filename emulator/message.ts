export type MessageStatus = 'queued' | 'sent' | 'delivered' | 'undelivered' | 'failed' | 'received';
type MessageDirection = 'inbound' | 'outbound-api' | 'outbound-reply';

/** One text, either way. */
export interface Message {
  readonly sid: string;
  readonly from: string;
  readonly to: string;
  body: string;
  readonly direction: MessageDirection;
  readonly createdAt: Date;
  readonly statusCallback: string | null;
  status: MessageStatus;
  sentAt: Date | null;
  updatedAt: Date;
  errorCode: number | null;
}

export type MessageOrder = Pick<Message, 'from' | 'to' | 'body' | 'direction' | 'statusCallback'>;

const GSM = /^[\n\r !-~£¥èéùìòÇØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ¤¡ÄÖÑÜ§¿äöñüà€]*$/u;

/** How many segments a body is billed as: 160 characters of the GSM alphabet or 70 others, fewer when there are several. */
export function segmentsOf(body: string): number {
  const [single, several] = GSM.test(body) ? [160, 153] : [70, 67];
  return body.length <= single ? 1 : Math.ceil(body.length / several);
}
