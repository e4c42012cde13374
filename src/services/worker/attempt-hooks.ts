import type { Context } from '../context';
import { pageHooks } from '../paging/page-hooks';

/** For kinds where nothing follows at once: calls that we owe move on with the sweep. */
const none = {};

/** What follows for each kind of call and text as it comes and goes. */
export const attemptHooks: Context['attemptHooks'] = {
  page: pageHooks,
  danger_check: none,
  medical_check: none,
  crew_reminder: none,
  number_check: none,
  receipt: none,
  notice: none,
  news: none,
  arrival_check: none,
  restoration: none,
  completion: none,
};
