export const answer = 'evidence';
