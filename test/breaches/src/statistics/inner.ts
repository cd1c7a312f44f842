export const answer = 'statistics';
