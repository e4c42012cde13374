import type { z } from 'zod';
import type { AnswerName, answerSchemas } from '../../src/services/views/answers';

/** What the API answers, as its own description has it. */
export type Answer<Name extends AnswerName> = z.infer<(typeof answerSchemas)[Name]>;

export interface Listed<Name extends AnswerName> {
  readonly items: readonly Answer<Name>[];
}
