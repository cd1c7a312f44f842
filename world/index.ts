export { makeWorld } from './make-world.ts';
export type { MadeWorld, WorldOptions } from './make-world.ts';
