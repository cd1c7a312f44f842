export const answer = 'store';
