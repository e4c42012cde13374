/** The call that a dialogue runs on. */
export interface CallInfo {
  readonly sid: string;
  /** E.164; null when withheld or not a phone. For an outbound call the customer's or crew member's number. */
  readonly phone: string | null;
  readonly direction: 'inbound' | 'outbound';
  /** The same for every repetition of one webhook; null when the carrier sent none. */
  readonly token: string | null;
}
