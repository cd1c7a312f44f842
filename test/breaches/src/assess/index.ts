export const answer = 'assess';
