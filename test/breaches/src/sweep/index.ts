export const answer = 'sweep';
