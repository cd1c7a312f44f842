export const answer = async () => (await import('../plan/index.ts')).answer;
