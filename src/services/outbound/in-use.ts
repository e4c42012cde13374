import type { Attempt } from '../../../models/attempt';

/** States in which a phone rings or is in use. */
export const inUse: readonly Attempt['state'][] = ['sending', 'placed', 'ringing', 'answered'];
