export const answer = 'plan';
