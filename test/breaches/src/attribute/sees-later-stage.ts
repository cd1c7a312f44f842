export { answer } from '../plan/index.ts';
