export const answer = 'model';
