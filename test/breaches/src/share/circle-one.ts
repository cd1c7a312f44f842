export { answer } from './circle-two.ts';
