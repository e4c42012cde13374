/** Keys 1–6 of node `cannot-finish`. */
export const obstacles = ['parts', 'long_work', 'access', 'vendor', 'quote', 'old_problem'] as const;

export type Obstacle = (typeof obstacles)[number];
