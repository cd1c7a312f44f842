export { answer } from '../src/detect/index.ts';
