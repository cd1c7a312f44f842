export { locateRooms, type LocateInput, type RoomRow } from './locate-rooms.ts';
