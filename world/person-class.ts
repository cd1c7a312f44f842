/** How a person lives with respect to the prisons; what a handset is in the truth follows from it. */
export type PersonClass =
  'inside' | 'neighbour' | 'homebody' | 'fixed' | 'staff' | 'visitor' | 'delivery' | 'passer' | 'neighbour-far';
