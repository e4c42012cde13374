/** The columns of a ticket that has nobody who takes care of it. */
export const nobody = { personCode: null, acceptedAt: null, etaAt: null, departedAt: null, arrivedAt: null } as const;

/** As nobody, without what a visit found as well. */
export const noVisit = { ...nobody, arrivalVerifiedBy: [], expectedRestoreAt: null };
