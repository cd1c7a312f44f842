export const answer = 'api';
