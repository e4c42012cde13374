/** What somebody may do over the API. */
export type Right =
  /** Read reports, calls, pages, outages and tasks, with phone numbers masked. */
  | 'read'
  /** Change something: end tasks, create outages, opt numbers out. */
  | 'act'
  /** See whole phone numbers; each time is in the audit trail. */
  | 'phones';

/**
 * The roles of people (contract section 6) and `admin`, with their rights. Customers' data is for team leaders and above
 * (R-438); whole numbers only for those who themselves call customers: the desk, the monitoring centre and who leads them
 * (R-439, R-440: crews are connected with the number hidden).
 */
export const rightsOf = {
  admin: ['read', 'act', 'phones'],
  desk: ['read', 'act', 'phones'],
  cs_supervisor: ['read', 'act', 'phones'],
  monitoring: ['read', 'act', 'phones'],
  shift_leader: ['read', 'act', 'phones'],
  duty_officer: ['read', 'act'],
  team_leader: ['read', 'act'],
  engineering_supervisor: ['read', 'act'],
  zone_manager: ['read', 'act'],
  project_manager: ['read', 'act'],
  department_head: ['read'],
  inspector: ['read'],
  finance: ['read'],
  technician: [],
  security: [],
  attendant: [],
} as const satisfies Readonly<Record<string, readonly Right[]>>;

export type ApiRole = keyof typeof rightsOf;

export const isApiRole = (role: string): role is ApiRole => role in rightsOf;

export const may = (role: ApiRole, right: Right): boolean => (rightsOf[role] as readonly Right[]).includes(right);
