export const answer = 'detect';
