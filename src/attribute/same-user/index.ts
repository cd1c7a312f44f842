export { prepareHandset } from './handset.ts';
export { judgePair } from './judge.ts';
export { fitSameUser } from './model.ts';
export { tracksOf } from './tracks.ts';
