export { locateRooms, type LocateInput, type RoomRow, type WithheldBuilding } from './locate-rooms.ts';
export * from './sensor-network/index.ts';
