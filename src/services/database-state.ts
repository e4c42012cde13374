export { isDatabaseUnavailable, readOnce } from '../../models/database';
