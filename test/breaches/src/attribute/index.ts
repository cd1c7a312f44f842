export const answer = 'attribute';
