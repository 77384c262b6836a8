/** The WebSocket client, typed, in a module of its own so that it can be imported lazily. */
// @ts-types="@types/ws"
export { WebSocket } from "ws";
