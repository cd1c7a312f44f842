export const answer = 'utils';
