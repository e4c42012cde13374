/** The calls that we owe customers: each kind has rows of its own, and all of them one shape. */

export const owedCallStates = ['waiting', 'calling', 'done', 'unreached', 'cancelled'] as const;
export type OwedCallState = (typeof owedCallStates)[number];

/** Named like their flows; among calls of one moment they are listed in this order. */
export const owedCallKinds = ['completion', 'restoration', 'number-check', 'danger-check', 'dispatch-notice'] as const;
export type OwedCallKind = (typeof owedCallKinds)[number];

/** A call that we owe a customer, and what became of it. */
export interface OwedCall {
  readonly kind: OwedCallKind;
  /** Of its row among those of its kind. */
  readonly id: number;
  readonly ticketId: number | null;
  /** How often the ticket had been reopened. */
  readonly cycle: number;
  readonly state: OwedCallState;
  /** Of the last call or the next; null when there is none yet. */
  readonly dueAt: Date | null;
  readonly hardLimitAt: Date | null;
  /** Calls placed so far. */
  readonly attempts: number;
  /** How the last call without an answer ended. */
  readonly lastOutcome: string | null;
  readonly outcome: string | null;
  readonly reason: string | null;
  readonly language: string;
  readonly createdAt: Date;
  readonly finishedAt: Date | null;
}
