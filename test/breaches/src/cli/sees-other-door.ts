export { answer } from '../api/server.ts';
