export const answer = 'intake';
