export const answer = 'cli';
