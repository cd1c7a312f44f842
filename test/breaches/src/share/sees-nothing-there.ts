export { answer } from './not-there.ts';
