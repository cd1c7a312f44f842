export { answer } from '../detect/index.ts';
