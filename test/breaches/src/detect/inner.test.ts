export const answer = 'test';
