export const answer = 'locate';
