import { Op } from 'sequelize';

/** States in which a phone rings or is in use. */
export const inUse = { [Op.in]: ['sending', 'placed', 'ringing', 'answered'] };
