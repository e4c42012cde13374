export { isDatabaseUnavailable } from '../../models/database';
