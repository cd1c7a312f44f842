export { answer } from '../locate/index.ts';
