export const answer = 'world';
