export const answer = 'share';
