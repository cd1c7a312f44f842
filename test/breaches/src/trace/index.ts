export const answer = 'trace';
