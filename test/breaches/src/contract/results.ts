export const answer = 'contract';
